import { expect, test } from 'vitest'
import { exact, formatExact } from '../decimal.ts'
import { defineEquation } from './equation.ts'
import { measure, minus, plus } from './measure.ts'
import { createTrace, silentTrace } from './trace.ts'

const carbonDioxide = defineEquation({
  id: 'test/carbonDioxide',
  rule: 'carbon × ratio',
  citation: 'test',
  inputs: { carbon: 'kgC', ratio: 'kgCO2e/kgC' },
  output: 'kgCO2e',
  compute: ({ carbon, ratio }) => carbon.times(ratio),
})
const share = defineEquation({
  id: 'test/share',
  rule: 'part / whole',
  citation: 'test',
  inputs: { part: 'kg', whole: 'kg' },
  output: '1',
  compute: ({ part, whole }) => part.div(whole),
})

const kgC = (value: `${number}`) => measure(exact(value), 'kgC')
const kgCO2e = (value: `${number}`) => measure(exact(value), 'kgCO2e')
const kg = (value: `${number}`) => measure(exact(value), 'kg')
const ratio = measure(exact('3.67'), 'kgCO2e/kgC')
const mismatch = (details: object) =>
  expect.objectContaining({ code: 'METHODOLOGY_UNIT_MISMATCH', details: expect.objectContaining(details) })

test('adding kg C to kg CO2e does not compile and is refused', () => {
  // @ts-expect-error carbon is not carbon dioxide
  expect(() => plus(kgC('1'), kgCO2e('1'))).toThrowError(mismatch({ left: 'kgC', right: 'kgCO2e' }))
  // @ts-expect-error nor may one be taken from the other
  expect(() => minus(kgC('1'), kgCO2e('1'))).toThrowError(mismatch({ left: 'kgC', right: 'kgCO2e' }))
  expect(formatExact(plus(kgC('1'), kgC('2')).value)).toBe('3')
  expect(formatExact(minus(kgC('1'), kgC('2')).value)).toBe('-1')
})

test('an equation takes its own inputs in their own units, and nothing else', () => {
  const { apply } = createTrace()
  // @ts-expect-error carbon dioxide is not carbon
  expect(() => apply(carbonDioxide, 'x', { carbon: kgCO2e('1'), ratio })).toThrowError(
    mismatch({ equation: 'test/carbonDioxide', input: 'carbon', expected: 'kgC', given: 'kgCO2e' }),
  )
  // @ts-expect-error the ratio is missing
  expect(() => apply(carbonDioxide, 'x', { carbon: kgC('1') })).toThrowError(mismatch({ input: 'ratio', given: null }))
  // @ts-expect-error there is no such input
  expect(() => apply(carbonDioxide, 'x', { carbon: kgC('1'), ratio, more: ratio })).toThrowError(
    mismatch({ input: 'more', expected: null }),
  )
  // @ts-expect-error nor by name alone
  expect(() => apply(carbonDioxide, 'x', { carbon: kgC('1'), ratio, more: undefined })).toThrowError(
    mismatch({ input: 'more', given: null }),
  )
  const stored = apply(carbonDioxide, 'y', { carbon: kgC('1'), ratio })
  // @ts-expect-error the result is carbon dioxide, and is not taken for carbon
  expect(() => apply(carbonDioxide, 'x', { carbon: stored, ratio })).toThrowError(mismatch({ given: 'kgCO2e' }))
})

test('an equation without a result for its inputs is an error that names it, never NaN', () => {
  for (const trace of [createTrace(), silentTrace]) {
    for (const part of ['0', '1'] as const) {
      expect(() => trace.apply(share, 'x', { part: kg(part), whole: kg('0') })).toThrowError(
        expect.objectContaining({
          code: 'DECIMAL_UNDEFINED',
          details: expect.objectContaining({ field: 'test/share' }),
        }),
      )
    }
  }
})

test('applying an equation writes step, equation, source, inputs, value and unit', () => {
  const trace = createTrace()
  const result = trace.apply(carbonDioxide, 'stored', { carbon: kgC('1232'), ratio })
  expect(result).toEqual({ value: exact('4521.44'), unit: 'kgCO2e' })
  expect(trace.steps).toStrictEqual([
    {
      step: 'stored',
      equation: 'test/carbonDioxide',
      rule: 'carbon × ratio',
      source: 'test',
      inputs: { carbon: '1232 kgC', ratio: '3.67 kgCO2e/kgC' },
      result: '4521.44',
      unit: 'kgCO2e',
    },
  ])
})

test('one equation over many things is a table with their sum; what is the same in all rows stands beside it', () => {
  const rows = [
    { name: 'a', inputs: { carbon: kgC('1'), ratio } },
    { name: 'b', inputs: { carbon: kgC('2'), ratio } },
  ]
  for (const trace of [createTrace(), silentTrace]) {
    const { each, total } = trace.applyEach(carbonDioxide, 'all', rows, ['carbon'])
    expect(each.map(({ value }) => formatExact(value))).toEqual(['3.67', '7.34'])
    expect([formatExact(total.value), total.unit]).toEqual(['11.01', 'kgCO2e'])
  }
  const trace = createTrace()
  trace.applyEach(carbonDioxide, 'all', rows, ['carbon'])
  trace.applyEach(share, 'none', [], ['part'])
  expect(trace.steps).toMatchObject([
    {
      inputs: { ratio: '3.67 kgCO2e/kgC' },
      result: '11.01',
      table: {
        columns: ['', 'carbon, kgC', 'kgCO2e'],
        rows: [
          ['a', '1', '3.67'],
          ['b', '2', '7.34'],
        ],
      },
    },
    { inputs: {}, result: '0', unit: '1', table: { columns: ['', 'part, kg', ''], rows: [] } },
  ])
  expect(silentTrace.steps).toEqual([])
})

test('a rule of the rulebook is recorded with what it was given and gave', () => {
  const trace = createTrace()
  const rule = { id: 'policy/x', rule: 'half', citation: 'test' }
  expect(trace.record(rule, 'halved', { whole: kg('3') }, kg('1.5')).value).toEqual(exact('1.5'))
  expect(trace.steps).toMatchObject([{ equation: 'policy/x', inputs: { whole: '3 kg' }, result: '1.5', unit: 'kg' }])
  expect(silentTrace.record(rule, 'halved', {}, kg('1')).unit).toBe('kg')
})

test('a trace cuts long numbers after six decimals but hands on the exact value', () => {
  const trace = createTrace()
  const third = trace.apply(share, 'third', { part: kg('1'), whole: kg('3') })
  expect([trace.steps[0]!.result, trace.steps[0]!.inputs.part]).toEqual(['0.333333', '1 kg'])
  expect(third.value.times(3).toDecimalPlaces(100).toFixed().startsWith('0.99999')).toBe(true)
  expect(trace.apply(share, 'minus a third', { part: kg('-1'), whole: kg('3') }).unit).toBe('1')
  expect(trace.steps[1]!.result).toBe('-0.333334')
})
