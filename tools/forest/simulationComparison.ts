/** Approach 2 down to the tree, against the published simulation of the four Nouragues plots, of which three are at hand. */
import { type Exact, exact, sum } from '@assay/domain/decimal.ts'
import { simulateTrees, type UncertainTree } from '@assay/domain/methodology/treeSimulation.ts'
import { squareRoot } from '@assay/domain/transcendental.ts'
import { type Comparison, relative } from './agreement.ts'
import { csv, json, number, type Row } from './data.ts'

/** Biomass of all four plots by equation 4, in t: what the published simulation is compared with upstream. */
const allPlots = exact('1669.84')

export function simulationComparison(draws: number): readonly Comparison[] {
  const source = 'nouragues-montecarlo-expected.json, chave2014-eq4-mcmc-parameters.csv'
  const rows = csv('nouragues-trees-with-agb-part.csv')
  const heightError = errorOfHeights(rows)
  const densities = densityErrors()
  const trees = rows.map((row) => uncertainTree(row, heightError, densities))
  const parameters = csv('chave2014-eq4-mcmc-parameters.csv').map(({ intercept, logagbt, sd }) => ({
    ...{ intercept: number(intercept), slope: number(logagbt), residual: number(sd) },
  }))
  const of = simulateTrees(trees, parameters, { seed: 20140601n, draws, confidence: exact('0.95') })
  const point = sum(rows.map(({ AGB }) => number(AGB))).times(1000)
  const { values_Mg_or_as_upstream: expected } = json('nouragues-montecarlo-expected.json') as {
    readonly values_Mg_or_as_upstream: Readonly<Record<'meanAGB' | 'sdAGB' | 'credibilityAGB', readonly number[]>>
  }
  const [mean, deviation] = [number(expected.meanAGB[0]), number(expected.sdAGB[0])]
  const [low, high] = expected.credibilityAGB.map((end) => number(end)) as [Exact, Exact]
  const compare = (what: string, published: Exact, computed: Exact, tolerance: string) => ({
    what: `simulation of every tree, ${draws} draws: ${what}`,
    source,
    published: published.toFixed(4),
    computed: computed.toFixed(4),
    difference: relative(computed, published),
    tolerance,
  })
  return [
    compare('mean over biomass by equation 4', mean.div(allPlots), of.mean.div(point), '0.01'),
    compare('standard deviation over mean', deviation.div(mean), of.standardDeviation.div(of.mean), '0.2'),
    compare('lower end of 95 % over mean', low.div(mean), of.lower.div(of.mean), '0.02'),
    compare('upper end of 95 % over mean', high.div(mean), of.upper.div(of.mean), '0.02'),
  ]
}

function uncertainTree(row: Row, heightError: Exact, densities: (row: Row) => Exact): UncertainTree {
  const diameterCm = number(row.D)
  const woodDensity = number(row.WD)
  const heightM = number(row.H_model)
  // Chave et al. 2004: most diameters err by 0.0062 D + 0.0904 cm, one in twenty by 4.64 cm.
  const usual = diameterCm.times('0.0062').plus('0.0904')
  const diameter = squareRoot(usual.pow(2).times('0.95').plus(exact('4.64').pow(2).times('0.05'))).div(diameterCm)
  const errors = { diameter, woodDensity: densities(row).div(woodDensity), height: heightError.div(heightM) }
  return { diameterCm, woodDensity, heightM, errors }
}

/** Standard deviation of the density of a species, else of its genus, of its family, or of everything. */
function densityErrors(): (row: Row) => Exact {
  const known = csv('wood-density-estimates.csv')
  const byName = new Map(known.map((row) => [row.species || row.genus || row.family, number(row.sd)]))
  const unknown = exact('0.12')
  return ({ GenusCorrected: genus, SpeciesCorrected: species, family }) =>
    byName.get(`${genus} ${species}`) ?? byName.get(genus) ?? byName.get(family) ?? unknown
}

/** Root mean square of measured less modelled height; the model is read from the heights of the inventory, by diameter. */
function errorOfHeights(rows: readonly Row[]): Exact {
  const model = new Map(rows.map(({ D, H_model }) => [number(D).toFixed(), number(H_model)]))
  const measured = csv('nouragues-height-diameter.csv').filter(({ D, H }) => D !== '' && H !== '')
  const squares = measured.flatMap(({ D, H }) => {
    const modelled = model.get(number(D).toFixed())
    return modelled === undefined ? [] : [number(H).minus(modelled).pow(2)]
  })
  return squareRoot(sum(squares).div(squares.length))
}
