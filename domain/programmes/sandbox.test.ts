import { expect, test } from 'vitest'
import { parameterOf } from './catalogue.ts'
import { fictra } from './fictra.ts'
import { sandboxParameters, sandboxValues } from './sandbox.ts'

test.each(sandboxValues.map((row) => [row.key, row] as const))(
  '%s has a parameter that allows its sandbox value',
  (key, row) => {
    const parameter = parameterOf(key)
    expect(() => parameter.codec.decode(row.value, '', key)).not.toThrow()
    expect(row.reason).not.toBe('')
  },
)

test('the parameters of a sandbox are the initial ones, changed where it says so', () => {
  const set = sandboxParameters()
  expect(set.get(fictra.verification.answerSeconds)).toBe(90)
  expect(set.get(fictra.verification.committeeSize)).toBe(7)
})
