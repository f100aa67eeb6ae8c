/** Mean biomass of each stratum with its half-width: from the plots of an inventory, from a stated stock, or from crown cover. */
import { type Exact, exact } from '../decimal.ts'
import { stockEquations } from './forestEquations.ts'
import { type Measure, measure } from './measure.ts'
import { type PlotMethod, plotBiomass } from './plotBiomass.ts'
import type { ReadEarlier } from './readForestInputs.ts'
import type { ReadInventory } from './readInventory.ts'
import { biomassSampling } from './sampling.ts'
import type { Trace } from './trace.ts'
import { studentT } from './uncertainty.ts'

export interface StratumStock {
  readonly stratum: string
  readonly biomass: Measure<'t/ha'>
  /** Part of the biomass, for the uncertainty of roots. */
  readonly belowground: Measure<'t/ha'>
  readonly halfWidth: Measure<'t/ha'>
  /** Name of the half-width as a source of uncertainty; null when there is none. */
  readonly source: string | null
  /** Computed by allometry: its error is the same in every inventory. */
  readonly allometric: boolean
  /** What its mean is of; none when the stock is stated. */
  readonly plots: readonly PlotStock[]
}

export interface PlotStock {
  readonly plot: string
  readonly areaHa: Exact
  readonly biomass: Measure<'t/ha'>
}

const nothing = measure(exact(0n), 't/ha')

export function inventoryStocks(
  trace: Trace,
  label: string,
  inventory: ReadInventory,
  strata: readonly string[],
  method: PlotMethod,
): readonly StratumStock[] {
  const { parameters } = method
  const { plots, heights } = inventory
  // AR-TOOL14 equation 15: as many degrees of freedom as plots, less one for each stratum.
  const t = studentT(plots.length - strata.length, parameters)
  return strata.map((stratum) => {
    const own = plots
      .filter((plot) => plot.stratum === stratum)
      .map((plot) => ({ ...plotBiomass(trace, label, plot, heights, method), areaHa: plot.areaHa }))
    const name = `${label} stratum ${stratum}`
    const values = own.map(({ plot, biomass }) => ({ name: plot, value: biomass }))
    const { mean, halfWidth } = biomassSampling.sampleOf(trace, name, values, t)
    const { value, mean: meanOf } = biomassSampling.equations
    const below = own.map(({ plot, belowground }) => ({ name: plot, inputs: { value: belowground } }))
    const sum = trace.applyEach(value, `${name}, belowground values`, below, []).total
    const belowground = trace.apply(meanOf, `${name}, belowground mean`, {
      sum,
      size: measure(exact(BigInt(own.length)), '1'),
    })
    const source = `sampling of ${name}`
    return { stratum, biomass: mean, belowground, halfWidth, source, allometric: true, plots: own }
  })
}

export function earlierStocks(
  trace: Trace,
  earlier: ReadEarlier,
  strata: readonly string[],
  method: PlotMethod,
): readonly StratumStock[] {
  if (earlier.kind === 'inventory') return inventoryStocks(trace, 'earlier', earlier.inventory, strata, method)
  return strata.map((stratum) => {
    const source = `earlier stock of ${stratum}`
    const stated = (biomass: Measure<'t/ha'>, share: Measure['value']) => {
      const halfWidth = measure(biomass.value.times(share), 't/ha')
      return {
        stratum,
        biomass,
        belowground: nothing,
        halfWidth,
        source: share.isZero() ? null : source,
        allometric: false,
        plots: [],
      }
    }
    if (earlier.kind === 'stocks') {
      const { tPerHa, share } = earlier.biomass.get(stratum)!
      return stated(measure(tPerHa, 't/ha'), share)
    }
    const { cover, forestTPerHa, share } = earlier.cover.get(stratum)!
    const biomass = trace.apply(stockEquations.crownCover, source, {
      forest: measure(forestTPerHa, 't/ha'),
      rootToShoot: measure(method.constants.baselineRootToShoot, '1'),
      crownCover: measure(cover, '1'),
    })
    return stated(biomass, share)
  })
}

/**
 * Strata all of whose plots are permanent, which is the same name and area at both times: what was measured twice varies together, so
 * the sampling error of the change is that of the differences of its plots. It moves the later stock alone. Where a plot was left out
 * or added, the other method of AR-TOOL14 holds, the difference of two independent estimations. What the plots have in common is not
 * taken off then, so the deduction is the larger one.
 */
export function remeasured(
  trace: Trace,
  [earlier, later]: readonly [readonly StratumStock[], readonly StratumStock[]],
  t: Exact,
): readonly [readonly StratumStock[], readonly StratumStock[]] {
  const pairs = later.map((now, index): readonly [StratumStock, StratumStock] => {
    const before = earlier[index]!
    if (!arePermanent(before.plots, now.plots)) return [before, now]
    const name = `change of stratum ${now.stratum}`
    const rows = now.plots.map(({ plot, biomass }) => ({
      name: plot,
      inputs: { later: biomass, earlier: before.plots.find((one) => one.plot === plot)!.biomass },
    }))
    const changes = trace.applyEach(stockEquations.plotChange, `${name}, plots`, rows, ['later', 'earlier']).each
    const values = changes.map((value, row) => ({ name: rows[row]!.name, value }))
    const { halfWidth } = biomassSampling.sampleOf(trace, name, values, t)
    return [
      { ...before, halfWidth: nothing, source: null },
      { ...now, halfWidth, source: `sampling of the ${name}` },
    ]
  })
  return [pairs.map(([before]) => before), pairs.map(([, now]) => now)]
}

function arePermanent(earlier: readonly PlotStock[], later: readonly PlotStock[]): boolean {
  const areas = new Map(earlier.map(({ plot, areaHa }) => [plot, areaHa]))
  return areas.size === later.length && later.every(({ plot, areaHa }) => areas.get(plot)?.equals(areaHa) === true)
}
