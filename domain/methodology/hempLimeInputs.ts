/** Inputs of the hemp-lime methodology and their reading: every number is a decimal string, every refusal names its field. */
import { type Exact, exact, parseExact } from '../decimal.ts'
import { methodologyErrors } from './trace.ts'

export const materials = ['hurd', 'timber', 'binder'] as const
export type Material = (typeof materials)[number]

/** One line of a building's bill of materials. */
export interface MaterialLine {
  readonly name: string
  readonly material: Material
  /** Delivered mass; timber may be given by volume instead. */
  readonly massKg?: string
  readonly volumeM3?: string
  /** What did not go into the building. */
  readonly scrapKg?: string
  /** Hurd only, percent: with it the carbon content is computed instead of the factor. */
  readonly moisturePercent?: string
  /** Laboratory value for dry hurd; without it the methodology's default. */
  readonly carbonFraction?: string
}

export const emissionPhases = ['cultivation', 'processing', 'transport', 'construction'] as const
export type EmissionPhase = (typeof emissionPhases)[number]

export interface HempLimeInputs {
  readonly methodologyVersion: string
  readonly billOfMaterials: readonly MaterialLine[]
  /** Kg CO2e emitted by phase; missing phases are zero only because the bill's factors already include them. */
  readonly emissionsKg?: { readonly [Phase in EmissionPhase]?: string }
  /** Soil organic carbon of the field before and after, kg C. */
  readonly soil?: { readonly baselineKgC: string; readonly afterKgC: string }
  /** Kg CO2e taken up by the binder, only when measured; the binder's factor is explicit beside it. */
  readonly carbonationMeasuredKg?: string
  /** Relative standard errors of independent sources of uncertainty, as shares. */
  readonly relativeErrors?: readonly { readonly source: string; readonly share: string }[]
  readonly samples?: {
    readonly walls: readonly { readonly wall: string; readonly thicknessPoints: number }[]
    readonly batches: readonly { readonly batch: string; readonly densitySamples: number }[]
  }
  /** Carry of the project's earlier issuances, below one kilogram. */
  readonly carryInKg: string
}

export interface ReadLine {
  readonly pointer: string
  readonly name: string
  readonly material: Material
  readonly massKg: Exact | null
  readonly volumeM3: Exact | null
  readonly scrapKg: Exact
  /** As a share. */
  readonly moisture: Exact | null
  readonly carbonFraction: Exact | null
}

export interface ReadInputs {
  readonly lines: readonly ReadLine[]
  readonly emissions: Readonly<Record<EmissionPhase, Exact>>
  readonly soilGainKgC: Exact | null
  readonly carbonationKg: Exact | null
  readonly relativeErrors: readonly Exact[]
  readonly carryInKg: Exact
}

const maxLines = 10_000
const zero = exact(0n)
const one = exact(1n)

function refuse(field: string, reason: string): never {
  throw methodologyErrors.METHODOLOGY_INPUT_INVALID({ field, reason })
}

/** @throws METHODOLOGY_INPUT_INVALID DECIMAL_INVALID */
export function readInputs(inputs: HempLimeInputs): ReadInputs {
  const { billOfMaterials, soil, carbonationMeasuredKg, relativeErrors = [] } = inputs
  if (billOfMaterials.length === 0) refuse('/billOfMaterials', 'no line')
  if (billOfMaterials.length > maxLines) refuse('/billOfMaterials', `more than ${maxLines} lines`)
  const emissions = emissionPhases.map((phase) => [
    phase,
    positive(inputs.emissionsKg?.[phase] ?? '0', `/emissionsKg/${phase}`),
  ])
  return {
    lines: billOfMaterials.map((line, index) => readLine(line, `/billOfMaterials/${index}`)),
    emissions: Object.fromEntries(emissions),
    // A loss of soil carbon counts against the project.
    soilGainKgC:
      soil === undefined
        ? null
        : positive(soil.afterKgC, '/soil/afterKgC').minus(positive(soil.baselineKgC, '/soil/baselineKgC')),
    carbonationKg:
      carbonationMeasuredKg === undefined ? null : positive(carbonationMeasuredKg, '/carbonationMeasuredKg'),
    relativeErrors: relativeErrors.map(({ share }, index) => within(share, `/relativeErrors/${index}/share`, one)),
    carryInKg: belowOne(inputs.carryInKg, '/carryInKg'),
  }
}

function readLine(line: MaterialLine, pointer: string): ReadLine {
  const { name, material, massKg, volumeM3, scrapKg, moisturePercent, carbonFraction } = line
  if (!materials.includes(material)) refuse(`${pointer}/material`, `not one of ${materials.join(', ')}`)
  if ((massKg === undefined) === (volumeM3 === undefined)) refuse(pointer, 'give either massKg or volumeM3')
  if (volumeM3 !== undefined && material !== 'timber') refuse(`${pointer}/volumeM3`, 'only timber is given by volume')
  if (moisturePercent !== undefined && material !== 'hurd') refuse(`${pointer}/moisturePercent`, 'only for hurd')
  if (carbonFraction !== undefined && moisturePercent === undefined) {
    refuse(`${pointer}/carbonFraction`, 'needs moisturePercent beside it')
  }
  return {
    pointer,
    name,
    material,
    massKg: massKg === undefined ? null : positive(massKg, `${pointer}/massKg`),
    volumeM3: volumeM3 === undefined ? null : positive(volumeM3, `${pointer}/volumeM3`),
    scrapKg: scrapKg === undefined ? zero : positive(scrapKg, `${pointer}/scrapKg`),
    moisture:
      moisturePercent === undefined
        ? null
        : within(moisturePercent, `${pointer}/moisturePercent`, exact(100n)).div(exact(100n)),
    carbonFraction: carbonFraction === undefined ? null : within(carbonFraction, `${pointer}/carbonFraction`, one),
  }
}

function positive(text: string, field: string): Exact {
  const value = parseExact(text, field)
  return value.isNegative() ? refuse(field, 'negative') : value
}

function within(text: string, field: string, max: Exact): Exact {
  const value = positive(text, field)
  return value.greaterThan(max) ? refuse(field, `above ${max.toFixed()}`) : value
}

function belowOne(text: string, field: string): Exact {
  const value = positive(text, field)
  return value.lessThan(one) ? value : refuse(field, 'not below 1')
}
