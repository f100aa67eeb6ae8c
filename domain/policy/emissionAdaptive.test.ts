import { expect, test } from 'vitest'
import { Exact, exact } from '../decimal.ts'
import { formatQuantity, parseQuantity, quantity } from '../quantity.ts'
import { initial } from '../test/parameters.ts'
import { type EmissionSignals, emissionMeasures } from './emissionAdaptive.ts'

const pt = (text: string) => parseQuantity(text, 'PT', 'pt')
const calm: EmissionSignals = {
  volatility: exact('0.75'),
  priceRatio: exact('1'),
  volumeRatio: exact('3'),
  contractsUsd: exact('10000000000'),
  depthPt: pt('1000000'),
}
const measures = (changes: Partial<EmissionSignals>) =>
  emissionMeasures({ ...calm, ...changes }, initial).map((measure) => [
    measure.kind,
    'mostPt' in measure ? formatQuantity(measure.mostPt) : measure.daysMost,
  ])

test('signals outside their range are refused by name', () => {
  const wrong: readonly [string, Partial<EmissionSignals>][] = [
    ['volatility', { volatility: exact('-0.1') }],
    ['priceRatio', { priceRatio: exact('0') }],
    ['volumeRatio', { volumeRatio: new Exact(Number.NaN) }],
    ['contractsUsd', { contractsUsd: exact('-1') }],
    ['depthPt', { depthPt: quantity(-1n, 'PT') }],
  ]
  for (const [field, changes] of wrong) {
    expect(() => measures(changes)).toThrowError(
      expect.objectContaining({ code: 'EMISSION_INPUT_INVALID', details: expect.objectContaining({ field }) }),
    )
  }
})

test('2.9: each measure begins beyond its bound and names the most that may be done', () => {
  expect(measures({})).toEqual([])
  expect(measures({ volatility: exact('0.750001') })).toEqual([['delay', 60]])
  expect(measures({ volumeRatio: exact('3.000001') })).toEqual([['accelerate', 30]])
  expect(measures({ priceRatio: exact('0.6') })).toEqual([['buyBack', '2500000']])
  expect(measures({ priceRatio: exact('0.600001') })).toEqual([])
  expect(measures({ contractsUsd: exact('10000000000.01') })).toEqual([['bonus', '5000000']])
  expect(measures({ depthPt: pt('999999.999999999999999999') })).toEqual([['operations', '5000000']])
})

test('2.9: a market both too volatile and too busy is slowed, not hurried; everything else adds up', () => {
  const all = {
    volatility: exact('1'),
    priceRatio: exact('0.5'),
    volumeRatio: exact('4'),
    contractsUsd: exact('20000000000'),
    depthPt: pt('0'),
  }
  expect(measures(all)).toEqual([
    ['delay', 60],
    ['buyBack', '2500000'],
    ['bonus', '5000000'],
    ['operations', '5000000'],
  ])
})
