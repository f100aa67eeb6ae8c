/** Gains and losses of each stratum over the period, with every source of their uncertainty (IPCC Vol 4 Ch 2). */
import { type Exact, exact } from '../decimal.ts'
import type { Deviation } from '../policy/simulation.ts'
import { gainLossEquations } from './gainLossEquations.ts'
import type { ReadGainLoss } from './gainLossInputs.ts'
import { type Measure, measure, plus } from './measure.ts'
import type { ForestConstants } from './plotBiomass.ts'
import type { ReadStratum } from './readForestInputs.ts'
import type { Trace } from './trace.ts'

export interface GainsAndLosses {
  readonly strata: readonly ReadStratum[]
  readonly lines: readonly ReadGainLoss[]
  readonly years: Exact
  readonly rootToShoot: Exact
  readonly constants: ForestConstants
}

const one = exact(1n)
const roots = 'roots'
const carbonFraction = 'carbon fraction'
const parts = ['growth', 'woodRemoval', 'fuelwood', 'disturbance'] as const

/** Stated rates that are uncertain, and what all strata share. */
export function gainLossSources({ lines }: GainsAndLosses): readonly string[] {
  const stated = lines.flatMap((line) =>
    parts.filter((part) => !line[part].share.isZero()).map((part) => sourceOf(part, line.stratum)),
  )
  return [...stated, roots, carbonFraction]
}

function sourceOf(part: (typeof parts)[number], stratum: string): string {
  return `${part} of ${stratum}`
}

/** @param deviation of each source from its estimate; zero for the result itself. */
export function gainLossChange(trace: Trace, of: GainsAndLosses, deviation: Deviation): Measure<'tCO2e'> {
  const { constants } = of
  const rootToShoot = measure(deviated(of.rootToShoot, constants.rootError, deviation(roots)), '1')
  const fraction = deviated(constants.carbonFraction, constants.carbonFractionError, deviation(carbonFraction))
  const shared = { rootToShoot, carbonFraction: measure(fraction, 'tC/t') }
  const balance = of.lines.map((line) => {
    const { areaHa } = of.strata.find(({ stratum }) => stratum === line.stratum)!
    return stratumBalance(trace, line, measure(areaHa, 'ha'), shared, deviation)
  })
  return trace.apply(gainLossEquations.period, 'change', {
    balance: balance.reduce(plus),
    years: measure(of.years, 'yr'),
    numerator: measure(exact(BigInt(constants.carbonToCo2Numerator)), '1'),
    denominator: measure(exact(BigInt(constants.carbonToCo2Denominator)), '1'),
  })
}

interface Shared {
  readonly rootToShoot: Measure<'1'>
  readonly carbonFraction: Measure<'tC/t'>
}

function stratumBalance(
  trace: Trace,
  line: ReadGainLoss,
  area: Measure<'ha'>,
  shared: Shared,
  deviation: Deviation,
): Measure<'tC/yr'> {
  const { stratum } = line
  const { carbonFraction: fraction } = shared
  const moved = (part: (typeof parts)[number], value: Exact) => {
    const { share } = line[part]
    return share.isZero() ? value : deviated(value, share, deviation(sourceOf(part, stratum)))
  }
  const growth = growthOf(trace, line, moved('growth', line.growth.amount), shared.rootToShoot)
  const gains = trace.apply(gainLossEquations.gain, `${stratum}, gains`, { area, growth, carbonFraction: fraction })
  const woodRemovals = trace.apply(gainLossEquations.woodRemoval, `${stratum}, wood removals`, {
    volume: measure(moved('woodRemoval', line.woodRemoval.volume), 'm3/yr'),
    expansion: measure(line.woodRemoval.expansion, 't/m3'),
    ...shared,
  })
  const fuelwood = trace.apply(gainLossEquations.fuelwood, `${stratum}, fuelwood`, {
    trees: measure(moved('fuelwood', line.fuelwood.trees), 'm3/yr'),
    expansion: measure(line.fuelwood.expansion, 't/m3'),
    parts: measure(moved('fuelwood', line.fuelwood.parts), 'm3/yr'),
    density: measure(line.fuelwood.density, 't/m3'),
    ...shared,
  })
  const disturbances = trace.apply(gainLossEquations.disturbance, `${stratum}, disturbances`, {
    area: measure(line.disturbance.area, 'ha/yr'),
    biomass: measure(moved('disturbance', line.disturbance.biomass), 't/ha'),
    shareLost: measure(line.disturbance.shareLost, '1'),
    ...shared,
  })
  const losses = trace.apply(gainLossEquations.loss, `${stratum}, losses`, { woodRemovals, fuelwood, disturbances })
  return trace.apply(gainLossEquations.balance, `${stratum}, balance`, { gains, losses })
}

function growthOf(
  trace: Trace,
  { stratum, growth }: ReadGainLoss,
  amount: Exact,
  rootToShoot: Measure<'1'>,
): Measure<'t/ha/yr'> {
  const step = `${stratum}, growth`
  if (growth.expansion === null) {
    return trace.apply(gainLossEquations.growth, step, { growth: measure(amount, 't/ha/yr'), rootToShoot })
  }
  return trace.apply(gainLossEquations.increment, step, {
    increment: measure(amount, 'm3/ha/yr'),
    expansion: measure(growth.expansion, 't/m3'),
    rootToShoot,
  })
}

function deviated(value: Exact, share: Exact, deviation: Exact): Exact {
  return value.times(one.plus(share.times(deviation)))
}
