/** Parameters for tests: the initial values, and the same with some of them changed. */
import type { JsonValue } from '../codecs.ts'
import type { Parameter, ParameterSet } from '../parameters.ts'
import { parametersAt } from '../programmes/catalogue.ts'

const at = new Date('2026-01-01T00:00:00Z')

export const initial: ParameterSet = parametersAt([], at)

export function withValue(parameter: Parameter<unknown>, value: JsonValue): ParameterSet {
  return parametersAt([{ key: parameter.key, version: 2, value, effectiveFrom: '2025-01-01T00:00:00Z' }], at)
}
