/**
 * Carbon of a hemp field (domain.md 2.23 steps 1 and 2). Informational: it is never credited, because the harvest's carbon
 * is counted where it ends up, in the building.
 */
import { type Exact, exact } from '../decimal.ts'
import { carbonToCo2, type HempLimeConstants } from './hempLimeMaterials.ts'
import { createTrace, measure, methodologyErrors, plus, type TraceStep } from './trace.ts'

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

/** @throws METHODOLOGY_INPUT_INVALID */
export function cultivationCarbon(inputs: CultivationInputs, constants: HempLimeConstants): CultivationCarbon {
  const { wetKg, moisture, soilBaselineKgC, soilAfterKgC, emissionsKgCo2e } = inputs
  if (moisture.isNegative() || moisture.greaterThan(1)) {
    throw methodologyErrors.METHODOLOGY_INPUT_INVALID({ field: 'moisture', reason: 'not between 0 and 1' })
  }
  const trace = createTrace()
  const { carbonFraction, abovegroundFactor, rootToShoot, belowgroundFactor, soilFactor } = constants
  const dry = trace.record(
    'dry',
    'wet x (1 - moisture)',
    { wetKg, moisture },
    measure(wetKg.times(exact(1n).minus(moisture)), 'kg'),
  )
  const above = trace.record(
    'aboveground',
    'dry x carbon fraction x conservative factor',
    { dryKg: dry.value, carbonFraction, abovegroundFactor },
    measure(dry.value.times(carbonFraction).times(abovegroundFactor), 'kgC'),
  )
  const below = trace.record(
    'belowground',
    'aboveground x root to shoot x conservative factor',
    { aboveground: above.value, rootToShoot, belowgroundFactor },
    measure(above.value.times(rootToShoot).times(belowgroundFactor), 'kgC'),
  )
  const soil = trace.record(
    'soil',
    '(after - baseline) x conservative factor',
    { soilAfterKgC, soilBaselineKgC, soilFactor },
    measure(soilAfterKgC.minus(soilBaselineKgC).times(soilFactor), 'kgC'),
  )
  const stored = carbonToCo2([above, below, soil].reduce(plus), constants)
  const net = trace.record(
    'net',
    'stored as carbon dioxide - emissions',
    { stored: stored.value, emissionsKgCo2e },
    plus(stored, measure(emissionsKgCo2e.negated(), 'kgCO2e')),
  )
  const perKgC = carbonToCo2(measure(exact(1n), 'kgC'), constants).value
  return {
    abovegroundKgC: above.value,
    belowgroundKgC: below.value,
    soilKgC: soil.value,
    netKgCo2e: net.value,
    netKgC: net.value.div(perKgC),
    steps: trace.steps,
  }
}
