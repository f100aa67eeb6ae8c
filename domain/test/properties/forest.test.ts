/** Properties of the quantification of forests: what is counted, not how it lies, and in proportion to the land. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { exact, formatExact } from '../../decimal.ts'
import { quantifyForest } from '../../methodology/forestInventory.ts'
import { earlier, fewDraws, hill, line, plotOf, tree, wood } from '../methodologyInputs.ts'

const gross = (inputs: Parameters<typeof quantifyForest>[0]) =>
  exact(quantifyForest(inputs, fewDraws).grossKg as `${number}`)
const text = (value: number) => formatExact(exact(BigInt(value)).div(100))
const trunk = fc.record({
  diameter: fc.integer({ min: 600, max: 15_000 }),
  height: fc.integer({ min: 200, max: 6_000 }),
  density: fc.integer({ min: 20, max: 120 }),
})
const plots = fc.array(fc.array(trunk, { minLength: 1, maxLength: 4 }), { minLength: 2, maxLength: 4 })
const inventory = (
  of: readonly (readonly { readonly diameter: number; readonly height: number; readonly density: number }[])[],
) =>
  of.map((trunks, plot) =>
    plotOf(
      `P${plot}`,
      ...trunks.map(({ diameter, height, density }, index) =>
        tree(`${index}`, text(diameter), text(height), text(density)),
      ),
    ),
  )
const later = (of: ReturnType<typeof inventory>) => ({ ...hill, stockDifference: { earlier, later: { plots: of } } })

test('the order of plots and of trees has no influence; a larger tree never stores less', () => {
  fc.assert(
    fc.property(plots, fc.integer({ min: 1, max: 2_000 }), (of, more) => {
      const list = inventory(of)
      const before = gross(later(list))
      const turned = list.toReversed().map((plot) => ({ ...plot, trees: plot.trees.toReversed() }))
      expect(gross(later(turned)).equals(before)).toBe(true)
      const [[first, ...trees] = [], ...rest] = of
      const thicker = [[{ ...first!, diameter: first!.diameter + more }, ...trees], ...rest]
      expect(gross(later(inventory(thicker))).greaterThan(before)).toBe(true)
    }),
    { numRuns: 6 },
  )
})

test('gains and losses are in proportion to the land, and wood taken out is lost', () => {
  const times = (amount: string, factor: number) => formatExact(exact(amount as `${number}`).times(factor))
  const scaled = (factor: number) => ({
    ...wood,
    strata: wood.strata.map((of) => ({ ...of, areaHa: times(of.areaHa, factor) })),
    gainLoss: [
      {
        ...line,
        woodRemoval: { ...line.woodRemoval!, m3PerYear: times(line.woodRemoval!.m3PerYear, factor) },
        fuelwood: {
          ...line.fuelwood!,
          treesM3PerYear: times(line.fuelwood!.treesM3PerYear, factor),
          partsM3PerYear: times(line.fuelwood!.partsM3PerYear, factor),
        },
        disturbance: { ...line.disturbance!, haPerYear: times(line.disturbance!.haPerYear, factor) },
      },
    ],
  })
  const whole = gross(wood)
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 50 }), fc.integer({ min: 1, max: 5_000 }), (factor, more) => {
      // Each is rounded once, to milligrams.
      const apart = gross(scaled(factor)).minus(whole.times(factor)).abs()
      expect(apart.lessThan(exact(BigInt(factor + 1)).div(10 ** 6))).toBe(true)
      const woodRemoval = { ...line.woodRemoval!, m3PerYear: text(5_000 + more) }
      expect(gross({ ...wood, gainLoss: [{ ...line, woodRemoval }] }).lessThan(whole)).toBe(true)
    }),
    { numRuns: 6 },
  )
})
