/** Carbon of materials and soil by the constants of a hemp-lime methodology version (domain.md 2.23). */
import { type Exact, exact } from '../decimal.ts'
import type { ParameterSet } from '../parameters.ts'
import { secretTrees } from '../programmes/secretTrees.ts'
import type { ReadLine } from './hempLimeInputs.ts'
import { type Measure, measure, methodologyErrors, type Trace } from './trace.ts'

export type HempLimeConstants = ReturnType<typeof secretTrees.methodology.hempLime.codec.decode>[number]

/** Constants of a version. @throws METHODOLOGY_UNKNOWN */
export function hempLimeConstants(version: string, parameters: ParameterSet): HempLimeConstants {
  const versions = parameters.get(secretTrees.methodology.hempLime)
  const constants = versions.find((row) => row.version === version)
  if (constants !== undefined) return constants
  throw methodologyErrors.METHODOLOGY_UNKNOWN({ given: version, versions: versions.map((row) => row.version) })
}

/** Elemental carbon to carbon dioxide: 3.67 or 44/12 by methodology version. */
export function carbonToCo2(carbon: Measure<'kgC'>, constants: HempLimeConstants): Measure<'kgCO2e'> {
  const { carbonToCo2Numerator: numerator, carbonToCo2Denominator: denominator } = constants
  return measure(carbon.value.times(exact(BigInt(numerator))).div(exact(BigInt(denominator))), 'kgCO2e')
}

/** Carbon of one line of the bill of materials. */
export function materialCarbon(line: ReadLine, constants: HempLimeConstants, trace: Trace): Measure<'kgCO2e'> {
  const { name, material, moisture, carbonFraction } = line
  const mass = line.volumeM3 === null ? line.massKg! : line.volumeM3.times(constants.timberDensity)
  const built = mass.minus(line.scrapKg)
  if (built.isNegative()) {
    throw methodologyErrors.METHODOLOGY_INPUT_INVALID({
      field: `${line.pointer}/scrapKg`,
      reason: 'more than the mass',
    })
  }
  if (material === 'hurd' && moisture !== null) {
    return hurdCarbon(name, built, moisture, carbonFraction ?? constants.carbonFraction, constants, trace)
  }
  const factor = { hurd: constants.hurdFactor, timber: constants.timberFactor, binder: constants.binderFactor }[
    material
  ]
  return trace.record(
    `material ${name}`,
    `built mass x factor of ${material}`,
    { builtKg: built, factor },
    measure(built.times(factor), 'kgCO2e'),
  )
}

/** Hurd by its carbon content, when its moisture was measured: dry mass x carbon fraction, as carbon dioxide. */
export function hurdCarbon(
  name: string,
  built: Exact,
  moisture: Exact,
  carbonFraction: Exact,
  constants: HempLimeConstants,
  trace: Trace,
): Measure<'kgCO2e'> {
  const dry = trace.record(
    `dry mass ${name}`,
    'built mass x (1 - moisture)',
    { builtKg: built, moisture },
    measure(built.times(exact(1n).minus(moisture)), 'kg'),
  )
  const carbon = trace.record(
    `carbon ${name}`,
    'dry mass x carbon fraction',
    { dryKg: dry.value, carbonFraction },
    measure(dry.value.times(carbonFraction), 'kgC'),
  )
  return trace.record(
    `material ${name}`,
    'carbon as carbon dioxide',
    { carbonKg: carbon.value, ratio: `${constants.carbonToCo2Numerator}/${constants.carbonToCo2Denominator}` },
    carbonToCo2(carbon, constants),
  )
}

/** Measured gain of soil organic carbon, with its conservative factor. */
export function soilCarbon(gainKgC: Exact, constants: HempLimeConstants, trace: Trace): Measure<'kgCO2e'> {
  const carbon = measure(gainKgC.times(constants.soilFactor), 'kgC')
  return trace.record(
    'soil',
    'measured gain x conservative factor, as carbon dioxide',
    { gainKgC, factor: constants.soilFactor },
    carbonToCo2(carbon, constants),
  )
}
