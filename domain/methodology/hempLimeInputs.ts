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

export interface Samples {
  readonly walls: readonly { readonly wall: string; readonly thicknessPoints: number }[]
  readonly batches: readonly { readonly batch: string; readonly densitySamples: number }[]
}

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
  readonly samples?: Samples
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
  readonly samples: Samples
  readonly carryInKg: Exact
}

const maxLines = 10_000
const zero = exact(0n)
const one = exact(1n)

const inputMembers: readonly (keyof HempLimeInputs)[] = [
  'methodologyVersion',
  'billOfMaterials',
  'emissionsKg',
  'soil',
  'carbonationMeasuredKg',
  'relativeErrors',
  'samples',
  'carryInKg',
]
const lineMembers: readonly (keyof MaterialLine)[] = [
  'name',
  'material',
  'massKg',
  'volumeM3',
  'scrapKg',
  'moisturePercent',
  'carbonFraction',
]

function refuse(field: string, reason: string): never {
  throw methodologyErrors.METHODOLOGY_INPUT_INVALID({ field, reason })
}

/** An object with none but the known members: a misspelt deduction must not vanish. */
function object(value: unknown, field: string, known: readonly string[]): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return refuse(field, 'not an object')
  for (const name of Object.keys(value)) if (!known.includes(name)) refuse(`${field}/${name}`, 'unknown member')
  return value as Readonly<Record<string, unknown>>
}

function list(value: unknown, field: string): readonly unknown[] {
  if (!Array.isArray(value)) return refuse(field, 'not a list')
  return value.length > maxLines ? refuse(field, `more than ${maxLines} entries`) : value
}

function text(value: unknown, field: string): string {
  if (typeof value !== 'string' || value === '' || value.length > 500) return refuse(field, 'not a text of 1 to 500')
  return value
}

function count(value: unknown, field: string): number {
  return Number.isSafeInteger(value) && (value as number) >= 0 ? (value as number) : refuse(field, 'not a count')
}

/**
 * Reads inputs of any shape; the type says what is accepted, not what has been checked.
 * @throws METHODOLOGY_INPUT_INVALID DECIMAL_INVALID
 */
export function readInputs(given: HempLimeInputs): ReadInputs {
  const inputs = object(given, '', inputMembers)
  const lines = list(inputs.billOfMaterials, '/billOfMaterials')
  if (lines.length === 0) refuse('/billOfMaterials', 'no line')
  const emissionsKg = object(inputs.emissionsKg ?? {}, '/emissionsKg', emissionPhases)
  const emissions = emissionPhases.map((phase) => [phase, positive(emissionsKg[phase] ?? '0', `/emissionsKg/${phase}`)])
  const { carbonationMeasuredKg } = inputs
  return {
    lines: lines.map((line, index) => readLine(line, `/billOfMaterials/${index}`)),
    emissions: Object.fromEntries(emissions),
    soilGainKgC: readSoil(inputs.soil),
    carbonationKg:
      carbonationMeasuredKg === undefined ? null : positive(carbonationMeasuredKg, '/carbonationMeasuredKg'),
    relativeErrors: list(inputs.relativeErrors ?? [], '/relativeErrors').map((entry, index) => {
      const field = `/relativeErrors/${index}`
      return within(object(entry, field, ['source', 'share']).share, `${field}/share`, one)
    }),
    samples: readSamples(inputs.samples ?? { walls: [], batches: [] }),
    carryInKg: belowOne(inputs.carryInKg, '/carryInKg'),
  }
}

/** A loss of soil carbon counts against the project. */
function readSoil(given: unknown): Exact | null {
  if (given === undefined) return null
  const soil = object(given, '/soil', ['baselineKgC', 'afterKgC'])
  return positive(soil.afterKgC, '/soil/afterKgC').minus(positive(soil.baselineKgC, '/soil/baselineKgC'))
}

function readSamples(given: unknown): Samples {
  const samples = object(given, '/samples', ['walls', 'batches'])
  return {
    walls: list(samples.walls, '/samples/walls').map((entry, index) => {
      const field = `/samples/walls/${index}`
      const { wall, thicknessPoints } = object(entry, field, ['wall', 'thicknessPoints'])
      return {
        wall: text(wall, `${field}/wall`),
        thicknessPoints: count(thicknessPoints, `${field}/thicknessPoints`),
      }
    }),
    batches: list(samples.batches, '/samples/batches').map((entry, index) => {
      const field = `/samples/batches/${index}`
      const { batch, densitySamples } = object(entry, field, ['batch', 'densitySamples'])
      return { batch: text(batch, `${field}/batch`), densitySamples: count(densitySamples, `${field}/densitySamples`) }
    }),
  }
}

function readLine(given: unknown, pointer: string): ReadLine {
  const line = object(given, pointer, lineMembers)
  const { massKg, volumeM3, scrapKg, moisturePercent, carbonFraction } = line
  const material = materials.find((candidate) => candidate === line.material)
  if (material === undefined) return refuse(`${pointer}/material`, `not one of ${materials.join(', ')}`)
  if ((massKg === undefined) === (volumeM3 === undefined)) refuse(pointer, 'give either massKg or volumeM3')
  if (volumeM3 !== undefined && material !== 'timber') refuse(`${pointer}/volumeM3`, 'only timber is given by volume')
  if (moisturePercent !== undefined && material !== 'hurd') refuse(`${pointer}/moisturePercent`, 'only for hurd')
  if (carbonFraction !== undefined && moisturePercent === undefined) {
    refuse(`${pointer}/carbonFraction`, 'needs moisturePercent beside it')
  }
  return {
    pointer,
    name: text(line.name, `${pointer}/name`),
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

function positive(given: unknown, field: string): Exact {
  const value = parseExact(given, field)
  return value.isNegative() ? refuse(field, 'negative') : value
}

function within(given: unknown, field: string, max: Exact): Exact {
  const value = positive(given, field)
  return value.greaterThan(max) ? refuse(field, `above ${max.toFixed()}`) : value
}

function belowOne(given: unknown, field: string): Exact {
  const value = positive(given, field)
  return value.lessThan(one) ? value : refuse(field, 'not below 1')
}
