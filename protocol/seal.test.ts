import { expect, test } from 'vitest'
import type { JsonValue } from './canonicalJson.ts'
import { closeSeals, type Sealed, sealFits, sealOf, sealsIn } from './seal.ts'

const salt = 'ab'.repeat(16)
const json = (value: unknown) => value as JsonValue

test('a seal does not fit another value, another salt, half an opening or a short salt', () => {
  const sealed = sealOf({ name: 'Anna' }, salt)
  expect(sealFits(sealed as Sealed)).toBe(true)
  expect(sealFits({ ...sealed, value: { name: 'Bert' } })).toBe(false)
  expect(sealFits({ ...sealed, salt: 'ac'.repeat(16) })).toBe(false)
  expect(sealFits({ seal: sealed.seal, value: sealed.value } as Sealed)).toBe(false)
  expect(sealFits({ seal: sealed.seal, salt })).toBe(false)
  expect(sealFits(sealOf('x', 'ab') as Sealed)).toBe(false)
  expect(sealFits({ seal: sealed.seal })).toBe(true)
})

test('closing takes the value away, however deep, and what was sealed inside it', () => {
  const inner = sealOf('inner', salt)
  const value = json({ list: [{ a: sealOf(json({ inner }), salt) }], open: 1, 'a/b': inner })
  const closed = closeSeals(value)
  expect(JSON.stringify(closed)).not.toMatch(/inner"|salt|value/)
  expect(closeSeals(closed)).toEqual(closed)
  expect(sealsIn(value).map(({ pointer }) => pointer)).toEqual(['/list/0/a', '/a~1b'])
  expect(sealsIn(closed)).toHaveLength(2)
})

test('an object that has more members than a seal is not one', () => {
  const value = json({ seal: 'of approval', colour: 'blue' })
  expect(closeSeals(value)).toEqual(value)
  expect(sealsIn(value)).toEqual([])
})
