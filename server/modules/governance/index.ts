/** The door of governance: everything other rooms may use. */
import type { Module } from '../../module.ts'
import { routes } from './routes.ts'

export { announceVersion, type ParameterProposal } from './announceVersion.ts'
export { decideVersion } from './decideVersion.ts'
export { foundParameters } from './foundParameters.ts'
export { grantMandate } from './grantMandate.ts'
export type { IndicatorKey } from './indicatorKinds.ts'
export { listVersions, loadParameters } from './loadParameters.ts'
export { type Indicator, latestIndicator, type NewIndicator, recordIndicator } from './recordIndicator.ts'

export const governance: Module = { name: 'governance', routes, reactions: [], projections: [] }
