import { expect, test } from 'vitest'
import type { JsonValue } from './canonicalJson.ts'
import { publicFormOf, type Sealed, sealFits, sealOf, sealsIn } from './seal.ts'

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
  const closed = publicFormOf(value)
  expect(JSON.stringify(closed)).not.toMatch(/inner"|salt|value/)
  expect(publicFormOf(closed)).toEqual(closed)
  expect(sealsIn(value).map(({ pointer }) => pointer)).toEqual(['/list/0/a', '/a~1b'])
  expect(sealsIn(closed)).toHaveLength(2)
})

test('a private member leaves nothing behind, however deep', () => {
  const value = json({ list: [{ a: { private: { name: 'Anna', inner: sealOf('inner', salt) } } }], open: 1 })
  expect(publicFormOf(value)).toEqual({ list: [{ a: {} }], open: 1 })
})

test('an object that has more members than a seal or a private member is neither', () => {
  const value = json({ seal: 'of approval', colour: 'blue', land: { private: true, area: 1 } })
  expect(publicFormOf(value)).toEqual(value)
  expect(sealsIn(value)).toEqual([])
})
