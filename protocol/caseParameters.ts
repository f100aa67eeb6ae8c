/** Which governed parameters a case depends on: their hash is in what the committee signs, their versions are in the bundle. */
import { methodologyOf } from '@assay/domain/methodology/methodologies.ts'
import type { Parameter } from '@assay/domain/parameters.ts'
import { fictra } from '@assay/domain/programmes/fictra.ts'
import { secretTrees } from '@assay/domain/programmes/secretTrees.ts'

/** Of a delivery: everything its thresholds, its evaluations, its consensus and its allocation are computed from. */
export const deliveryParameters: readonly Parameter<unknown>[] = [
  fictra.allocation,
  fictra.verification,
  fictra.evidence,
  fictra.trust,
].flatMap((subject) => Object.values<Parameter<unknown>>(subject))

/**
 * Of a quantification: what its methodology computes with, and what its verification asks for. A change of anything else, of a fee for
 * instance, leaves it as it is. @throws METHODOLOGY_UNKNOWN
 */
export function quantificationParameters(methodologyId: string): readonly Parameter<unknown>[] {
  return [
    ...methodologyOf(methodologyId).parameters,
    ...Object.values<Parameter<unknown>>(secretTrees.verification),
    fictra.verification.participation as Parameter<unknown>,
  ]
}
