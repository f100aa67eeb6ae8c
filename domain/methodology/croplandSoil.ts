/**
 * Soil organic carbon of cropland: points sampled before and after, each pair compared over equal masses of fine soil, the mean
 * gain of each stratum with its sampling error, a conservative factor on gains, less baseline, leakage and emissions (ISO 14064-2).
 * Uncertainty by both approaches of the IPCC; the larger is deducted in full, and never less than the programme's minimum.
 */
import { type Exact, exact } from '../decimal.ts'
import type { ParameterSet } from '../parameters.ts'
import type { Deviation } from '../policy/simulation.ts'
import { secretTrees } from '../programmes/secretTrees.ts'
import { soil } from '../programmes/secretTreesSoil.ts'
import { withVersions } from '../recording.ts'
import { deductionOf } from './deduction.ts'
import { type Measure, measure } from './measure.ts'
import { versionOf } from './methodology.ts'
import { atEstimate, grossOf } from './projectAccount.ts'
import { concludeRun, type QuantificationRun } from './quantification.ts'
import { type Sample, soilSampling } from './sampling.ts'
import { soilEquations } from './soilEquations.ts'
import { type ReadSoil, readSoilInputs, type SoilInputs } from './soilInputs.ts'
import { pointGains } from './soilProfiles.ts'
import { createTrace, silentTrace, type Trace } from './trace.ts'
import { studentT } from './uncertainty.ts'

export interface SoilRun extends QuantificationRun {
  readonly methodology: 'croplandSoil'
  readonly inputs: SoilInputs
}

type SoilConstants = ReturnType<typeof soil.versions.codec.decode>[number]

/**
 * Runs the methodology. Pure: the same inputs and parameters give the same bytes, with the versions it read.
 * @throws METHODOLOGY_UNKNOWN METHODOLOGY_INPUT_INVALID DECIMAL_INVALID, each naming the field
 */
export function quantifySoil(inputs: SoilInputs, parameters: ParameterSet): SoilRun {
  return withVersions(parameters, (set) => run(inputs, set))
}

function run(inputs: SoilInputs, parameters: ParameterSet): Omit<SoilRun, 'parameters'> {
  const read = readSoilInputs(inputs)
  const constants = soilConstants(read.methodologyVersion, parameters)
  const trace = createTrace()
  const samples = samplesOf(trace, read, constants, parameters)
  const gross = grossOf(trace, read, soilChange(trace, read, samples, constants, atEstimate))
  const deduction = deductionOf(
    trace,
    {
      methodology: 'croplandSoil',
      version: constants.version,
      gross,
      model: (deviation) => grossOf(silentTrace, read, soilChange(silentTrace, read, samples, constants, deviation)),
      sources: [...read.strata.map(({ stratum }) => samplingOf(stratum)), ...read.relativeErrors.map(errorOf)],
      seed: read.seed,
      discounted: false,
    },
    parameters,
  )
  return concludeRun(
    trace,
    {
      methodology: 'croplandSoil',
      version: constants.version,
      inputs,
      gross,
      deduction,
      carryIn: read.carryInKg,
      findings: findingsOf(read, parameters),
    },
    parameters,
  )
}

/** Constants of a version. @throws METHODOLOGY_UNKNOWN */
function soilConstants(version: string, parameters: ParameterSet): SoilConstants {
  return versionOf(parameters.get(soil.versions), version)
}

function samplesOf(
  trace: Trace,
  { strata }: ReadSoil,
  constants: SoilConstants,
  parameters: ParameterSet,
): readonly Sample<'tC/ha'>[] {
  const points = strata.reduce((total, stratum) => total + stratum.points.length, 0)
  const t = studentT(points - strata.length, parameters)
  return strata.map((stratum) => {
    const gains = pointGains(trace, stratum, constants.referenceDepthCm)
    return soilSampling.sampleOf(trace, stratum.stratum, gains, t)
  })
}

/** @param deviation of each source from its estimate; zero for the result itself. */
function soilChange(
  trace: Trace,
  { strata, relativeErrors }: ReadSoil,
  samples: readonly Sample<'tC/ha'>[],
  constants: SoilConstants,
  deviation: Deviation,
): Measure<'tCO2e'> {
  const factor = measure(constants.conservativeFactor, '1')
  const rows = strata.map(({ stratum, areaHa }, index) => {
    const { mean, halfWidth } = samples[index]!
    const moved = mean.value.plus(halfWidth.value.times(deviation(samplingOf(stratum))))
    return { name: stratum, inputs: { area: measure(areaHa, 'ha'), gain: measure(moved, 'tC/ha'), factor } }
  })
  const gain = trace.applyEach(soilEquations.stratum, 'gains of strata', rows, ['area', 'gain']).total
  const shared = relativeErrors.reduce<Exact>(
    (product, error, index) => product.times(exact(1n).plus(error.share.times(deviation(errorOf(error, index))))),
    exact(1n),
  )
  return trace.apply(soilEquations.change, 'change', {
    gain: measure(gain.value.times(shared), 'tC'),
    numerator: measure(exact(BigInt(constants.carbonToCo2Numerator)), '1'),
    denominator: measure(exact(BigInt(constants.carbonToCo2Denominator)), '1'),
  })
}

function samplingOf(stratum: string): string {
  return `sampling of ${stratum}`
}

function errorOf({ source }: ReadSoil['relativeErrors'][number], index: number): string {
  return `${index + 1} ${source}`
}

function findingsOf({ strata }: ReadSoil, parameters: ParameterSet): readonly string[] {
  const { soilPointsPerHectare } = parameters.get(secretTrees.methodology.sampling)
  const depths = parameters.get(soil.depthsCm)
  return strata.flatMap(({ stratum, areaHa, points }) => {
    const sparse = exact(BigInt(points.length)).lessThan(areaHa.times(soilPointsPerHectare))
    const shallow = points.filter(({ baseline, after }) =>
      [baseline, after].some((layers) => depths.some((depth) => !layers.some(({ bottomCm }) => bottomCm === depth))),
    )
    return [
      ...(sparse ? [`${stratum}: fewer than ${soilPointsPerHectare} points per hectare`] : []),
      ...shallow.map(({ point }) => `${stratum}: point ${point} is not sampled at ${depths.join(', ')} cm both times`),
    ]
  })
}
