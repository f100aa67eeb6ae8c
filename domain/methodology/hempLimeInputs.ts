/** Inputs of the hemp-lime methodology and their reading: every number is a decimal string, every refusal names its field. */
import type { Exact } from '../decimal.ts'
import {
  optional,
  readCarry,
  readChoice,
  readCount,
  readDecimal,
  readList,
  readObject,
  readPercent,
  readSeed,
  readShare,
  readText,
  refuse,
} from './inputReader.ts'

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

/** Terms of the gross amount that can be uncertain: a material of the bill, what was measured, the emissions of a phase. */
export const uncertainTerms = [...materials, 'soil', 'carbonation', ...emissionPhases] as const
export type UncertainTerm = (typeof uncertainTerms)[number]

export interface TermError {
  readonly source: string
  readonly of: UncertainTerm
  readonly share: Exact
}

export interface Samples {
  readonly walls: readonly { readonly wall: string; readonly thicknessPoints: number }[]
  readonly batches: readonly { readonly batch: string; readonly densitySamples: number }[]
}

/** What somebody states of a project, and how it is known. */
export interface Statement {
  readonly kg: string
  readonly source: string
}

export interface HempLimeInputs {
  readonly methodologyVersion: string
  readonly billOfMaterials: readonly MaterialLine[]
  /** What would be stored without the project, and what it displaces elsewhere, kg CO2e; each is stated, zero included. */
  readonly baseline: Statement
  readonly leakage: Statement
  /** Kg CO2e emitted by phase beyond what the factors of the bill include; each is stated, zero included. */
  readonly emissionsKg: Readonly<Record<EmissionPhase, string>>
  readonly emissionsSource: string
  /** Soil organic carbon of the field before and after, kg C. */
  readonly soil?: { readonly baselineKgC: string; readonly afterKgC: string }
  /** Kg CO2e taken up by the binder, only when measured; the binder's factor is explicit beside it. */
  readonly carbonationMeasuredKg?: string
  /**
   * Half-widths of the 90 % interval, each as a share of the term it is of. What several terms have from one source, such as the
   * scales, has the same `source` and moves together; sources are independent of each other.
   */
  readonly relativeErrors?: readonly { readonly source: string; readonly of: UncertainTerm; readonly share: string }[]
  readonly samples?: Samples
  /** Of the simulation, for versions that run one; without it the seed is 0. */
  readonly seed?: string
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
  readonly methodologyVersion: string
  readonly lines: readonly ReadLine[]
  readonly baselineKg: Exact
  readonly leakageKg: Exact
  readonly emissions: Readonly<Record<EmissionPhase, Exact>>
  readonly soil: { readonly baselineKgC: Exact; readonly afterKgC: Exact } | null
  readonly carbonationKg: Exact | null
  readonly relativeErrors: readonly TermError[]
  readonly samples: Samples
  readonly seed: bigint
  readonly carryInKg: Exact
}

const inputMembers: readonly (keyof HempLimeInputs)[] = [
  'methodologyVersion',
  'billOfMaterials',
  'baseline',
  'leakage',
  'emissionsKg',
  'emissionsSource',
  'soil',
  'carbonationMeasuredKg',
  'relativeErrors',
  'samples',
  'seed',
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

/**
 * Reads inputs of any shape; the type says what is accepted, not what has been checked.
 * @throws METHODOLOGY_INPUT_INVALID DECIMAL_INVALID
 */
export function readInputs(given: HempLimeInputs): ReadInputs {
  const inputs = readObject(given, '', inputMembers)
  const emissionsKg = readObject(inputs.emissionsKg, '/emissionsKg', emissionPhases)
  const phase = (name: EmissionPhase) => readDecimal(emissionsKg[name], `/emissionsKg/${name}`)
  readText(inputs.emissionsSource, '/emissionsSource')
  return {
    lines: readList(inputs.billOfMaterials, '/billOfMaterials', readLine, 1),
    baselineKg: readStatement(inputs.baseline, '/baseline'),
    leakageKg: readStatement(inputs.leakage, '/leakage'),
    emissions: {
      cultivation: phase('cultivation'),
      processing: phase('processing'),
      transport: phase('transport'),
      construction: phase('construction'),
    },
    soil: readSoil(inputs.soil),
    carbonationKg: optional(inputs.carbonationMeasuredKg, '/carbonationMeasuredKg', readDecimal),
    relativeErrors: readTermErrors(inputs.relativeErrors),
    samples: readSamples(inputs.samples ?? { walls: [], batches: [] }),
    seed: inputs.seed === undefined ? 0n : readSeed(inputs.seed, '/seed'),
    carryInKg: readCarry(inputs.carryInKg, '/carryInKg'),
    methodologyVersion: readText(inputs.methodologyVersion, '/methodologyVersion'),
  }
}

function readStatement(given: unknown, pointer: string): Exact {
  const { kg, source } = readObject(given, pointer, ['kg', 'source'])
  readText(source, `${pointer}/source`)
  return readDecimal(kg, `${pointer}/kg`)
}

function readSoil(given: unknown): ReadInputs['soil'] {
  if (given === undefined) return null
  const soil = readObject(given, '/soil', ['baselineKgC', 'afterKgC'])
  return {
    baselineKgC: readDecimal(soil.baselineKgC, '/soil/baselineKgC'),
    afterKgC: readDecimal(soil.afterKgC, '/soil/afterKgC'),
  }
}

function readTermErrors(given: unknown): readonly TermError[] {
  const seen = new Set<string>()
  return readList(given ?? [], '/relativeErrors', (entry, pointer) => {
    const row = readObject(entry, pointer, ['source', 'of', 'share'])
    const source = readText(row.source, `${pointer}/source`)
    const of = readChoice(row.of, `${pointer}/of`, uncertainTerms)
    if (seen.size === seen.add(JSON.stringify([source, of])).size) refuse(pointer, 'the source states this term twice')
    return { source, of, share: readShare(row.share, `${pointer}/share`) }
  })
}

function readSamples(given: unknown): Samples {
  const samples = readObject(given, '/samples', ['walls', 'batches'])
  return {
    walls: readList(samples.walls, '/samples/walls', (entry, field) => {
      const { wall, thicknessPoints } = readObject(entry, field, ['wall', 'thicknessPoints'])
      return {
        wall: readText(wall, `${field}/wall`),
        thicknessPoints: readCount(thicknessPoints, `${field}/thicknessPoints`),
      }
    }),
    batches: readList(samples.batches, '/samples/batches', (entry, field) => {
      const { batch, densitySamples } = readObject(entry, field, ['batch', 'densitySamples'])
      return {
        batch: readText(batch, `${field}/batch`),
        densitySamples: readCount(densitySamples, `${field}/densitySamples`),
      }
    }),
  }
}

function readLine(given: unknown, pointer: string): ReadLine {
  const line = readObject(given, pointer, lineMembers)
  const { massKg, volumeM3, moisturePercent, carbonFraction } = line
  const material = readChoice(line.material, `${pointer}/material`, materials)
  if ((massKg === undefined) === (volumeM3 === undefined)) refuse(pointer, 'give either massKg or volumeM3')
  if (volumeM3 !== undefined && material !== 'timber') refuse(`${pointer}/volumeM3`, 'only timber is given by volume')
  if (moisturePercent !== undefined && material !== 'hurd') refuse(`${pointer}/moisturePercent`, 'only for hurd')
  if (carbonFraction !== undefined && moisturePercent === undefined) {
    refuse(`${pointer}/carbonFraction`, 'needs moisturePercent beside it')
  }
  return {
    pointer,
    name: readText(line.name, `${pointer}/name`),
    material,
    massKg: optional(massKg, `${pointer}/massKg`, readDecimal),
    volumeM3: optional(volumeM3, `${pointer}/volumeM3`, readDecimal),
    scrapKg: readDecimal(line.scrapKg ?? '0', `${pointer}/scrapKg`),
    moisture: optional(moisturePercent, `${pointer}/moisturePercent`, readPercent),
    carbonFraction: optional(carbonFraction, `${pointer}/carbonFraction`, readShare),
  }
}
