/** Trees and plots: Nouragues with its published biomass, and the harvested trees of Chave et al. 2014. */
import { type Exact, exact, sum } from '@assay/domain/decimal.ts'
import { evaluate } from '@assay/domain/methodology/equation.ts'
import { measure } from '@assay/domain/methodology/measure.ts'
import { treeEquations } from '@assay/domain/methodology/treeEquations.ts'
import { parametersAt } from '@assay/domain/programmes/catalogue.ts'
import { forest } from '@assay/domain/programmes/secretTreesForest.ts'
import { exponential, logarithm, squareRoot } from '@assay/domain/transcendental.ts'
import { type Comparison, largest, relative } from './agreement.ts'
import { csv, number, type Row } from './data.ts'

const parameters = parametersAt([], new Date(0))
const constants = parameters.get(forest.versions)[0]!
const one = (value: Exact) => measure(value, '1')

/** Equation 4, in kg. */
export function biomassOf(density: Exact, diameter: Exact, height: Exact): Exact {
  return evaluate(treeEquations.heightKnown, {
    woodDensity: measure(density, 'g/cm3'),
    diameter: measure(diameter, 'cm'),
    height: measure(height, 'm'),
    coefficient: one(constants.heightKnown.coefficient),
    exponent: one(constants.heightKnown.exponent),
  }).value
}

/** Equation 7, in kg, with the paper's coefficients or others. */
function biomassByStress(row: Row, stress: Exact, coefficients: typeof constants.heightUnknown): Exact {
  const { intercept, stress: e, density: r, diameter: d, diameterSquared: q } = coefficients
  return evaluate(treeEquations.heightUnknown, {
    woodDensity: measure(number(row.WD), 'g/cm3'),
    diameter: measure(number(row.D), 'cm'),
    stress: one(stress),
    ...{ intercept: one(intercept), e: one(e), r: one(r), d: one(d), q: one(q) },
  }).value
}

function heightOf(row: Row): Exact {
  const { a, b, c } = parameters.get(forest.heightModels).guianaShield
  const diameter = measure(number(row.D), 'cm')
  return evaluate(treeEquations.height, { diameter, a: one(a), b: one(b), c: one(c) }).value
}

/** The stress the data set used, from its own heights: ln H = 0.893 − E + 0.760 ln D − 0.0340 (ln D)² + 0.243²/2 (equation 6a). */
function stressOf(row: Row): Exact {
  const lnDiameter = logarithm(number(row.D))
  const terms = exact('0.893').plus(exact('0.0295245')).plus(exact('0.760').times(lnDiameter))
  return terms.minus(exact('0.0340').times(lnDiameter.pow(2))).minus(logarithm(number(row.H_chave)))
}

/** Equation 7 as the data set's program has it: fitted again to the same trees, with more digits than the paper prints. */
const refitted = {
  intercept: exact('-2.023977'),
  stress: exact('-0.89563505'),
  density: exact('0.92023559'),
  diameter: exact('2.79495823'),
  diameterSquared: exact('-0.04606298'),
}

export function treeComparisons(): readonly Comparison[] {
  const source = 'nouragues-trees-with-agb-part.csv'
  const trees = csv(source).map((row) => {
    const computed = biomassOf(number(row.WD), number(row.D), number(row.H_model))
    return { row, computed, published: number(row.AGB).times(1000) }
  })
  const rows = trees.map(({ row }) => row)
  const stress = sum(rows.map(stressOf)).div(rows.length)
  const printed = (total: readonly Exact[]) => `${sum(total).div(1000).toFixed(2)} t`
  const byStress = rows.map((row) => biomassByStress(row, stress, refitted))
  const byPaper = rows.map((row) => biomassByStress(row, stress, constants.heightUnknown))
  const publishedByStress = rows.map((row) => number(row.AGB_Chave).times(1000))
  return [
    {
      what: `equation 4, each of ${trees.length} trees, largest difference`,
      source,
      published: printed(trees.map(({ published }) => published)),
      computed: printed(trees.map(({ computed }) => computed)),
      difference: largest(trees.map(({ computed, published }) => relative(computed, published))),
      tolerance: '1e-14',
    },
    {
      what: `heights of the Guiana Shield, each of ${rows.length} trees, largest difference`,
      source: `${source}, feldpausch2012-height-coefficients.csv`,
      published: `mean ${mean(rows.map((row) => number(row.H_feldspausch)))} m`,
      computed: `mean ${mean(rows.map(heightOf))} m`,
      difference: largest(rows.map((row) => relative(heightOf(row), number(row.H_feldspausch)))),
      tolerance: '1e-14',
    },
    {
      what: 'equation 7 with the coefficients of the data set’s program, each tree, largest difference',
      source,
      published: printed(publishedByStress),
      computed: printed(byStress),
      difference: largest(byStress.map((computed, index) => relative(computed, publishedByStress[index]!))),
      tolerance: '1e-12',
    },
    {
      what: 'equation 7 with the coefficients of the paper, all trees together',
      source,
      published: printed(publishedByStress),
      computed: printed(byPaper),
      difference: relative(sum(byPaper), sum(publishedByStress)),
      tolerance: '0.02',
    },
    ...plotComparisons(trees),
    ...harvestedComparisons(),
  ]
}

function mean(values: readonly Exact[]): string {
  return sum(values).div(values.length).toFixed(4)
}

function plotComparisons(trees: readonly { row: Row; computed: Exact }[]): readonly Comparison[] {
  const source = 'nouragues-plot-agb-expected.csv'
  return csv(source).map((plot) => {
    const computed = sum(trees.filter(({ row }) => row.Plot === plot.Plot).map((tree) => tree.computed)).div(1000)
    return {
      what: `plot ${plot.Plot}, ${plot.trees} trees, aboveground biomass`,
      source,
      published: `${number(plot.agb_Mg).toFixed(6)} t`,
      computed: `${computed.toFixed(6)} t`,
      difference: relative(computed, number(plot.agb_Mg)),
      tolerance: '1e-13',
    }
  })
}

/**
 * Equation 4 beside what is published of its fit: the draws of its posterior, and the harvested trees it was fitted to. The paper's
 * coefficient carries the correction for the logarithm, e^(sd²/2), so a residual is taken without it. The file is a part of the
 * database, 3,196 of 4,004 trees: a deviation of so many is known to one part in √(2 × 3,196), 1.25 %. Trees of one site resemble each
 * other, so the mean residual is known only as well as the sites that are there allow: to one standard error, each site taken whole.
 */
function harvestedComparisons(): readonly Comparison[] {
  const [fit, source] = ['chave2014-eq4-mcmc-parameters.csv', 'chave2014-harvested-trees-part.csv']
  const draws = csv(fit).map((row) => ({
    coefficient: exponential(number(row.intercept).plus(number(row.sd).pow(2).div(2))),
    exponent: number(row.logagbt),
  }))
  const meanOf = (values: readonly Exact[]) => sum(values).div(values.length)
  const coefficient = meanOf(draws.map((draw) => draw.coefficient))
  const exponent = meanOf(draws.map((draw) => draw.exponent))
  const published = exact('0.357')
  const trees = csv(source)
    .filter((row) => ['height_m', 'agb_dry_kg', 'wood_density_g_cm3'].every((name) => row[name] !== ''))
    .map((row) => {
      const computed = biomassOf(number(row.wood_density_g_cm3), number(row.dbh_cm), number(row.height_m))
      return {
        site: row.Locality!,
        residual: logarithm(number(row.agb_dry_kg).div(computed)).plus(published.pow(2).div(2)),
      }
    })
  const residuals = trees.map(({ residual }) => residual)
  const deviation = squareRoot(meanOf(residuals.map((residual) => residual.pow(2))))
  const bias = meanOf(residuals)
  const sites = Map.groupBy(trees, ({ site }) => site)
  const ofSites = [...sites.values()].map((own) => sum(own.map(({ residual }) => residual.minus(bias))).pow(2))
  const standardError = squareRoot(sum(ofSites)).div(residuals.length)
  const ours = constants.heightKnown
  return [
    {
      what: `equation 4, coefficient, beside the mean of ${draws.length} draws of its posterior`,
      source: fit,
      published: coefficient.toFixed(5),
      computed: ours.coefficient.toFixed(),
      difference: relative(ours.coefficient, coefficient),
      tolerance: '0.0015',
    },
    {
      what: 'equation 4, exponent, rounded by the paper to three digits',
      source: fit,
      published: exponent.toFixed(5),
      computed: ours.exponent.toFixed(),
      difference: ours.exponent.minus(exponent).abs(),
      tolerance: '0.0005',
    },
    {
      what: `harvested trees, deviation of the logarithm over ${residuals.length} trees of the part`,
      source,
      published: '0.357 over the whole database',
      computed: deviation.toFixed(4),
      difference: relative(deviation, published),
      tolerance: '0.0125',
    },
    {
      what: `harvested trees, mean residual of the logarithm, to one standard error of ${sites.size} sites`,
      source,
      published: '0 over the whole database, by its fit',
      computed: bias.toFixed(4),
      difference: bias.abs(),
      tolerance: standardError.toFixed(4),
    },
  ]
}
