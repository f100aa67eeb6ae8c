/**
 * Hemp-lime building quantification (domain.md 2.23, coherent reading): creditable carbon is what lies in the built volume
 * after scrap, plus measured soil carbon and measured carbonation, less all emissions; one unit throughout, kg CO2e. The
 * field's own biomass is informational (`cultivation.ts`): it is already in the hurd.
 */
import { type Exact, exact, formatExact, roundDown } from '../decimal.ts'
import type { ParameterSet } from '../parameters.ts'
import { issueDown, type UncertaintyMethod, uncertaintyUp } from '../policy/carbonIssuance.ts'
import { secretTrees } from '../programmes/secretTrees.ts'
import { unitDecimals } from '../quantity.ts'
import { type HempLimeInputs, type ReadInputs, readInputs } from './hempLimeInputs.ts'
import { type HempLimeConstants, hempLimeConstants, materialCarbon, soilCarbon } from './hempLimeMaterials.ts'
import { createTrace, measure, plus, type Trace, type TraceStep } from './trace.ts'

/** JSON: amounts are decimal strings in kg CO2e. Its canonical hash binds the issuance to exactly this run. */
export interface HempLimeRun {
  readonly methodology: 'hempLime'
  readonly methodologyVersion: string
  readonly inputs: HempLimeInputs
  readonly steps: readonly TraceStep[]
  readonly grossKg: string
  readonly deductions: { readonly uncertaintyShare: string; readonly uncertaintyKg: string; readonly bufferKg: string }
  readonly uncertaintyMethod: UncertaintyMethod
  readonly netKg: string
  /** Whole kilograms for the project and for the buffer pool. */
  readonly issuedKg: string
  readonly issuedBufferKg: string
  /** Less than a kilogram, for the project's next issuance. */
  readonly carryKg: string
  /** Departures from the sampling and quality rules; they lower nothing by themselves, a verifier judges them. */
  readonly findings: readonly string[]
}

/**
 * Runs the methodology. Pure: the same inputs and parameters give the same bytes.
 * @throws METHODOLOGY_UNKNOWN METHODOLOGY_INPUT_INVALID DECIMAL_INVALID, each naming the field
 */
export function quantifyHempLime(inputs: HempLimeInputs, parameters: ParameterSet): HempLimeRun {
  const read = readInputs(inputs)
  const constants = hempLimeConstants(inputs.methodologyVersion, parameters)
  const trace = createTrace()
  const nothing = measure(exact(0n), 'kgCO2e')

  const materials = read.lines.map((line) => materialCarbon(line, constants, trace)).reduce(plus, nothing)
  const soil = read.soilGainKgC === null ? nothing : soilCarbon(read.soilGainKgC, constants, trace)
  const carbonation =
    read.carbonationKg === null
      ? nothing
      : trace.record('carbonation', 'measured', {}, measure(read.carbonationKg, 'kgCO2e'))
  const emissions = trace.record(
    'emissions',
    'sum of emissions of all phases, negative',
    read.emissions,
    measure(
      Object.values(read.emissions).reduce((total, kg) => total.minus(kg), exact(0n)),
      'kgCO2e',
    ),
  )
  const parts = {
    materials: materials.value,
    soil: soil.value,
    carbonation: carbonation.value,
    emissions: emissions.value,
  }
  const whole = [materials, soil, carbonation, emissions].reduce(plus)
  const gross = trace.record(
    'gross',
    'materials + soil + carbonation + emissions, rounded down',
    parts,
    measure(roundDown(whole.value, unitDecimals.kgCO2e), 'kgCO2e'),
  )
  const uncertainty = uncertaintyUp(read.relativeErrors, parameters)
  const issuance = issueDown(gross.value, uncertainty.share, read.carryInKg, parameters)
  recordIssuance(issuance, uncertainty.share, parameters, trace)
  return {
    methodology: 'hempLime',
    methodologyVersion: constants.version,
    inputs,
    steps: trace.steps,
    grossKg: formatExact(gross.value),
    deductions: {
      uncertaintyShare: formatExact(uncertainty.share),
      uncertaintyKg: formatExact(creditable(gross.value).minus(issuance.afterUncertainty)),
      bufferKg: formatExact(issuance.buffer),
    },
    uncertaintyMethod: uncertainty.method,
    netKg: formatExact(issuance.net),
    issuedKg: issuance.issuedKg.toString(),
    issuedBufferKg: issuance.bufferKg.toString(),
    carryKg: formatExact(issuance.carryOut),
    findings: findingsOf(read, constants, parameters),
  }
}

function creditable(gross: Exact): Exact {
  return gross.isNegative() ? exact(0n) : gross
}

function recordIssuance(
  issuance: ReturnType<typeof issueDown>,
  uncertainty: Exact,
  parameters: ParameterSet,
  trace: Trace,
): void {
  const kg = (value: Exact) => measure(value, 'kgCO2e')
  const bufferShare = parameters.get(secretTrees.issuance.bufferShare)
  const { gross, afterUncertainty, buffer, net, carryIn, issuedKg, bufferKg, carryOut } = issuance
  trace.record('after uncertainty', 'gross x (1 - uncertainty)', { gross, uncertainty }, kg(afterUncertainty))
  trace.record('buffer', 'after uncertainty x buffer share', { afterUncertainty, bufferShare }, kg(buffer))
  trace.record('net', 'after uncertainty - buffer, rounded down', { afterUncertainty, buffer }, kg(net))
  trace.record('issued', 'whole kilograms of net + carry', { net, carryIn }, kg(exact(issuedKg)))
  trace.record('issued buffer', 'whole kilograms of the buffer', { buffer }, kg(exact(bufferKg)))
  trace.record('carry', 'net + carry - issued', { net, carryIn, issued: exact(issuedKg) }, kg(carryOut))
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
