/**
 * Forest inventory, tree by tree: the change of the carbon stock in trees between two times, or annual gains less losses, in the
 * accounting frame of CDM AR-TOOL14, less baseline, leakage and emissions (ISO 14064-2). Uncertainty by both approaches of the IPCC,
 * discounted by AR-TOOL14 Appendix 2; the larger deduction is taken, and never less than the programme's minimum.
 */
import type { ParameterSet } from '../parameters.ts'
import type { Deviation } from '../policy/simulation.ts'
import { withVersions } from '../recording.ts'
import { deductionOf } from './deduction.ts'
import { forestFindings } from './forestFindings.ts'
import type { ForestInputs } from './forestInputs.ts'
import { type GainsAndLosses, gainLossChange, gainLossSources } from './gainLoss.ts'
import type { Measure } from './measure.ts'
import { forestConstants, type PlotMethod } from './plotBiomass.ts'
import { atEstimate, grossOf } from './projectAccount.ts'
import { concludeRun, type QuantificationRun } from './quantification.ts'
import { type ReadForest, readForestInputs } from './readForestInputs.ts'
import { stockChange, stockSources, type TwoStocks } from './stockDifference.ts'
import { earlierStocks, inventoryStocks, remeasured } from './stratumStocks.ts'
import { createTrace, silentTrace, type Trace } from './trace.ts'
import { studentT } from './uncertainty.ts'

export interface ForestRun extends QuantificationRun {
  readonly methodology: 'forestInventory'
  readonly inputs: ForestInputs
}

/** The change with every source at a deviation, and what is uncertain about it. */
interface Calculation {
  readonly change: (trace: Trace, deviation: Deviation) => Measure<'tCO2e'>
  readonly sources: readonly string[]
}

/**
 * Runs the methodology. Pure: the same inputs and parameters give the same bytes, with the versions it read.
 * @throws METHODOLOGY_UNKNOWN METHODOLOGY_INPUT_INVALID DECIMAL_INVALID, each naming the field
 */
export function quantifyForest(inputs: ForestInputs, parameters: ParameterSet): ForestRun {
  return withVersions(parameters, (set) => run(inputs, set))
}

function run(inputs: ForestInputs, parameters: ParameterSet): Omit<ForestRun, 'parameters'> {
  const read = readForestInputs(inputs)
  const constants = forestConstants(read.methodologyVersion, parameters)
  const trace = createTrace()
  const method: PlotMethod = { constants, rootToShoot: read.rootToShoot, parameters }
  const { change, sources } =
    read.gainLoss === null ? stockDifference(trace, read, method) : gainsAndLosses(read, method)
  const gross = grossOf(trace, read, change(trace, atEstimate))
  const deduction = deductionOf(
    trace,
    {
      methodology: 'forestInventory',
      version: constants.version,
      gross,
      model: (deviation) => grossOf(silentTrace, read, change(silentTrace, deviation)),
      sources,
      seed: read.seed,
      discounted: true,
    },
    parameters,
  )
  return concludeRun(
    trace,
    {
      methodology: 'forestInventory',
      version: constants.version,
      inputs,
      gross,
      deduction,
      carryIn: read.carryInKg,
      findings: forestFindings(read, constants),
    },
    parameters,
  )
}

/** The inventories are worked through once; what the uncertainty moves are the means of their strata. */
function stockDifference(trace: Trace, read: ReadForest, method: PlotMethod): Calculation {
  const strata = read.strata.map(({ stratum }) => stratum)
  const { earlier, later } = read.stockDifference!
  const t = studentT(later.plots.length - strata.length, method.parameters)
  const stocks = [
    earlierStocks(trace, earlier, strata, method),
    inventoryStocks(trace, 'later', later, strata, method),
  ] as const
  const [before, now] = remeasured(trace, stocks, t)
  const of: TwoStocks = {
    strata: read.strata,
    years: read.years,
    earlier: before,
    later: now,
    constants: method.constants,
  }
  return {
    change: (to, deviation) => stockChange(to, of, deviation),
    sources: stockSources(of),
  }
}

function gainsAndLosses(read: ReadForest, method: PlotMethod): Calculation {
  const of: GainsAndLosses = {
    strata: read.strata,
    lines: read.gainLoss!,
    years: read.years,
    rootToShoot: read.rootToShoot!,
    constants: method.constants,
  }
  return {
    change: (to, deviation) => gainLossChange(to, of, deviation),
    sources: gainLossSources(of),
  }
}
