import fc from 'fast-check'
import { expect, test } from 'vitest'
import { exact, roundDown } from '../decimal.ts'
import { compacted, fewDraws as few, field, loosened } from '../test/methodologyInputs.ts'
import { expectRefused } from '../test/refusals.ts'
import { quantifySoil } from './croplandSoil.ts'
import type { SoilInputs } from './soilInputs.ts'

const run = (changes: object = {}) => quantifySoil({ ...field, ...changes } as SoilInputs, few)
const withPoints = (...points: unknown[]) => run({ strata: [{ ...field.strata[0], points }] })
const withLayer = (changes: object, index = 0) => {
  const baseline = loosened.baseline.map((layer, at) => (at === index ? { ...layer, ...changes } : layer))
  return withPoints({ ...loosened, baseline }, compacted)
}
const resultsOf = (of: ReturnType<typeof run>) => Object.fromEntries(of.steps.map(({ step, result }) => [step, result]))
const layer0 = '/strata/0/points/0/baseline/0'

test.each([
  ['', () => quantifySoil([] as never, few)],
  ['/fields', () => run({ fields: 1 })],
  ['/strata', () => run({ strata: [] })],
  ['/strata/0/areaHa', () => run({ strata: [{ ...field.strata[0], areaHa: '-1' }] })],
  ['/strata/1/stratum', () => run({ strata: [field.strata[0], field.strata[0]] })],
  ['/strata/0/points', () => withPoints(loosened)],
  ['/strata/0/points/1/point', () => withPoints(loosened, loosened)],
  ['/strata/0/points/0/after', () => withPoints({ ...loosened, after: [] }, compacted)],
  ['/strata/0/points/0/after', () => withPoints({ ...loosened, after: undefined }, compacted)],
  [`${layer0}/topCm`, () => withLayer({ topCm: 1 })],
  [`${layer0}/topCm`, () => withLayer({ topCm: 0.5 })],
  ['/strata/0/points/0/baseline/1/topCm', () => withLayer({ topCm: 16 }, 1)],
  [`${layer0}/bottomCm`, () => withLayer({ bottomCm: 0 })],
  ['/strata/0/points/0/baseline/3/bottomCm', () => withLayer({ bottomCm: 1001 }, 3)],
  [`${layer0}/bulkDensity`, () => withLayer({ bulkDensity: '0' })],
  [`${layer0}/bulkDensity`, () => withLayer({ bulkDensity: '3.01' })],
  [`${layer0}/organicCarbonPercent`, () => withLayer({ organicCarbonPercent: '101' })],
  [`${layer0}/coarsePercent`, () => withLayer({ coarsePercent: undefined })],
  ['/relativeErrors/0/share', () => run({ relativeErrors: [{ source: 'laboratory', share: '1.1' }] })],
  ['/emissionsKg/fuel', () => run({ emissionsKg: { preparation: '0', fertiliser: '0' } })],
] as const)('an input that does not fit is refused at "%s": %#', (field, quantify) => {
  expectRefused(quantify, field)
})

test('a profile may reach down to ten metres', () => {
  const deep = [...loosened.baseline.slice(0, 3), { ...loosened.baseline[3]!, bottomCm: 1000 }]
  expect(withPoints({ ...loosened, baseline: deep }, compacted).grossKg).toBe('5361.125')
})

test('a baseline without a boundary at the reference depth, or a later profile too light for it, is refused', () => {
  const shifted = loosened.baseline.map((layer, index) =>
    index === 1 ? { ...layer, bottomCm: 29 } : index === 2 ? { ...layer, topCm: 29 } : layer,
  )
  expect(() => withPoints({ ...loosened, baseline: shifted }, compacted)).toThrowError(
    expect.objectContaining({
      details: { field: '/strata/0/points/0/baseline', reason: expect.stringContaining('30 cm') },
    }),
  )
  expect(() => withPoints({ ...loosened, after: loosened.after.slice(0, 2) }, compacted)).toThrowError(
    expect.objectContaining({
      details: { field: '/strata/0/points/0/after', reason: expect.stringContaining('sample deeper') },
    }),
  )
})

test('an unknown version is refused with those that exist', () => {
  expect(() => run({ methodologyVersion: '2.0.0' })).toThrowError(
    expect.objectContaining({
      code: 'METHODOLOGY_UNKNOWN',
      details: { field: '/methodologyVersion', given: '2.0.0', versions: ['1.0.0'] },
    }),
  )
})

test('equal masses are compared, loosened or compacted: every step as computed independently', () => {
  const of = run()
  const rows = of.steps.find(({ step }) => step === 'field, carbon of equal masses')!.table!.rows
  expect(rows.map(([name, reference, , , , carbon]) => [name, reference, carbon])).toEqual([
    ['P1 baseline', '3847.5', '51.7275'],
    ['P1 after', '3847.5', '57.07125'],
    ['P2 baseline', '3900', '48.525'],
    ['P2 after', '3900', '53.625'],
  ])
  expect(resultsOf(of)).toMatchObject({
    'field, gains of points': '10.44375',
    'field, mean': '5.221875',
    'field, variance': '0.029707',
    'field, half-width': '0.769494',
    'gains of strata': '1.462125',
    change: '5.361125',
    gross: '5361.125',
    'uncertainty, approach 1': '0.14736',
  })
  expect(of.grossKg).toBe('5361.125')
  expect(of.findings).toEqual([])
})

test('comparing by depth instead would have called the loosened soil poorer than it is', () => {
  const rows = run().steps.find(({ step }) => step === 'field, carbon of layers')!.table!.rows
  const to30 = rows
    .filter(([name]) => /P1 after (0-15|15-30) cm/.test(name!))
    .map((row) => exact(row.at(-1) as `${number}`))
  expect(to30[0]!.plus(to30[1]!).toFixed()).toBe('55.78875')
})

test('the whole uncertainty is deducted, of sampling and of what all points share', () => {
  const of = run({ relativeErrors: [{ source: 'laboratory', share: '0.05' }] })
  expect(resultsOf(of)['uncertainty, approach 1']).toBe('0.155612')
  const { table } = of.steps.find(({ step }) => step === 'contributions to the uncertainty')!
  expect(table!.rows.map(([name]) => name)).toEqual(['sampling of field', '1 laboratory'])
  expect(exact(of.deductions.uncertaintyShare as `${number}`).greaterThanOrEqualTo('0.155612')).toBe(true)
  expect(run({ seed: '1' })).toEqual(run())
})

test('soil that lost carbon counts against the project in full and issues nothing', () => {
  const lost = { ...loosened, baseline: loosened.after, after: loosened.baseline }
  const of = withPoints(lost, { ...compacted, baseline: compacted.after, after: compacted.baseline })
  // Area × mean × 44/12, without the factor of a gain.
  const mean = exact(resultsOf(of)['field, mean'] as `${number}`)
  expect(mean.isNegative()).toBe(true)
  expect(resultsOf(of)['gains of strata']).toBe(roundDown(mean.times(field.strata[0]!.areaHa), 6).toFixed())
  expect([of.issuedKg, of.uncertaintyMethod]).toEqual(['0', 'minimum'])
})

test('what one stratum lost is taken off the gain of another in full', () => {
  const lost = { ...loosened, baseline: loosened.after, after: loosened.baseline }
  const back = { ...compacted, baseline: compacted.after, after: compacted.baseline }
  const fallen = { ...field.strata[0]!, stratum: 'fallen', points: [lost, back] }
  const both = run({ strata: [...field.strata, fallen] })
  const [gained, missed] = [run(), run({ strata: [fallen] })].map(({ grossKg }) => exact(grossKg as `${number}`))
  expect(
    exact(both.grossKg as `${number}`)
      .minus(gained!.plus(missed!))
      .abs()
      .lessThanOrEqualTo('0.000001'),
  ).toBe(true)
  expect(missed!.negated().greaterThan(gained!)).toBe(true)
})

test('2.23: too few points per hectare and missing depths are findings for the verifier', () => {
  const short = { ...loosened, after: loosened.after.slice(0, 3) }
  const of = run({ strata: [{ ...field.strata[0], areaHa: '0.41', points: [short, compacted] }] })
  expect(of.findings).toEqual([
    'field: fewer than 5 points per hectare',
    'field: point P1 is not sampled at 15, 30, 60, 100 cm both times',
  ])
})

test('strata are sampled for themselves and share their degrees of freedom', () => {
  const [of] = [run({ strata: [...field.strata, { ...field.strata[0], stratum: 'other' }] })]
  expect(of.grossKg).toBe('10722.25')
  expect(of.steps.find(({ step }) => step === 'other, half-width')!.inputs.t).toBe('2.92')
})

test('the order of points changes no amount; more carbon afterwards is never less credit', () => {
  const reversed = withPoints(compacted, loosened)
  expect([reversed.grossKg, reversed.issuedKg]).toEqual([run().grossKg, run().issuedKg])
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 300 }), (extra) => {
      const richer = loosened.after.map((layer) => ({
        ...layer,
        organicCarbonPercent: exact(layer.organicCarbonPercent as `${number}`)
          .plus(exact(BigInt(extra)).div(100))
          .toFixed(),
      }))
      const of = withPoints({ ...loosened, after: richer }, compacted)
      expect(exact(of.grossKg as `${number}`).greaterThanOrEqualTo(run().grossKg)).toBe(true)
    }),
    { numRuns: 5 },
  )
})
