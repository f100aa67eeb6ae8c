/** Every governed parameter of every programme. */
import { parameterErrors } from '../parameterErrors.ts'
import { type Parameter, type ParameterSet, type ParameterVersion, parameterSetAt } from '../parameters.ts'
import { capacity } from './capacity.ts'
import { fictraParameters } from './fictra.ts'
import { inputParameters } from './inputs.ts'
import { reportingParameters } from './reporting.ts'
import { secretTreesParameters } from './secretTrees.ts'

export const catalogue: readonly Parameter<unknown>[] = [
  ...fictraParameters,
  ...secretTreesParameters,
  ...inputParameters,
  ...reportingParameters,
  ...Object.values(capacity),
]

const byKey = new Map(catalogue.map((parameter) => [parameter.key, parameter]))

/** @throws PARAMETER_UNKNOWN */
export function parameterOf(key: string): Parameter<unknown> {
  const parameter = byKey.get(key)
  if (parameter === undefined) throw parameterErrors.PARAMETER_UNKNOWN({ key })
  return parameter
}

/** The parameters in force at a moment, from stored versions. */
export function parametersAt(stored: readonly ParameterVersion[], asOf: Date): ParameterSet {
  return parameterSetAt(catalogue, stored, asOf)
}
