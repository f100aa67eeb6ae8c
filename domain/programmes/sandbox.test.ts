import { expect, test } from 'vitest'
import { parameterOf } from './catalogue.ts'
import { sandboxValues } from './sandbox.ts'

test.each(sandboxValues.map((row) => [row.key, row] as const))(
  '%s has a parameter that allows its sandbox value',
  (key, row) => {
    const parameter = parameterOf(key)
    expect(() => parameter.codec.decode(row.value, '', key)).not.toThrow()
    expect(row.reason).not.toBe('')
  },
)
