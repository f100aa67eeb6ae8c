/** The methodologies the product can run. A further methodology is a further row. */
import type { ParameterSet } from '../parameters.ts'
import { quantifyHempLime } from './hempLime.ts'
import type { HempLimeInputs } from './hempLimeInputs.ts'
import { methodologyErrors } from './measure.ts'
import type { QuantificationRun } from './quantification.ts'

export interface Methodology {
  /** The carbon pool it counts: one half of what a claim is about. */
  readonly pool: string
  /** @param inputs JSON of the methodology's own shape. @throws METHODOLOGY_INPUT_INVALID DECIMAL_INVALID METHODOLOGY_UNKNOWN */
  quantify(inputs: unknown, parameters: ParameterSet): QuantificationRun
}

const methodologies: Readonly<Record<string, Methodology>> = {
  hempLime: {
    pool: 'harvestedProducts',
    quantify: (inputs, parameters) => quantifyHempLime(inputs as HempLimeInputs, parameters),
  },
}

/** @throws METHODOLOGY_UNKNOWN */
export function methodologyOf(id: string): Methodology {
  const found = Object.hasOwn(methodologies, id) ? methodologies[id] : undefined
  if (found === undefined) {
    throw methodologyErrors.METHODOLOGY_UNKNOWN({ methodologyId: id, known: Object.keys(methodologies) })
  }
  return found
}
