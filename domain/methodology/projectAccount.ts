/** What every land project states besides its measurements: baseline, leakage, emissions (ISO 14064-2), seed and carry. */
import { type Exact, exact, roundDown } from '../decimal.ts'
import { unitDecimals } from '../quantity.ts'
import { defineEquation } from './equation.ts'
import { readCarry, readDecimal, readObject, readSeed, readText } from './inputReader.ts'
import { type Measure, measure } from './measure.ts'
import { type DeclaredInput, inputsFrom } from './methodology.ts'
import type { Trace } from './trace.ts'

export const landPhases = ['preparation', 'fertiliser', 'fuel', 'burning'] as const
export type LandPhase = (typeof landPhases)[number]

export interface ProjectAccount {
  readonly methodologyVersion: string
  /** Change of the baseline scenario, leakage, and emissions of the project, kg CO2e; each is stated, zero included. */
  readonly baselineKg: string
  readonly leakageKg: string
  readonly emissionsKg: { readonly [Phase in LandPhase]: string }
  /** Of the simulation of uncertainty. */
  readonly seed: string
  /** Carry of the project's earlier issuances, below one kilogram. */
  readonly carryInKg: string
}

export const accountMembers: readonly (keyof ProjectAccount)[] = [
  'methodologyVersion',
  'baselineKg',
  'leakageKg',
  'emissionsKg',
  'seed',
  'carryInKg',
]

const stated = 'refused; zero is stated'

/** Declared with every land methodology. */
export const accountInputs: readonly DeclaredInput[] = [
  ...inputsFrom('project document', {
    '/baselineKg': ['kgCO2e', 'change of the baseline scenario', stated],
    '/leakageKg': ['kgCO2e', 'emissions displaced elsewhere', stated],
    '/emissionsKg/preparation': ['kgCO2e', 'emissions of preparing the site', stated],
    '/emissionsKg/fertiliser': ['kgCO2e', 'emissions of fertilisers and lime', stated],
    '/emissionsKg/fuel': ['kgCO2e', 'emissions of machines', stated],
    '/emissionsKg/burning': ['kgCO2e', 'emissions of burnt biomass other than carbon dioxide', stated],
  }),
  ...inputsFrom('registry', {
    '/methodologyVersion': ['text', 'version of the constants', 'refused'],
    '/seed': ['whole number', 'of the simulation', 'refused'],
    '/carryInKg': ['kgCO2e', 'carried from earlier issuances, below one', 'refused'],
  }),
]

export interface ReadAccount {
  readonly methodologyVersion: string
  readonly baselineKg: Exact
  readonly leakageKg: Exact
  readonly emissionsKg: Readonly<Record<LandPhase, Exact>>
  readonly seed: bigint
  readonly carryInKg: Exact
}

/** @throws METHODOLOGY_INPUT_INVALID DECIMAL_INVALID */
export function readAccount(inputs: Readonly<Record<string, unknown>>): ReadAccount {
  const emissionsKg = readObject(inputs.emissionsKg, '/emissionsKg', landPhases)
  const phase = (name: LandPhase) => readDecimal(emissionsKg[name], `/emissionsKg/${name}`)
  return {
    methodologyVersion: readText(inputs.methodologyVersion, '/methodologyVersion'),
    baselineKg: readDecimal(inputs.baselineKg, '/baselineKg'),
    leakageKg: readDecimal(inputs.leakageKg, '/leakageKg'),
    emissionsKg: {
      preparation: phase('preparation'),
      fertiliser: phase('fertiliser'),
      fuel: phase('fuel'),
      burning: phase('burning'),
    },
    seed: readSeed(inputs.seed, '/seed'),
    carryInKg: readCarry(inputs.carryInKg, '/carryInKg'),
  }
}

export const projectEquations = {
  emissions: defineEquation({
    id: 'project/emissions',
    rule: 'preparation + fertiliser + fuel + burning',
    citation: 'ISO 14064-2: emissions of sources controlled by the project',
    inputs: { preparation: 'kgCO2e', fertiliser: 'kgCO2e', fuel: 'kgCO2e', burning: 'kgCO2e' },
    output: 'kgCO2e',
    compute: ({ preparation, fertiliser, fuel, burning }) => preparation.plus(fertiliser).plus(fuel).plus(burning),
  }),
  gross: defineEquation({
    id: 'project/gross',
    rule: '1000 × change − baseline − leakage − emissions, rounded down to milligrams',
    citation: 'ISO 14064-2: removals of the project less those of the baseline, less leakage and emissions',
    inputs: { change: 'tCO2e', baseline: 'kgCO2e', leakage: 'kgCO2e', emissions: 'kgCO2e' },
    output: 'kgCO2e',
    compute: ({ change, baseline, leakage, emissions }) =>
      roundDown(change.times(1000).minus(baseline).minus(leakage).minus(emissions), unitDecimals.kgCO2e),
  }),
} as const

/** The project's removal: what is left of a change when baseline, leakage and emissions are taken off. */
export function grossOf(
  trace: Trace,
  { baselineKg, leakageKg, emissionsKg }: ReadAccount,
  change: Measure<'tCO2e'>,
): Measure<'kgCO2e'> {
  const kg = (value: Exact) => measure(value, 'kgCO2e')
  const { preparation, fertiliser, fuel, burning } = emissionsKg
  const emissions = trace.apply(projectEquations.emissions, 'emissions', {
    preparation: kg(preparation),
    fertiliser: kg(fertiliser),
    fuel: kg(fuel),
    burning: kg(burning),
  })
  return trace.apply(projectEquations.gross, 'gross', {
    change,
    baseline: kg(baselineKg),
    leakage: kg(leakageKg),
    emissions,
  })
}

const zero = exact(0n)

/** No source moved: the result itself. */
export const atEstimate = (): Exact => zero
