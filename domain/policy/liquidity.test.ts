import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Exact, exact, formatExact } from '../decimal.ts'
import { fictraLiquidity, type MarketRegime } from '../programmes/fictraLiquidity.ts'
import { parseQuantity, quantity } from '../quantity.ts'
import { initial, withValue } from '../test/parameters.ts'
import { liquidityDemandRatio, makerDuty, quoteFindings } from './liquidity.ts'

const pt = (text: string) => parseQuantity(text, 'PT', 'pt')
const refused = (field: string) =>
  expect.objectContaining({ code: 'RESERVE_INPUT_INVALID', details: expect.objectContaining({ field }) })

test('depths, quotes and hours that cannot be are refused by field', () => {
  expect(() => liquidityDemandRatio(quantity(-1n, 'PT'), pt('1'), initial)).toThrowError(refused('depth'))
  expect(() => liquidityDemandRatio(pt('1'), quantity(-1n, 'PT'), initial)).toThrowError(
    refused('potentialConversions'),
  )
  const quote = { size: pt('10000'), spread: exact('0.001'), today: pt('0') }
  expect(() => quoteFindings({ ...quote, size: quantity(-1n, 'PT') }, 'normal', initial)).toThrowError(refused('size'))
  expect(() => quoteFindings({ ...quote, spread: new Exact(Number.NaN) }, 'normal', initial)).toThrowError(
    refused('spread'),
  )
  expect(() => quoteFindings({ ...quote, today: quantity(-1n, 'PT') }, 'normal', initial)).toThrowError(
    refused('today'),
  )
  expect(() => makerDuty([], initial)).toThrowError(refused('hours'))
  expect(() => makerDuty([null, exact('-1')], initial)).toThrowError(refused('hours/1'))
  const invalid = expect.objectContaining({ code: 'PARAMETER_INVALID' })
  expect(() => withValue(fictraLiquidity.demandRatio, { targetAbove: '1', actBelow: '1.5' })).toThrowError(invalid)
  const quotes = fictraLiquidity.quotes.initial as Record<string, Record<string, string>>
  for (const changes of [{ sizeLeastPt: '500001' }, { spreadLeast: '0.0011' }]) {
    const normal = { ...quotes.normal, ...changes }
    expect(() => withValue(fictraLiquidity.quotes, { ...quotes, normal } as never)).toThrowError(invalid)
  }
})

test('2.15: liquidity over demand is meant to be above 2, and below 1.5 the treasury acts', () => {
  const ratio = (depth: string, potential: string) => {
    const { ratio: of, state } = liquidityDemandRatio(pt(depth), pt(potential), initial)
    return [of === null ? null : formatExact(of), state]
  }
  expect(ratio('201', '100')).toEqual(['2.01', 'target'])
  expect(ratio('200', '100')).toEqual(['2', 'watch'])
  expect(ratio('150', '100')).toEqual(['1.5', 'watch'])
  expect(ratio('149', '100')).toEqual(['1.49', 'act'])
  expect(ratio('0', '100')).toEqual(['0', 'act'])
  expect(ratio('0', '0')).toEqual([null, 'target'])
})

test.each([
  ['normal', ['10000', '500000'], ['0.001', '0.001'], '50000000'],
  ['stress', ['5000', '250000'], ['0.002', '0.003'], '25000000'],
  ['crisis', ['1000', '100000'], ['0.005', '0.01'], '10000000'],
] as const)(
  '2.15: automated quotes when the market is %s',
  (regime: MarketRegime, [least, most], [narrow, wide], day) => {
    const findings = (size: string, spread: `${number}`, today = '0') =>
      quoteFindings({ size: pt(size), spread: exact(spread), today: pt(today) }, regime, initial)
    expect([findings(least, narrow), findings(most, wide)]).toEqual([[], []])
    const left = quantity(pt(day).value - pt(least).value, 'PT')
    expect(quoteFindings({ size: pt(least), spread: exact(wide), today: left }, regime, initial)).toEqual([])
    expect(findings(`${BigInt(least) - 1n}`, '0')).toEqual(['tooSmall', 'tooNarrow'])
    expect(findings(`${BigInt(most) + 1n}`, '0.02', day)).toEqual(['tooLarge', 'tooWide', 'dayLimit'])
    expect(findings(least, wide, `${BigInt(day) - BigInt(least) + 1n}`)).toEqual(['dayLimit'])
  },
)

test('2.16: a maker keeps .5 % in 90 % of the hours; an hour without quotes is not kept', () => {
  const hours = (kept: number, wide: number, silent: number) =>
    makerDuty(
      [
        ...Array.from({ length: kept }, () => exact('0.005')),
        ...Array.from({ length: wide }, () => exact('0.005001')),
        ...Array.from({ length: silent }, () => null),
      ],
      initial,
    )
  expect(hours(90, 5, 5)).toEqual({ hoursKept: 90, kept: true })
  expect(hours(89, 11, 0)).toEqual({ hoursKept: 89, kept: false })
  expect(hours(0, 0, 1)).toEqual({ hoursKept: 0, kept: false })
  expect(hours(1, 0, 0)).toEqual({ hoursKept: 1, kept: true })
})

test('more depth never makes it worse, and the order of the hours has no influence', () => {
  const amount = fc.bigInt(1n, 10n ** 30n)
  const states = ['act', 'watch', 'target']
  const spreads = fc.array(
    fc.option(
      fc.integer({ min: 0, max: 100 }).map((of) => exact(BigInt(of)).div(10_000)),
      { nil: null },
    ),
    { minLength: 1, maxLength: 30 },
  )
  fc.assert(
    fc.property(amount, amount, amount, spreads, (depth, more, demand, hours) => {
      const rank = (of: bigint) =>
        states.indexOf(liquidityDemandRatio(quantity(of, 'PT'), quantity(demand, 'PT'), initial).state)
      expect(rank(depth + more)).toBeGreaterThanOrEqual(rank(depth))
      expect(makerDuty(hours.toReversed(), initial)).toEqual(makerDuty(hours, initial))
    }),
    { numRuns: 40 },
  )
})
