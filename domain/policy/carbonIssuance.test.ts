import fc from 'fast-check'
import { expect, test } from 'vitest'
import { exact, formatExact } from '../decimal.ts'
import { initial } from '../test/parameters.ts'
import { carryDown, issueDown, lostKgUp, reverse } from './carbonIssuance.ts'

type Number = `${number}`
const issue = (gross: Number, carryIn: Number = '0') => issueDown(exact(gross), exact('0.1'), exact(carryIn), initial)

test('shares above one, a whole kilogram of carry and losses above the issue are refused', () => {
  const invalid = expect.objectContaining({ code: 'ISSUANCE_INPUT_INVALID' })
  expect(() => issueDown(exact('1'), exact('1.1'), exact('0'), initial)).toThrowError(invalid)
  expect(() => issue('1', '1')).toThrowError(invalid)
  expect(() => lostKgUp(1n, exact('1.01'))).toThrowError(invalid)
  expect(() => reverse(0n, { issuedKg: 1n, reversedKg: 0n, ownBufferKg: 0n }, [])).toThrowError(invalid)
  expect(() => reverse(5n, { issuedKg: 10n, reversedKg: 6n, ownBufferKg: 9n }, [])).toThrowError(
    expect.objectContaining({ code: 'REVERSAL_EXCEEDS_ISSUED' }),
  )
})

test.each([
  ['20000', '18000', '2700', '15300', 15300n, '0'],
  ['10000', '9000', '1350', '7650', 7650n, '0'],
  ['950', '855', '128.25', '726.75', 726n, '0.75'],
  ['9108', '8197.2', '1229.58', '6967.62', 6967n, '0.62'],
] as const)('2.23, 2.27 G6 [TV]: gross %s kg', (gross, afterUncertainty, buffer, net, issuedKg, carry) => {
  const of = issue(gross)
  expect([of.afterUncertainty, of.buffer, of.net, of.carryOut].map(formatExact)).toEqual([
    afterUncertainty,
    buffer,
    net,
    carry,
  ])
  expect(of.issuedKg).toBe(issuedKg)
})

test.each([
  ['9000', '6885'],
  ['19400', '14841'],
] as const)('2.23 [TV]: issuance of %s kg nets %s', (gross, net) => {
  expect(formatExact(issue(gross).net)).toBe(net)
})

test('2.27 G6: the buffer is whole kilograms, rounded down', () => {
  expect(issue('9108').bufferKg).toBe(1229n)
})

test('a project that emits more than it stores issues nothing and keeps its carry', () => {
  const of = issue('-500', '0.62')
  expect([of.issuedKg, of.bufferKg, formatExact(of.carryOut)]).toEqual([0n, 0n, '0.62'])
  expect([of.boundBy, issue('0').boundBy, issue('500').boundBy]).toEqual(['zero', null, null])
})

test('carry becomes whole kilograms in time', () => {
  const second = issue('9108', '0.62')
  expect([second.issuedKg, formatExact(second.carryOut)]).toEqual([6968n, '0.24'])
})

test('the carry ledger loses and makes nothing, whatever the sequence', () => {
  const nets = fc.array(fc.bigInt(0n, 10n ** 36n), { maxLength: 20 })
  fc.assert(
    fc.property(nets, (values) => {
      let carry = exact('0')
      let issuedKg = 0n
      for (const value of values) {
        const step = carryDown(exact(value).div(1_000_000), carry)
        issuedKg += step.issuedKg
        carry = step.carryOut
        expect(carry.greaterThanOrEqualTo(0) && carry.lessThan(1)).toBe(true)
      }
      const total = values.reduce((sum, value) => sum + value, 0n)
      expect(exact(issuedKg).plus(carry).times(1_000_000).toFixed()).toBe(total.toString())
    }),
  )
})

test('2.26 no. 9 does not occur: issue and buffer never exceed what is left after uncertainty; more gross never issues less', () => {
  const gross = fc.bigInt(0n, 10n ** 36n).map((value) => exact(value).div(1_000_000))
  fc.assert(
    fc.property(gross, gross, (a, b) => {
      const of = issueDown(a, exact('0.1'), exact('0'), initial)
      expect(exact(of.issuedKg + of.bufferKg).lessThanOrEqualTo(of.afterUncertainty)).toBe(true)
      expect(issueDown(a.plus(b), exact('0.1'), exact('0'), initial).issuedKg).toBeGreaterThanOrEqual(of.issuedKg)
    }),
  )
})

test('2.27 G7 [TV]: a loss of 40 % cancels 2,787 kg: 1,229 from the own buffer, 1,558 from the pool', () => {
  // Exactly 2,786.8 kg are lost, of which 1,557.22 are not covered by the 1,229.58 of the buffer; credits are whole kilograms.
  const { issuedKg, buffer } = issue('9108')
  const lost = exact(issuedKg).times('0.4')
  expect([lost, buffer, lost.minus(buffer)].map(formatExact)).toEqual(['2786.8', '1229.58', '1557.22'])
  const lostKg = lostKgUp(issuedKg, exact('0.4'))
  expect(lostKg).toBe(2787n)
  const pool = [
    { creditId: 'older', bufferKg: 1000n },
    { creditId: 'empty', bufferKg: 0n },
    { creditId: 'newer', bufferKg: 5000n },
  ]
  expect(reverse(lostKg, { issuedKg: 6967n, reversedKg: 0n, ownBufferKg: 1229n }, pool)).toEqual({
    cancelledKg: 2787n,
    fromOwnBufferKg: 1229n,
    fromPoolKg: 1558n,
    draws: [
      { creditId: 'older', kg: 1000n },
      { creditId: 'newer', kg: 558n },
    ],
    missingKg: 0n,
  })
})

test('a pool entry named twice gives its buffer once', () => {
  const entry = { creditId: 'other', bufferKg: 10n }
  const of = reverse(30n, { issuedKg: 30n, reversedKg: 0n, ownBufferKg: 5n }, [entry, entry])
  expect(of).toMatchObject({ fromPoolKg: 10n, draws: [{ creditId: 'other', kg: 10n }], missingKg: 15n })
})

test('a reversal takes the own buffer first and says what no buffer covers', () => {
  const kg = fc.bigInt(0n, 10n ** 12n)
  fc.assert(
    fc.property(fc.bigInt(1n, 10n ** 12n), kg, fc.array(kg, { maxLength: 8 }), (lost, ownBufferKg, buffers) => {
      const pool = buffers.map((bufferKg, index) => ({ creditId: String(index), bufferKg }))
      const of = reverse(lost, { issuedKg: lost, reversedKg: 0n, ownBufferKg }, pool)
      expect(of.cancelledKg + of.missingKg).toBe(lost)
      expect(of.fromOwnBufferKg + of.fromPoolKg).toBe(of.cancelledKg)
      expect(of.draws.reduce((total, { kg: drawn }) => total + drawn, 0n)).toBe(of.fromPoolKg)
      if (of.fromPoolKg > 0n) expect(of.fromOwnBufferKg).toBe(ownBufferKg)
      if (of.missingKg > 0n) expect(of.fromPoolKg).toBe(buffers.reduce((total, value) => total + value, 0n))
    }),
  )
})
