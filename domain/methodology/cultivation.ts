/**
 * Carbon of a hemp field (domain.md 2.23 steps 1 and 2). Informational: it is never credited, because the harvest's carbon
 * is counted where it ends up, in the building.
 */
import { type Exact, exact } from '../decimal.ts'
import { defineEquation } from './equation.ts'
import { carbonDioxide, type HempLimeConstants, materialEquations } from './hempLimeMaterials.ts'
import { measure, methodologyErrors, plus } from './measure.ts'
import { createTrace, type TraceStep } from './trace.ts'

export interface CultivationInputs {
  readonly wetKg: Exact
  /** As a share. */
  readonly moisture: Exact
  readonly soilBaselineKgC: Exact
  readonly soilAfterKgC: Exact
  readonly emissionsKgCo2e: Exact
}

export interface CultivationCarbon {
  readonly abovegroundKgC: Exact
  readonly belowgroundKgC: Exact
  readonly soilKgC: Exact
  readonly netKgCo2e: Exact
  /** The same as carbon. */
  readonly netKgC: Exact
  readonly steps: readonly TraceStep[]
}

const citation = 'domain.md 2.23 step 2'

export const cultivationEquations = {
  aboveground: defineEquation({
    id: 'cultivation/aboveground',
    rule: 'dry mass × carbon fraction × conservative factor',
    citation,
    inputs: { dryMass: 'kg', carbonFraction: 'kgC/kg', factor: '1' },
    output: 'kgC',
    compute: ({ dryMass, carbonFraction, factor }) => dryMass.times(carbonFraction).times(factor),
  }),
  belowground: defineEquation({
    id: 'cultivation/belowground',
    rule: 'aboveground × root to shoot × conservative factor',
    citation,
    inputs: { aboveground: 'kgC', rootToShoot: '1', factor: '1' },
    output: 'kgC',
    compute: ({ aboveground, rootToShoot, factor }) => aboveground.times(rootToShoot).times(factor),
  }),
  net: defineEquation({
    id: 'cultivation/net',
    rule: 'stored − emissions',
    citation,
    inputs: { stored: 'kgCO2e', emissions: 'kgCO2e' },
    output: 'kgCO2e',
    compute: ({ stored, emissions }) => stored.minus(emissions),
  }),
  netCarbon: defineEquation({
    id: 'cultivation/netCarbon',
    rule: 'net × denominator / numerator',
    citation,
    inputs: { net: 'kgCO2e', numerator: '1', denominator: '1' },
    output: 'kgC',
    compute: ({ net, numerator, denominator }) => net.times(denominator).div(numerator),
  }),
} as const

/** @throws METHODOLOGY_INPUT_INVALID */
export function cultivationCarbon(inputs: CultivationInputs, constants: HempLimeConstants): CultivationCarbon {
  if (inputs.moisture.isNegative() || inputs.moisture.greaterThan(1)) {
    throw methodologyErrors.METHODOLOGY_INPUT_INVALID({ field: 'moisture', reason: 'not between 0 and 1' })
  }
  const number = (value: Exact) => measure(value, '1')
  const trace = createTrace()
  const dryMass = trace.apply(materialEquations.dryMass, 'dry', {
    mass: measure(inputs.wetKg, 'kg'),
    moisture: number(inputs.moisture),
  })
  const aboveground = trace.apply(cultivationEquations.aboveground, 'aboveground', {
    dryMass,
    carbonFraction: measure(constants.carbonFraction, 'kgC/kg'),
    factor: number(constants.abovegroundFactor),
  })
  const belowground = trace.apply(cultivationEquations.belowground, 'belowground', {
    aboveground,
    rootToShoot: number(constants.rootToShoot),
    factor: number(constants.belowgroundFactor),
  })
  const soil = trace.apply(materialEquations.soilGain, 'soil', {
    after: measure(inputs.soilAfterKgC, 'kgC'),
    baseline: measure(inputs.soilBaselineKgC, 'kgC'),
    factor: number(constants.soilFactor),
  })
  const stored = carbonDioxide(trace, 'stored', [aboveground, belowground, soil].reduce(plus), constants)
  const emissions = measure(inputs.emissionsKgCo2e, 'kgCO2e')
  const net = trace.apply(cultivationEquations.net, 'net', { stored, emissions })
  const netCarbon = trace.apply(cultivationEquations.netCarbon, 'net as carbon', {
    net,
    numerator: number(exact(BigInt(constants.carbonToCo2Numerator))),
    denominator: number(exact(BigInt(constants.carbonToCo2Denominator))),
  })
  return {
    abovegroundKgC: aboveground.value,
    belowgroundKgC: belowground.value,
    soilKgC: soil.value,
    netKgCo2e: net.value,
    netKgC: netCarbon.value,
    steps: trace.steps,
  }
}
