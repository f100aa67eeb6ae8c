/** The methodologies the product can run. A further methodology is a further row. */
import { forestMethodology } from './forestMethodology.ts'
import { hempLimeMethodology } from './hempLimeMethodology.ts'
import { methodologyErrors } from './measure.ts'
import type { Methodology } from './methodology.ts'
import { soilMethodology } from './soilMethodology.ts'

export const methodologies: readonly Methodology[] = [hempLimeMethodology, forestMethodology, soilMethodology]

/** @throws METHODOLOGY_UNKNOWN */
export function methodologyOf(id: string): Methodology {
  const found = methodologies.find((methodology) => methodology.id === id)
  if (found !== undefined) return found
  throw methodologyErrors.METHODOLOGY_UNKNOWN({ methodologyId: id, known: methodologies.map((known) => known.id) })
}
