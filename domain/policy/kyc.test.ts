import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  fictraCompliance,
  type KycEvidence,
  kycEvidence,
  kycTiers,
  limitProfiles,
  partyKinds,
  transactionKinds,
} from '../programmes/fictraCompliance.ts'
import { parseQuantity, type Quantity, quantity } from '../quantity.ts'
import { initial, withValue } from '../test/parameters.ts'
import { checkLimits, controlsOf, limitsOf, processingOf, tierReached } from './kyc.ts'

const pt = (text: string) => parseQuantity(text, 'PT', 'amount')
const refused = (code: string, details: object) =>
  expect.objectContaining({ code, details: expect.objectContaining(details) })
const unused = { dayPt: pt('0'), monthPt: pt('0') }
const basic = limitsOf('basic', null, initial)

test('amounts of another unit, of nothing and negative usage are refused by field', () => {
  const wrong = quantity(1n, 'FT') as unknown as Quantity<'PT'>
  expect(() => checkLimits(wrong, unused, basic)).toThrowError(refused('KYC_INPUT_INVALID', { field: 'amountPt' }))
  expect(() => checkLimits(pt('0'), unused, basic)).toThrowError(refused('KYC_INPUT_INVALID', { field: 'amountPt' }))
  const negative = quantity(-1n, 'PT')
  expect(() => checkLimits(pt('1'), { ...unused, dayPt: negative }, basic)).toThrowError(
    refused('KYC_INPUT_INVALID', { field: 'dayPt' }),
  )
  expect(() => checkLimits(pt('1'), { ...unused, monthPt: negative }, basic)).toThrowError(
    refused('KYC_INPUT_INVALID', { field: 'monthPt' }),
  )
})

test('2.18: each tier asks for its evidence and all of the tiers below it', () => {
  const reached = (kind: 'person' | 'company' | 'sovereign', ...of: KycEvidence[]) =>
    tierReached(kind, new Set(of), initial)
  const first: KycEvidence[] = ['email', 'phone', 'networkAddress']
  expect(reached('person')).toEqual({ tier: null, missing: first })
  expect(reached('person', 'email', 'networkAddress')).toEqual({ tier: null, missing: ['phone'] })
  expect(reached('person', ...first)).toEqual({ tier: 'basic', missing: ['identityDocument', 'address'] })
  expect(reached('person', ...first, 'video', 'sourceOfFunds', 'address').missing).toEqual(['identityDocument'])
  expect(reached('company', ...first, 'identityDocument', 'address')).toEqual({
    tier: 'basic',
    missing: ['registration'],
  })
  expect(reached('company', ...first, 'identityDocument', 'address', 'registration')).toEqual({
    tier: 'standard',
    missing: ['video', 'sourceOfFunds', 'beneficialOwners'],
  })
  expect(reached('sovereign', ...first, 'credentials')).toEqual({
    tier: 'standard',
    missing: ['departments', 'centralBank'],
  })
  for (const kind of partyKinds) expect(reached(kind, ...kycEvidence)).toEqual({ tier: 'enhanced', missing: [] })
})

test('2.18: basic moves 10,000 PT at once and 50,000 a day; the limit itself is allowed, one base unit more is not', () => {
  const over = (amount: Quantity<'PT'>, dayPt = pt('0'), monthPt = pt('0'), limits = basic) => {
    try {
      checkLimits(amount, { dayPt, monthPt }, limits)
      return null
    } catch (error) {
      return (error as { details: object }).details
    }
  }
  const one = (of: Quantity<'PT'>) => quantity(of.value + 1n, 'PT')
  expect(over(pt('10000'))).toBeNull()
  expect(over(one(pt('10000')))).toEqual({ limit: 'transaction', leftPt: '10000' })
  expect(over(pt('10000'), pt('40000'))).toBeNull()
  expect(over(pt('10000'), pt('40000.5'))).toEqual({ limit: 'day', leftPt: '9999.5' })
  expect(over(pt('1'), pt('60000'))).toEqual({ limit: 'day', leftPt: '0' })
  const standard = limitsOf('standard', null, initial)
  expect(over(pt('50000'), pt('0'), pt('200000'), standard)).toBeNull()
  expect(over(pt('50000'), pt('0'), one(pt('200000')), standard)).toMatchObject({ limit: 'month' })
})

test('2.18: in every profile a higher tier moves no less, and a longer period holds no less', () => {
  const named = ['perTransactionPt', 'perDayPt', 'perMonthPt'] as const
  for (const profile of limitProfiles) {
    const rows = initial.get(fictraCompliance.limits)[profile]
    const own = kycTiers.map((tier) => rows[tier]).filter(({ agreed }) => !agreed)
    for (const [index, row] of own.entries()) {
      const [once, day, month] = named.map((limit) => row[limit].value)
      expect(once! <= day! && day! <= month!, profile).toBe(true)
      for (const lower of own.slice(0, index)) {
        expect(named.every((limit) => lower[limit].value <= row[limit].value)).toBe(true)
      }
    }
  }
  expect(basic.perMonthPt).toEqual(pt('250000'))
})

test('2.18: limits that fall with the tier or with the period cannot be governed', () => {
  const limits = fictraCompliance.limits.initial as Record<string, Record<string, Record<string, unknown>>>
  const stated = (tier: string, changes: object) => ({
    ...limits,
    stated: { ...limits.stated, [tier]: { ...limits.stated![tier], ...changes } },
  })
  for (const [tier, changes, reason] of [
    ['basic', { perMonthPt: '250000.5' }, 'standard may move less than the tier below it'],
    ['basic', { perTransactionPt: '50000.5', perDayPt: '50000.5' }, 'standard may move less than the tier below it'],
    ['standard', { perMonthPt: '49999' }, 'standard may move more at once than in a day, or in a day than in a month'],
    ['basic', { perTransactionPt: '50001' }, 'basic may move more at once than in a day, or in a day than in a month'],
  ] as const) {
    expect(() => withValue(fictraCompliance.limits, stated(tier, changes) as never)).toThrowError(
      refused('PARAMETER_INVALID', { reason }),
    )
  }
})

test('2.18: the cautious profile, and tiers whose limits are agreed', () => {
  const cautious = withValue(fictraCompliance.limitProfile, 'cautious')
  expect(limitsOf('basic', null, cautious)).toMatchObject({ perDayPt: pt('1000'), perMonthPt: pt('5000') })
  expect(limitsOf('enhanced', null, cautious)).toMatchObject({ perDayPt: pt('500000'), perMonthPt: pt('2500000') })
  expect(() => limitsOf('enhanced', null, initial)).toThrowError(refused('KYC_LIMIT_NOT_AGREED', { tier: 'enhanced' }))
  expect(() => limitsOf('sovereign', null, cautious)).toThrowError(
    refused('KYC_LIMIT_NOT_AGREED', { tier: 'sovereign' }),
  )
  const own = { perTransactionPt: pt('1'), perDayPt: pt('2'), perMonthPt: pt('3') }
  expect(limitsOf('institutional', own, initial)).toBe(own)
  // Own limits do not replace those of a tier that has some.
  expect(limitsOf('basic', own, initial)).toBe(basic)
})

test('for all amounts: what is allowed stays within every limit, and what is refused names how much was left', () => {
  const amount = fc.bigInt(1n, 10n ** 30n).map((value) => quantity(value, 'PT'))
  fc.assert(
    fc.property(amount, amount, amount, amount, (of, dayPt, monthPt, limit) => {
      const limits = {
        perTransactionPt: limit,
        perDayPt: quantity(limit.value * 2n, 'PT'),
        perMonthPt: quantity(limit.value * 3n, 'PT'),
      }
      const rooms = [limit.value, limit.value * 2n - dayPt.value, limit.value * 3n - monthPt.value]
      const fits = rooms.every((room) => of.value <= room)
      if (fits) expect(() => checkLimits(of, { dayPt, monthPt }, limits)).not.toThrow()
      else expect(() => checkLimits(of, { dayPt, monthPt }, limits)).toThrowError(refused('KYC_LIMIT_EXCEEDED', {}))
    }),
  )
})

test('2.18: a commodity trade needs multisig, oracle and delivery; a redemption cools down', () => {
  const at = new Date('2026-01-01T00:00:00Z')
  expect(Object.fromEntries(transactionKinds.map((kind) => [kind, controlsOf(kind, at, initial)]))).toEqual({
    purchase: { risk: 'medium', needs: [], notBefore: at },
    commodity: { risk: 'high', needs: ['multisig', 'oracle', 'delivery'], notBefore: at },
    sovereignConversion: { risk: 'veryHigh', needs: ['multisig', 'oracle'], notBefore: at },
    redemption: { risk: 'medium', needs: [], notBefore: new Date('2026-01-02T00:00:00Z') },
  })
})

test('2.18: basic in less than 5 minutes and 50,000 a day, a sovereign in less than 5 days and 100 a day', () => {
  const at = new Date('2026-03-02T10:00:00Z')
  const of = (tier: (typeof kycTiers)[number], count: number) => processingOf(tier, at, count, initial)
  expect(of('basic', 50_000)).toEqual({ decidedBefore: new Date('2026-03-02T10:05:00Z'), beyondCapacity: 0 })
  expect(of('sovereign', 100)).toEqual({ decidedBefore: new Date('2026-03-07T10:00:00Z'), beyondCapacity: 0 })
  expect([of('basic', 50_003).beyondCapacity, of('sovereign', 101).beyondCapacity]).toEqual([3, 1])
  const all = kycTiers.map((tier) => of(tier, 60_000))
  expect(all.map(({ decidedBefore }) => decidedBefore.getTime())).toEqual(
    all.map(({ decidedBefore }) => decidedBefore.getTime()).toSorted((a, b) => a - b),
  )
  for (const count of [0, -1, 1.5, Number.NaN]) {
    expect(() => of('basic', count)).toThrowError(refused('KYC_INPUT_INVALID', { field: 'receivedThatDay' }))
  }
  expect(() => processingOf('basic', new Date('never'), 1, initial)).toThrowError(
    refused('KYC_INPUT_INVALID', { field: 'receivedAt' }),
  )
  expect(() => of('gold' as never, 1)).toThrowError(refused('KYC_INPUT_INVALID', { field: 'tier' }))
})
