/** Worked examples: AR-TOOL14, its table of discounts, VM0010, and a soil core. */
import { type Exact, exact, sum } from '@assay/domain/decimal.ts'
import { evaluate } from '@assay/domain/methodology/equation.ts'
import { stockEquations } from '@assay/domain/methodology/forestEquations.ts'
import { measure } from '@assay/domain/methodology/measure.ts'
import { biomassSampling } from '@assay/domain/methodology/sampling.ts'
import { soilEquations } from '@assay/domain/methodology/soilEquations.ts'
import { silentTrace } from '@assay/domain/methodology/trace.ts'
import { uncertaintyDiscountUp } from '@assay/domain/policy/uncertaintyDiscount.ts'
import { parametersAt } from '@assay/domain/programmes/catalogue.ts'
import { squareRoot } from '@assay/domain/transcendental.ts'
import { type Comparison, largest, relative } from './agreement.ts'
import { csv, json, number } from './data.ts'
import { harvest } from './vm0010.ts'

const parameters = parametersAt([], new Date(0))

interface Tool14 {
  readonly uncertainty_discount_percent_of_U: readonly {
    readonly u_to_inclusive: number | null
    readonly discount: number
  }[]
  readonly worked_check: {
    readonly input: {
      readonly strata: readonly { readonly w: number; readonly b_t_dm_ha: readonly number[] }[]
      readonly t_VAL: number
      readonly CF_TREE: number
      readonly A_ha: number
    }
    readonly expected: Readonly<Record<string, number>>
  }
}

export function tool14Comparisons(): readonly Comparison[] {
  const source = 'ar-tool14-formulae-and-discounts.json'
  const { worked_check: check, uncertainty_discount_percent_of_U: table } = json(source) as Tool14
  const { strata, t_VAL, CF_TREE, A_ha } = check.input
  const samples = strata.map(({ w, b_t_dm_ha }, index) => {
    const values = b_t_dm_ha.map((value, plot) => ({ name: `${plot}`, value: measure(number(value), 't/ha') }))
    return { w: number(w), ...biomassSampling.sampleOf(silentTrace, `${index}`, values, number(t_VAL)) }
  })
  const biomass = sum(samples.map(({ w, mean }) => w.times(mean.value)))
  const halfWidth = squareRoot(sum(samples.map((of) => of.w.times(of.halfWidth.value).pow(2))))
  const uncertainty = halfWidth.div(biomass)
  const stock = evaluate(stockEquations.stock, {
    biomass: measure(biomass.times(number(A_ha)), 't'),
    carbonFraction: measure(number(CF_TREE), 'tC/t'),
    numerator: measure(exact('44'), '1'),
    denominator: measure(exact('12'), '1'),
  }).value
  const { share, factor } = uncertaintyDiscountUp(uncertainty, parameters)
  const of = (what: string, name: string, computed: Exact) => ({
    what: `AR-TOOL14 worked check, ${what}`,
    source,
    published: number(check.expected[name]).toFixed(9),
    computed: computed.toFixed(9),
    difference: check.expected[name] === 0 ? computed.abs() : relative(computed, number(check.expected[name])),
    tolerance: '1e-14',
  })
  return [
    of('mean biomass (equation 14)', 'b_TREE_t_dm_ha', biomass),
    of('relative uncertainty (equation 15)', 'u_C_relative', uncertainty),
    of('carbon stock (equation 12)', 'C_TREE_tCO2e', stock),
    of('discount, percent of U', 'discount_percent_of_U', factor.times(100)),
    of('conservative stock', 'C_TREE_conservative_tCO2e', stock.times(exact('1').minus(share))),
    ...table.map(({ u_to_inclusive, discount }) => {
      const u = u_to_inclusive === null ? exact('0.5') : number(u_to_inclusive).div(100)
      const computed = uncertaintyDiscountUp(u, parameters).factor.times(100)
      return {
        what: `AR-TOOL14 Appendix 2, discount at U = ${u.times(100).toFixed()} %`,
        source,
        published: `${discount} %`,
        computed: `${computed.toFixed()} %`,
        difference: computed.minus(discount).abs(),
        tolerance: '0',
      }
    }),
  ]
}

interface Vm0010 {
  readonly parameters: Readonly<Record<string, number>>
  readonly trees: readonly { stratum: number; plot: number; species: string; volume_m3: number }[]
  readonly expected: readonly (Readonly<Record<string, number>> & { readonly species: string })[]
}

export function vm0010Comparisons(): readonly Comparison[] {
  const source = 'vm0010-worked-example.json'
  const { parameters: p, trees, expected } = json(source) as Vm0010
  const names = ['eq1_m3', 'eq2_m3_ha', 'eq3_chb_tC_ha', 'eq4_cex_tC_ha', 'eq6_crsd_tC_ha']
  const of = {
    expansion: number(p.bcef_r),
    carbonFraction: number(p.cf),
    density: number(p.wood_density_t_m3),
    areaHa: number(p.plot_area_ha),
    residualFactor: number(p.f_rsd),
    rootToShoot: exact('0'),
  }
  const rows = expected.map((row) => {
    const volumes = trees
      // Tree 9 of the raw sheet is spelt sp4.
      .filter((tree) => tree.species.toLowerCase() === row.species.toLowerCase())
      .filter((tree) => tree.stratum === row.stratum && tree.plot === row.plot)
      .map((tree) => number(tree.volume_m3))
    const computed = [sum(volumes), ...harvest(sum(volumes), of)]
    return names.map((name, index) => ({ name, published: row[name], computed: computed[index]! }))
  })
  return names.map((name) => {
    const values = rows.flat().filter((value) => value.name === name && value.published !== undefined)
    return {
      what: `VM0010 worked example, ${name.split('_')[0]!.replace('eq', 'equation ')}, ${values.length} rows, largest difference`,
      source,
      published: `sum ${sum(values.map(({ published }) => number(published))).toFixed(3)}`,
      computed: `sum ${sum(values.map(({ computed }) => computed)).toFixed(3)}`,
      difference: largest(values.map(({ computed, published }) => relative(computed, number(published)))),
      tolerance: '1e-14',
    }
  })
}

/** Carbon of a slice: density × content × the distance from the centre of the slice above, as the core was published. */
export function soilComparisons(): readonly Comparison[] {
  const source = 'soil-carbon-core-SM05.csv'
  const slices = csv(source)
  const centres = slices.map((slice) => number(slice['Min.D_cm']).plus(number(slice['Max.D_cm'])).div(2))
  const computed = slices.map((slice, index) => {
    const mass = evaluate(soilEquations.mass, {
      bulkDensity: measure(number(slice.DBD_g_cm3), 'g/cm3'),
      thickness: measure(centres[index]!.minus(centres[index - 1] ?? exact('0')), 'cm'),
      stones: measure(exact('0'), '1'),
    })
    const content = measure(number(slice.OC_pct).div(100), 'tC/t')
    // 1 g/cm2 is 100 t/ha.
    return evaluate(soilEquations.carbon, { mass, content }).value.div(100)
  })
  const published = slices.map((slice) => number(slice.POC_g_cm2_published))
  return [
    {
      what: `soil core, carbon of each of ${slices.length} slices, largest difference`,
      source,
      published: `sum ${sum(published).toFixed(6)} g/cm2`,
      computed: `sum ${sum(computed).toFixed(6)} g/cm2`,
      difference: largest(computed.map((value, index) => relative(value, published[index]!))),
      tolerance: '1e-6',
    },
  ]
}
