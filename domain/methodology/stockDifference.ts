/** The stock-difference method: carbon stock now less carbon stock then, with every source of its uncertainty (AR-TOOL14 equations 1, 12-14). */
import { type Exact, exact } from '../decimal.ts'
import type { Deviation } from '../policy/simulation.ts'
import { stockEquations } from './forestEquations.ts'
import { type Measure, measure } from './measure.ts'
import type { ForestConstants } from './plotBiomass.ts'
import type { ReadStratum } from './readForestInputs.ts'
import type { StratumStock } from './stratumStocks.ts'
import type { Trace } from './trace.ts'

export interface TwoStocks {
  readonly strata: readonly ReadStratum[]
  /** Between the two. */
  readonly years: Exact
  readonly earlier: readonly StratumStock[]
  readonly later: readonly StratumStock[]
  readonly constants: ForestConstants
}

const one = exact(1n)
const allometry = 'allometry'
const roots = 'roots'
const carbonFraction = 'carbon fraction'

/** What is uncertain: the sampling of each stratum at each time, and what both times share. */
export function stockSources({ earlier, later }: TwoStocks): readonly string[] {
  const sampled = [...earlier, ...later].map(({ source }) => source).filter((source) => source !== null)
  return [...sampled, allometry, roots, carbonFraction]
}

/** @param deviation of each source from its estimate; zero for the result itself. */
export function stockChange(trace: Trace, of: TwoStocks, deviation: Deviation): Measure<'tCO2e'> {
  const fraction = deviated(of.constants.carbonFraction, of.constants.carbonFractionError, deviation(carbonFraction))
  const stockOf = (label: string, stocks: readonly StratumStock[]) => {
    const rows = of.strata.map(({ stratum, areaHa }, index) => ({
      name: stratum,
      inputs: { area: measure(areaHa, 'ha'), biomass: biomassOf(stocks[index]!, of.constants, deviation) },
    }))
    const biomass = trace.applyEach(stockEquations.stratum, `${label} biomass`, rows, ['area', 'biomass']).total
    return trace.apply(stockEquations.stock, `${label} stock`, {
      biomass,
      carbonFraction: measure(fraction, 'tC/t'),
      numerator: measure(exact(BigInt(of.constants.carbonToCo2Numerator)), '1'),
      denominator: measure(exact(BigInt(of.constants.carbonToCo2Denominator)), '1'),
    })
  }
  const earlier = stockOf('earlier', of.earlier)
  const later = stockOf('later', of.later)
  trace.apply(stockEquations.annual, 'annual change', { later, earlier, years: measure(of.years, 'yr') })
  return trace.apply(stockEquations.change, 'change', { later, earlier })
}

function biomassOf(stock: StratumStock, constants: ForestConstants, deviation: Deviation): Measure<'t/ha'> {
  const { biomass, belowground, halfWidth, source, allometric } = stock
  const sampling = source === null ? exact(0n) : halfWidth.value.times(deviation(source))
  if (!allometric) return measure(biomass.value.plus(sampling), 't/ha')
  const rooted = biomass.value.plus(belowground.value.times(constants.rootError).times(deviation(roots)))
  return measure(deviated(rooted, constants.allometryError, deviation(allometry)).plus(sampling), 't/ha')
}

function deviated(value: Exact, share: Exact, deviation: Exact): Exact {
  return value.times(one.plus(share.times(deviation)))
}
