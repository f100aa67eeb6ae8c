/** Which governed parameters a case depends on: their hash is in what the committee signs, their versions are in the bundle. */
import type { Parameter } from '@assay/domain/parameters.ts'
import { fictra } from '@assay/domain/programmes/fictra.ts'
import { secretTreesParameters } from '@assay/domain/programmes/secretTrees.ts'

/** Of a delivery: everything its thresholds, its evaluations, its consensus and its allocation are computed from. */
export const deliveryParameters: readonly Parameter<unknown>[] = [
  fictra.allocation,
  fictra.verification,
  fictra.evidence,
  fictra.trust,
].flatMap((subject) => Object.values<Parameter<unknown>>(subject))

/** Of a quantification: its programme's, and how much of a committee must answer. */
export const quantificationParameters: readonly Parameter<unknown>[] = [
  ...secretTreesParameters,
  fictra.verification.participation as Parameter<unknown>,
]
