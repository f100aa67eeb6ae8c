/**
 * Hemp-lime building quantification (domain.md 2.23, coherent reading): creditable carbon is what lies in the built volume
 * after scrap, plus measured soil carbon and measured carbonation, less all emissions; one unit throughout, kg CO2e. The
 * field's own biomass is informational (`cultivation.ts`): it is already in the hurd.
 */
import { exact, roundDown } from '../decimal.ts'
import type { ParameterSet } from '../parameters.ts'
import { secretTrees } from '../programmes/secretTrees.ts'
import { unitDecimals } from '../quantity.ts'
import { defineEquation } from './equation.ts'
import { hempLimeDeduction } from './hempLimeDeduction.ts'
import { type HempLimeInputs, type ReadInputs, readInputs } from './hempLimeInputs.ts'
import {
  carbonDioxide,
  type HempLimeConstants,
  hempLimeConstants,
  materialCarbon,
  materialEquations,
} from './hempLimeMaterials.ts'
import { type Measure, measure, plus } from './measure.ts'
import { concludeRun, type QuantificationRun } from './quantification.ts'
import { createTrace, type Trace } from './trace.ts'

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
    rule: 'materials + soil + carbonation + emissions, rounded down to milligrams',
    citation: 'domain.md 2.23 [R]',
    inputs: { materials: 'kgCO2e', soil: 'kgCO2e', carbonation: 'kgCO2e', emissions: 'kgCO2e' },
    output: 'kgCO2e',
    compute: ({ materials, soil, carbonation, emissions }) =>
      roundDown(materials.plus(soil).plus(carbonation).plus(emissions), unitDecimals.kgCO2e),
  }),
} as const

/**
 * Runs the methodology. Pure: the same inputs and parameters give the same bytes.
 * @throws METHODOLOGY_UNKNOWN METHODOLOGY_INPUT_INVALID DECIMAL_INVALID, each naming the field
 */
export function quantifyHempLime(inputs: HempLimeInputs, parameters: ParameterSet): HempLimeRun {
  const read = readInputs(inputs)
  const constants = hempLimeConstants(read.methodologyVersion, parameters)
  const trace = createTrace()
  const gross = grossOf(trace, read, constants)
  return concludeRun(
    trace,
    {
      methodology: 'hempLime',
      version: constants.version,
      inputs,
      gross,
      deduction: hempLimeDeduction(trace, read, gross, parameters),
      carryIn: read.carryInKg,
      findings: findingsOf(read, constants, parameters),
    },
    parameters,
  )
}

function grossOf(trace: Trace, read: ReadInputs, constants: HempLimeConstants): Measure<'kgCO2e'> {
  const nothing = measure(exact(0n), 'kgCO2e')
  const materials = read.lines.map((line) => materialCarbon(trace, line, constants)).reduce(plus, nothing)
  const soil = read.soil === null ? nothing : soilCarbon(trace, read.soil, constants)
  const carbonation =
    read.carbonationKg === null
      ? nothing
      : trace.apply(buildingEquations.carbonation, 'carbonation', { measured: measure(read.carbonationKg, 'kgCO2e') })
  const { cultivation, processing, transport, construction } = read.emissions
  const emissions = trace.apply(buildingEquations.emissions, 'emissions', {
    cultivation: measure(cultivation, 'kgCO2e'),
    processing: measure(processing, 'kgCO2e'),
    transport: measure(transport, 'kgCO2e'),
    construction: measure(construction, 'kgCO2e'),
  })
  return trace.apply(buildingEquations.gross, 'gross', { materials, soil, carbonation, emissions })
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
