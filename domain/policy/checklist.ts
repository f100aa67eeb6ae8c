/** What evidence a delivery must bring: documents and legal duties (domain.md 1.3 step 3, 4.2). */

import type { CommodityCategory } from '../assetClasses.ts'
import type { Exact } from '../decimal.ts'
import { type DocumentKind, documentKinds, type RegulatoryDuty } from '../dossier.ts'
import type { ParameterSet } from '../parameters.ts'
import { fictraEvidence } from '../programmes/fictraEvidence.ts'
import { tierOf } from './tiers.ts'

export interface Checklist {
  readonly requiredDocuments: readonly DocumentKind[]
  readonly duties: readonly RegulatoryDuty[]
}

/** The checklist of a contract. A sovereign confirmation joins when the tier makes it mandatory. @throws TIER_MISSING SCORE_INPUT_INVALID */
export function checklistOf(
  contract: { readonly category: CommodityCategory; readonly highRisk: boolean; readonly valuePt: Exact },
  parameters: ParameterSet,
): Checklist {
  const { sovereignConfirmation } = tierOf(contract, parameters)
  const { category } = contract
  const table = parameters.get(fictraEvidence.requiredDocuments)
  const needed = new Set<DocumentKind>([...table.common, ...table[category]])
  if (sovereignConfirmation === 'mandatory') needed.add('sovereignConfirmation')
  return {
    requiredDocuments: documentKinds.filter((kind) => needed.has(kind)),
    duties: parameters
      .get(fictraEvidence.duties)
      .filter(({ categories }) => categories.includes(category))
      .map(({ duty, metBy }) => ({ duty, metBy })),
  }
}
