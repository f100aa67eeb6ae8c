/**
 * Hemp-lime building quantification (domain.md 2.23, coherent reading): creditable carbon is what lies in the built volume
 * after scrap, plus measured soil carbon and measured carbonation, less all emissions; one unit throughout, kg CO2e. The
 * field's own biomass is informational (`cultivation.ts`): it is already in the hurd.
 */
import { type Exact, exact, roundDown } from '../decimal.ts'
import type { ParameterSet } from '../parameters.ts'
import type { Deviation } from '../policy/simulation.ts'
import { secretTrees } from '../programmes/secretTrees.ts'
import { unitDecimals } from '../quantity.ts'
import { withVersions } from '../recording.ts'
import { deductionOf } from './deduction.ts'
import { defineEquation } from './equation.ts'
import {
  type EmissionPhase,
  type HempLimeInputs,
  type Material,
  type ReadInputs,
  readInputs,
  type UncertainTerm,
} from './hempLimeInputs.ts'
import {
  carbonDioxide,
  type HempLimeConstants,
  hempLimeConstants,
  materialCarbon,
  materialEquations,
} from './hempLimeMaterials.ts'
import { type Measure, measure, plus } from './measure.ts'
import { atEstimate } from './projectAccount.ts'
import { concludeRun, type QuantificationRun } from './quantification.ts'
import { createTrace, silentTrace, type Trace } from './trace.ts'

export interface HempLimeRun extends QuantificationRun {
  readonly methodology: 'hempLime'
  readonly inputs: HempLimeInputs
}

export const buildingEquations = {
  carbonation: defineEquation({
    id: 'hempLime/carbonation',
    rule: 'as measured',
    citation: 'domain.md 2.23 [R]; EN 15804+A2 module B1',
    inputs: { measured: 'kgCO2e' },
    output: 'kgCO2e',
    compute: ({ measured }) => measured,
  }),
  emissions: defineEquation({
    id: 'hempLime/emissions',
    rule: '−(cultivation + processing + transport + construction)',
    citation: 'domain.md 2.23 [R]; EN 15804+A2 modules A1, A3, A2 with A4, A5',
    inputs: { cultivation: 'kgCO2e', processing: 'kgCO2e', transport: 'kgCO2e', construction: 'kgCO2e' },
    output: 'kgCO2e',
    compute: ({ cultivation, processing, transport, construction }) =>
      cultivation.plus(processing).plus(transport).plus(construction).negated(),
  }),
  gross: defineEquation({
    id: 'hempLime/gross',
    rule: 'materials + soil + carbonation + emissions − baseline − leakage, rounded down to milligrams',
    citation:
      'domain.md 2.23 [R]; ISO 14064-2: removals of the project less those of the baseline, less leakage and emissions',
    inputs: {
      ...{ materials: 'kgCO2e', soil: 'kgCO2e', carbonation: 'kgCO2e', emissions: 'kgCO2e' },
      ...{ baseline: 'kgCO2e', leakage: 'kgCO2e' },
    },
    output: 'kgCO2e',
    compute: ({ materials, soil, carbonation, emissions, baseline, leakage }) =>
      roundDown(
        materials.plus(soil).plus(carbonation).plus(emissions).minus(baseline).minus(leakage),
        unitDecimals.kgCO2e,
      ),
  }),
} as const

/**
 * Runs the methodology. Pure: the same inputs and parameters give the same bytes, with the versions it read.
 * @throws METHODOLOGY_UNKNOWN METHODOLOGY_INPUT_INVALID DECIMAL_INVALID, each naming the field
 */
export function quantifyHempLime(inputs: HempLimeInputs, parameters: ParameterSet): HempLimeRun {
  return withVersions(parameters, (set) => run(inputs, set))
}

function run(inputs: HempLimeInputs, parameters: ParameterSet): Omit<HempLimeRun, 'parameters'> {
  const read = readInputs(inputs)
  const constants = hempLimeConstants(read.methodologyVersion, parameters)
  const trace = createTrace()
  const terms = termsOf(trace, read, constants)
  const gross = grossOf(trace, terms, read, atEstimate)
  return concludeRun(
    trace,
    {
      methodology: 'hempLime',
      version: constants.version,
      inputs,
      gross,
      deduction: deductionOf(
        trace,
        {
          methodology: 'hempLime',
          version: constants.version,
          gross,
          model: (deviation) => grossOf(silentTrace, terms, read, deviation),
          sources: [...new Set(read.relativeErrors.map(({ source }) => source))],
          seed: read.seed,
          discounted: false,
        },
        parameters,
      ),
      carryIn: read.carryInKg,
      findings: findingsOf(read, constants, parameters),
    },
    parameters,
  )
}

/** What the gross amount is the sum of. */
interface Terms {
  readonly materials: readonly { readonly material: Material; readonly carbon: Measure<'kgCO2e'> }[]
  readonly soil: Measure<'kgCO2e'>
  readonly carbonation: Measure<'kgCO2e'>
  readonly emissions: Readonly<Record<EmissionPhase, Exact>>
}

const nothing = measure(exact(0n), 'kgCO2e')

function termsOf(trace: Trace, read: ReadInputs, constants: HempLimeConstants): Terms {
  const { lines, soil, carbonationKg, emissions } = read
  return {
    materials: lines.map((line) => ({ material: line.material, carbon: materialCarbon(trace, line, constants) })),
    soil: soil === null ? nothing : soilCarbon(trace, soil, constants),
    carbonation:
      carbonationKg === null
        ? nothing
        : trace.apply(buildingEquations.carbonation, 'carbonation', { measured: measure(carbonationKg, 'kgCO2e') }),
    emissions,
  }
}

/** @param deviation of each source from its estimate: it moves the terms it is of and no other; zero for the result itself. */
function grossOf(trace: Trace, terms: Terms, read: ReadInputs, deviation: Deviation): Measure<'kgCO2e'> {
  const moved = (term: UncertainTerm, value: Exact) =>
    read.relativeErrors.reduce(
      (product, { source, of, share }) =>
        of === term ? product.times(exact(1n).plus(share.times(deviation(source)))) : product,
      value,
    )
  const kg = (term: UncertainTerm, value: Exact) => measure(moved(term, value), 'kgCO2e')
  const { cultivation, processing, transport, construction } = terms.emissions
  const emissions = trace.apply(buildingEquations.emissions, 'emissions', {
    cultivation: kg('cultivation', cultivation),
    processing: kg('processing', processing),
    transport: kg('transport', transport),
    construction: kg('construction', construction),
  })
  return trace.apply(buildingEquations.gross, 'gross', {
    materials: terms.materials.map(({ material, carbon }) => kg(material, carbon.value)).reduce(plus, nothing),
    soil: kg('soil', terms.soil.value),
    carbonation: kg('carbonation', terms.carbonation.value),
    emissions,
    baseline: measure(read.baselineKg, 'kgCO2e'),
    leakage: measure(read.leakageKg, 'kgCO2e'),
  })
}

/** Measured gain of soil organic carbon, with its conservative factor; a loss counts against the project in full. */
function soilCarbon(
  trace: Trace,
  { baselineKgC, afterKgC }: NonNullable<ReadInputs['soil']>,
  constants: HempLimeConstants,
): Measure<'kgCO2e'> {
  const gain = trace.apply(materialEquations.soilGain, 'soil carbon', {
    after: measure(afterKgC, 'kgC'),
    baseline: measure(baselineKgC, 'kgC'),
    factor: measure(constants.soilFactor, '1'),
  })
  return carbonDioxide(trace, 'soil', gain, constants)
}

function findingsOf(
  { lines, samples }: ReadInputs,
  constants: HempLimeConstants,
  parameters: ParameterSet,
): readonly string[] {
  const needed = parameters.get(secretTrees.methodology.sampling)
  const findings: string[] = []
  for (const { name, moisture } of lines) {
    if (moisture?.greaterThan(constants.hurdMoistureMax)) findings.push(`${name}: moister than hurd may be`)
  }
  for (const { wall, thicknessPoints } of samples.walls) {
    if (thicknessPoints < needed.thicknessPointsPerWall) findings.push(`wall ${wall}: too few thickness points`)
  }
  for (const { batch, densitySamples } of samples.batches) {
    if (densitySamples < needed.densitySamplesPerBatch) findings.push(`batch ${batch}: too few density samples`)
  }
  return findings
}
