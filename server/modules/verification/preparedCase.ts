import type { OpenedCase } from '@assay/protocol/caseFile.ts'
import type { Json } from '../../module.ts'
import type { StoredTerms } from './termsJson.ts'

/** Everything a kind of subject contributes to its case. A further kind is a further function that prepares one. */
export interface PreparedCase {
  readonly reference: string
  readonly ownerPartyIds: readonly string[]
  readonly tier: Json
  readonly terms: StoredTerms
  readonly termsInputs: Json
  /** Whole units of the chain. */
  readonly contractedQuantity: bigint
  readonly dossier: Json
  readonly opened: Omit<OpenedCase, 'contractedQuantity' | 'deadline'>
  readonly deadline: Date
  /** Whose parameters rule the case. */
  readonly parametersAt: Date
}
