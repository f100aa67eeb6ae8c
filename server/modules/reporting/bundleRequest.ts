import type { Selectable } from 'kysely'
import type { BundleRequests } from '../../generated/rows.ts'

/** A final fact that owes a bundle. */
export type BundleRequest = Selectable<BundleRequests>
