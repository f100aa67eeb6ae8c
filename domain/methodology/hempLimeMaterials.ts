/** Equations of hemp-lime buildings and fields (domain.md 2.23), and the carbon of one line of a bill of materials. */
import { exact } from '../decimal.ts'
import type { ParameterSet } from '../parameters.ts'
import { secretTrees } from '../programmes/secretTrees.ts'
import { defineEquation } from './equation.ts'
import type { ReadLine } from './hempLimeInputs.ts'
import { type Measure, measure, methodologyErrors } from './measure.ts'
import { versionOf } from './methodology.ts'
import type { Trace } from './trace.ts'

export type HempLimeConstants = ReturnType<typeof secretTrees.methodology.hempLime.codec.decode>[number]

const citation = 'domain.md 2.23'

export const materialEquations = {
  massByVolume: defineEquation({
    id: 'hempLime/massByVolume',
    rule: 'volume × density',
    citation,
    inputs: { volume: 'm3', density: 'kg/m3' },
    output: 'kg',
    compute: ({ volume, density }) => volume.times(density),
  }),
  builtMass: defineEquation({
    id: 'hempLime/builtMass',
    rule: 'mass − scrap',
    citation,
    inputs: { mass: 'kg', scrap: 'kg' },
    output: 'kg',
    compute: ({ mass, scrap }) => mass.minus(scrap),
  }),
  dryMass: defineEquation({
    id: 'hempLime/dryMass',
    rule: 'mass × (1 − moisture)',
    citation: 'domain.md 2.23 step 1',
    inputs: { mass: 'kg', moisture: '1' },
    output: 'kg',
    compute: ({ mass, moisture }) => mass.times(exact(1n).minus(moisture)),
  }),
  carbon: defineEquation({
    id: 'hempLime/carbon',
    rule: 'dry mass × carbon fraction',
    citation,
    inputs: { dryMass: 'kg', carbonFraction: 'kgC/kg' },
    output: 'kgC',
    compute: ({ dryMass, carbonFraction }) => dryMass.times(carbonFraction),
  }),
  carbonDioxide: defineEquation({
    id: 'carbonDioxide',
    rule: 'carbon × numerator / denominator',
    citation: 'domain.md 2.23 step 4; the ratio of the molecular masses is 44/12',
    inputs: { carbon: 'kgC', numerator: '1', denominator: '1' },
    output: 'kgCO2e',
    compute: ({ carbon, numerator, denominator }) => carbon.times(numerator).div(denominator),
  }),
  material: defineEquation({
    id: 'hempLime/material',
    rule: 'built mass × factor of the material',
    citation: 'domain.md 2.23 "Factors"; EN 15804+A2 module A1',
    inputs: { builtMass: 'kg', factor: 'kgCO2e/kg' },
    output: 'kgCO2e',
    compute: ({ builtMass, factor }) => builtMass.times(factor),
  }),
  soilGain: defineEquation({
    id: 'hempLime/soilGain',
    rule: 'after − baseline; a gain × conservative factor, a loss in full',
    citation: 'domain.md 2.23 step 2',
    inputs: { after: 'kgC', baseline: 'kgC', factor: '1' },
    output: 'kgC',
    compute: ({ after, baseline, factor }) => {
      const change = after.minus(baseline)
      return change.isNegative() ? change : change.times(factor)
    },
  }),
} as const

/** Constants of a version. @throws METHODOLOGY_UNKNOWN */
export function hempLimeConstants(version: string, parameters: ParameterSet): HempLimeConstants {
  return versionOf(parameters.get(secretTrees.methodology.hempLime), version)
}

/** Elemental carbon as carbon dioxide: 3.67 or 44/12 by methodology version. */
export function carbonDioxide(
  trace: Trace,
  step: string,
  carbon: Measure<'kgC'>,
  constants: Pick<HempLimeConstants, 'carbonToCo2Numerator' | 'carbonToCo2Denominator'>,
): Measure<'kgCO2e'> {
  return trace.apply(materialEquations.carbonDioxide, step, {
    carbon,
    numerator: measure(exact(BigInt(constants.carbonToCo2Numerator)), '1'),
    denominator: measure(exact(BigInt(constants.carbonToCo2Denominator)), '1'),
  })
}

/** Carbon of one line of the bill of materials; hurd by its carbon content when its moisture was measured, otherwise by factor. */
export function materialCarbon(trace: Trace, line: ReadLine, constants: HempLimeConstants): Measure<'kgCO2e'> {
  const { name, material, moisture } = line
  const built = builtMass(trace, line, constants)
  if (material === 'hurd' && moisture !== null) {
    const dryMass = trace.apply(materialEquations.dryMass, `dry mass ${name}`, {
      mass: built,
      moisture: measure(moisture, '1'),
    })
    const carbonFraction = measure(line.carbonFraction ?? constants.carbonFraction, 'kgC/kg')
    const carbon = trace.apply(materialEquations.carbon, `carbon ${name}`, { dryMass, carbonFraction })
    return carbonDioxide(trace, `material ${name}`, carbon, constants)
  }
  const { hurdFactor: hurd, timberFactor: timber, binderFactor: binder } = constants
  const factor = measure({ hurd, timber, binder }[material], 'kgCO2e/kg')
  return trace.apply(materialEquations.material, `material ${name}`, { builtMass: built, factor })
}

/** What lies in the building. */
function builtMass(trace: Trace, line: ReadLine, constants: HempLimeConstants): Measure<'kg'> {
  const { name, massKg, volumeM3, scrapKg } = line
  const mass =
    volumeM3 === null
      ? measure(massKg!, 'kg')
      : trace.apply(materialEquations.massByVolume, `mass ${name}`, {
          volume: measure(volumeM3, 'm3'),
          density: measure(constants.timberDensity, 'kg/m3'),
        })
  if (scrapKg.greaterThan(mass.value)) {
    const field = `${line.pointer}/scrapKg`
    throw methodologyErrors.METHODOLOGY_INPUT_INVALID({ field, reason: 'more than the mass' })
  }
  if (scrapKg.isZero()) return mass
  return trace.apply(materialEquations.builtMass, `built mass ${name}`, { mass, scrap: measure(scrapKg, 'kg') })
}
