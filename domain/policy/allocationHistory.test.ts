import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type AllocationEvent, allocationBook, type LimitsOfTheDay } from './allocationHistory.ts'
import { restate } from './allocationRestatement.ts'
import { type AllocationInputs, rawAllocationDown, rawAllocationExact } from './ftAllocation.ts'

/** Small numbers, so that a bound is met: caps from a supply of 1,000 on, growth 20 %, hold beyond 35 %. */
const limits: LimitsOfTheDay = {
  supplyFloor: 1_000n,
  singleCapBps: 5_000,
  sovereignCapBps: 10_000,
  growthBps: 2_000,
  deviationBps: 3_500,
  windowDays: 30,
}
/** Bm 1.0 and a sum of zero: the value itself, so that the numbers of a test can be read. */
const inputs = (ptValue: bigint, change: Partial<AllocationInputs> = {}): AllocationInputs => ({
  ptValue,
  baseMultiplierE4: 10_000,
  factorsE4: [0, 0, 0, 0, 0, 0, 0],
  weightsE4: [1500, 2000, 1000, 2500, 1500, 1000, 500],
  modifierE4: 10_000,
  eligibilityBps: 10_000,
  expected: ptValue,
  ...change,
})
const allocate = (exportId: string, day: number, ptValue: bigint, change: object = {}): AllocationEvent => ({
  kind: 'allocate',
  exportId,
  day,
  sovereign: 'XA',
  inputs: inputs(ptValue),
  delivered: 1n,
  contracted: 1n,
  limits,
  ...change,
})
const refused = (code: string, details: object = {}) =>
  expect.objectContaining({ code, details: expect.objectContaining(details) })
const book = (...events: AllocationEvent[]) => allocationBook(events)

test('an export twice, an unknown one, days that run backwards and burns of nothing are refused', () => {
  expect(() => book(allocate('a', 1, 10n), allocate('a', 2, 10n))).toThrowError(
    refused('ALLOCATION_EXPORT_REPEATED', { field: 'exportId', exportId: 'a' }),
  )
  expect(() => book({ kind: 'releaseQueued', exportId: 'b', limits, day: 1 })).toThrowError(
    refused('ALLOCATION_EXPORT_UNKNOWN', { field: 'exportId', exportId: 'b' }),
  )
  for (const day of [1, 2.5, Number.NaN]) {
    expect(() => book(allocate('a', 2, 10n), allocate('b', day, 10n))).toThrowError(
      refused('ALLOCATION_HISTORY_DISORDERED', { field: 'day', notBefore: 2 }),
    )
  }
  for (const amount of [0n, -1n]) {
    expect(() => book({ kind: 'burn', sovereign: 'XA', amount, day: 1 })).toThrowError(
      refused('ALLOCATION_HISTORY_DISORDERED', { field: 'amount' }),
    )
  }
  const events = [allocate('a', 1, 10n)]
  const actual = book(...events)
  expect(() => restate(events, actual, [{ exportId: 'b', facts: {} }])).toThrowError(
    refused('ALLOCATION_EXPORT_UNKNOWN', { field: 'exportId', exportId: 'b' }),
  )
  expect(() => restate(events, book(), [])).toThrowError(refused('ALLOCATION_EXPORT_UNKNOWN'))
})

test('the remainder of the floor stays in the account: 100 / 3 is 33 and one third', () => {
  const { accounts, supply, holdings } = book(allocate('a', 1, 100n, { delivered: 1n, contracted: 3n }))
  const account = accounts.get('a')!
  expect(account).toMatchObject({ sovereign: 'XA', minted: 33n, queued: 0n, held: 0n, dropped: 0n })
  expect(account.remainder.numerator * 3n).toBe(account.remainder.denominator)
  expect([supply, holdings.get('XA')]).toEqual([33n, 33n])
})

test('the growth limit queues, later days release, the window forgets after its last day', () => {
  // 3,000 on day 0 is an average of 100 a day: 120 may be minted on each of the next 30 days.
  const start = allocate('a', 0, 3_000n, { sovereign: 'XB' })
  const queue = [start, allocate('b', 1, 200n)]
  expect(book(...queue).accounts.get('b')).toMatchObject({ minted: 120n, queued: 80n })
  const again = { kind: 'releaseQueued', exportId: 'b', limits, day: 1 } as const
  expect(book(...queue, again).accounts.get('b')).toMatchObject({ minted: 120n, queued: 80n })
  expect(book(...queue, { ...again, day: 2 }).accounts.get('b')).toMatchObject({ minted: 200n, queued: 0n })
  expect(book(start, allocate('b', 30, 200n)).accounts.get('b')).toMatchObject({ minted: 120n, queued: 80n })
  expect(book(start, allocate('b', 31, 200n)).accounts.get('b')).toMatchObject({ minted: 200n, queued: 0n })
})

test('a window that was shortened on the way counts its own days only', () => {
  // 3,000 on day 0 are 100 a day while the window has 30 days, and nothing to grow from once it has 10.
  const start = allocate('a', 0, 3_000n, { sovereign: 'XB' })
  const shortened = { limits: { ...limits, windowDays: 10 } }
  const of = (...events: AllocationEvent[]) => book(start, ...events).accounts.get('b')
  expect(of(allocate('b', 10, 1_000n))).toMatchObject({ minted: 120n, queued: 880n })
  expect(of(allocate('b', 10, 1_000n, shortened))).toMatchObject({ minted: 360n, queued: 640n })
  expect(of(allocate('b', 11, 1_000n, shortened))).toMatchObject({ minted: 1_000n, queued: 0n })
  // Lengthened again, the days it had left out count again.
  const again = { kind: 'releaseQueued', exportId: 'b', limits, day: 12 } as const
  expect(of(allocate('b', 10, 1_000n, shortened), again)).toMatchObject({ minted: 494n, queued: 506n })
})

test('a hold waits for its decision; refused it is dropped, approved it is minted within the limits', () => {
  const odd = allocate('a', 1, 100n, { inputs: inputs(100n, { expected: 50n }) })
  expect(book(odd).accounts.get('a')).toMatchObject({ minted: 0n, held: 100n, queued: 0n })
  const resolve = { kind: 'resolveHold', exportId: 'a', limits, day: 2 } as const
  const resolveAgain = { ...resolve, approved: true }
  expect(book(odd, { ...resolve, approved: true }).accounts.get('a')).toMatchObject({ minted: 100n, held: 0n })
  const no = { ...resolve, approved: false }
  const dropped = { minted: 0n, held: 0n, dropped: 100n }
  expect(book(odd, no).accounts.get('a')).toMatchObject(dropped)
  expect(book(odd, no, no, resolveAgain).accounts.get('a')).toMatchObject(dropped)
  const large = allocate('c', 1, 3_000n, { sovereign: 'XB' })
  const bound = book(large, { ...odd, day: 2 }, { ...resolve, day: 3, approved: true })
  expect(bound.accounts.get('a')).toMatchObject({ minted: 100n, held: 0n })
  const twice = allocate('a', 2, 300n, { inputs: inputs(300n, { expected: 50n }) })
  expect(book(large, twice, { ...resolve, day: 3, approved: true }).accounts.get('a')).toMatchObject({
    minted: 120n,
    held: 0n,
    queued: 180n,
  })
})

test('below the supply floor an approved hold is minted whole; what waits in the queue stays within the limits', () => {
  const odd = allocate('a', 1, 800n, { inputs: inputs(800n, { expected: 500n }) })
  const approved = { kind: 'resolveHold', exportId: 'a', limits, day: 2, approved: true } as const
  expect(book(odd, approved).accounts.get('a')).toMatchObject({ minted: 800n, queued: 0n, held: 0n })
  const queue: AllocationEvent[] = [
    allocate('a', 0, 3_000n, { sovereign: 'XB' }),
    allocate('b', 1, 1_000n),
    { kind: 'burn', sovereign: 'XB', amount: 3_000n, day: 1 },
  ]
  expect(book(...queue).accounts.get('b')).toMatchObject({ minted: 120n, queued: 880n })
  // 3,120 in 30 days are 104 a day: 124 more.
  const later = book(...queue, { kind: 'releaseQueued', exportId: 'b', limits, day: 2 })
  expect(later.accounts.get('b')).toMatchObject({ minted: 244n, queued: 756n })
})

test('an allocation has its share of the supply once a day, however often it is released', () => {
  const tight: LimitsOfTheDay = { ...limits, supplyFloor: 100n }
  const again = { kind: 'releaseQueued', exportId: 'b', limits: tight, day: 1 } as const
  const minted = (...more: AllocationEvent[]) =>
    book(
      allocate('a', 0, 3_000n, { sovereign: 'XB', limits: tight }),
      { kind: 'burn', sovereign: 'XB', amount: 2_900n, day: 0 },
      allocate('b', 1, 1_000n, { limits: tight }),
      ...more,
    ).accounts.get('b')!.minted
  // Half of 100; half of 150, of which 50 are given; half of 175, of which 75 are.
  expect([minted(), minted(again), minted(again, again)]).toEqual([50n, 75n, 87n])
  expect(minted({ ...again, day: 2 })).toBe(125n)
})

test('burning lowers supply and holdings', () => {
  const burnt = book(allocate('a', 1, 100n), { kind: 'burn', sovereign: 'XA', amount: 40n, day: 1 })
  expect([burnt.supply, burnt.holdings.get('XA'), burnt.overdrawn.size]).toEqual([60n, 60n, 0])
})

test('a corrected inspection: the smaller delivery is owed, the larger one is due, others move through the shared limit', () => {
  const events = [
    allocate('a', 0, 3_000n, { sovereign: 'XC' }),
    allocate('b', 1, 100n, { sovereign: 'XB' }),
    allocate('c', 1, 100n),
  ]
  const actual = book(...events)
  expect(actual.accounts.get('c')).toMatchObject({ minted: 20n, queued: 80n })
  const less = restate(events, actual, [{ exportId: 'b', facts: { delivered: 4n, contracted: 5n } }])
  const none = expect.objectContaining({ numerator: 0n })
  expect(less.differences).toEqual([
    { exportId: 'b', sovereign: 'XB', minted: -20n, queued: 0n, held: 0n, dropped: 0n, remainder: none },
    { exportId: 'c', sovereign: 'XA', minted: 20n, queued: -20n, held: 0n, dropped: 0n, remainder: none },
  ])
  expect(less.settlements).toEqual([
    { sovereign: 'XA', due: 20n, owed: 0n },
    { sovereign: 'XB', due: 0n, owed: 20n },
  ])
  const price = restate(events, actual, [{ exportId: 'a', facts: { inputs: inputs(3_000n, { modifierE4: 9_000 }) } }])
  expect(price.book.accounts.get('a')).toMatchObject({ minted: 2_700n })
  expect(price.book.accounts.get('b')).toMatchObject({ minted: 100n })
  expect(price.book.accounts.get('c')).toMatchObject({ minted: 8n, queued: 92n })
  expect(restate(less.events, less.book, [])).toMatchObject({ differences: [], settlements: [] })
})

test('what was burned already and should never have been minted is overdrawn, and the next allocation repays it', () => {
  const events: AllocationEvent[] = [
    allocate('a', 0, 100n),
    { kind: 'burn', sovereign: 'XA', amount: 100n, day: 1 },
    allocate('b', 2, 50n),
  ]
  const facts = { delivered: 7n, contracted: 10n }
  const short = restate(events.slice(0, 2), book(...events.slice(0, 2)), [{ exportId: 'a', facts }])
  expect([short.book.overdrawn.get('XA'), short.book.holdings.get('XA'), short.book.supply]).toEqual([30n, 0n, 0n])
  const { book: later } = restate(events, book(...events), [{ exportId: 'a', facts }])
  expect([later.overdrawn.get('XA'), later.holdings.get('XA'), later.supply]).toEqual([0n, 20n, 20n])
  const little = [...events.slice(0, 2), allocate('b', 2, 20n)]
  const { book: owing } = restate(little, book(...little), [{ exportId: 'a', facts }])
  expect([owing.overdrawn.get('XA'), owing.holdings.get('XA'), owing.supply]).toEqual([10n, 0n, 0n])
})

test('what a sovereign owes and what is due to it are one sum; settled sovereigns are not named, the others in order', () => {
  const events = ['XB', 'XC', 'XA', 'XD'].flatMap((of, index) => [
    allocate(`${of}1`, index, 10n, { sovereign: of, contracted: 2n }),
    allocate(`${of}2`, index, 10n, { sovereign: of, contracted: 2n }),
  ])
  const more = (exportId: string) => ({ exportId, facts: { delivered: 2n } })
  const less = (exportId: string) => ({ exportId, facts: { delivered: 0n } })
  const corrections = [more('XC1'), less('XB1'), more('XD1'), less('XD2'), more('XA1'), more('XA2')]
  expect(restate(events, book(...events), corrections).settlements).toEqual([
    { sovereign: 'XA', due: 10n, owed: 0n },
    { sovereign: 'XB', due: 0n, owed: 5n },
    { sovereign: 'XC', due: 5n, owed: 0n },
  ])
})

const sovereign = fc.constantFrom('XA', 'XB', 'XC')
const facts = fc.record({
  ptValue: fc.oneof(fc.bigInt(0n, 5_000n), fc.bigInt(0n, 10n ** 30n)),
  modifierE4: fc.integer({ min: 0, max: 10_000 }),
  delivered: fc.bigInt(0n, 90n),
  contracted: fc.bigInt(90n, 97n),
})
const toFacts = ({
  ptValue,
  modifierE4,
  delivered,
  contracted,
}: {
  ptValue: bigint
  modifierE4: number
  delivered: bigint
  contracted: bigint
}) => ({
  inputs: inputs(ptValue, { modifierE4 }),
  delivered,
  contracted,
})
const step = fc.record({
  wait: fc.integer({ min: 0, max: 20 }),
  what: fc.constantFrom('allocate', 'allocate', 'allocate', 'release', 'approve', 'refuse', 'burn'),
  sovereign,
  facts,
  pick: fc.nat(),
  amount: fc.bigInt(1n, 10_000n),
  /** Most events are done under the limits of the one before. */
  change: fc.option(
    fc.record({
      supplyFloor: fc.bigInt(0n, 5_000n),
      singleCapBps: fc.integer({ min: 0, max: 10_000 }),
      sovereignCapBps: fc.integer({ min: 0, max: 10_000 }),
      growthBps: fc.integer({ min: 0, max: 10_000 }),
      deviationBps: fc.integer({ min: 0, max: 10_000 }),
      windowDays: fc.integer({ min: 1, max: 60 }),
    }),
    { freq: 3 },
  ),
})
const history = fc.array(step, { minLength: 1, maxLength: 25 }).map((steps) => {
  const events: AllocationEvent[] = []
  let day = 0
  let exports = 0
  let inForce = limits
  for (const { wait, what, sovereign: of, facts: given, pick, amount, change } of steps) {
    day += wait
    inForce = change ?? inForce
    const common = { day, limits: inForce }
    if (what === 'burn') events.push({ kind: 'burn', day, sovereign: of, amount })
    else if (what === 'allocate' || exports === 0) {
      events.push({ kind: 'allocate', ...common, exportId: `e${exports++}`, sovereign: of, ...toFacts(given) })
    } else if (what === 'release') events.push({ kind: 'releaseQueued', ...common, exportId: `e${pick % exports}` })
    else events.push({ kind: 'resolveHold', ...common, exportId: `e${pick % exports}`, approved: what === 'approve' })
  }
  return events
})

test('for every history: minted + queued + held + dropped + remainder is the exact value; supply is what was minted less what burned', () => {
  fc.assert(
    fc.property(history, (events) => {
      const { accounts, supply, holdings, overdrawn } = book(...events)
      let minted = 0n
      for (const event of events) {
        if (event.kind !== 'allocate') continue
        const account = accounts.get(event.exportId)!
        const booked = account.minted + account.queued + account.held + account.dropped
        expect(booked).toBe(rawAllocationDown(event.inputs, event.delivered, event.contracted).value)
        const { numerator, denominator } = account.remainder
        const exactly = rawAllocationExact(event.inputs, event.delivered, event.contracted)
        expect((booked * denominator + numerator) * exactly.denominator).toBe(exactly.numerator * denominator)
        expect(numerator >= 0n && numerator < denominator).toBe(true)
        for (const part of [account.minted, account.queued, account.held, account.dropped])
          expect(part >= 0n).toBe(true)
        minted += account.minted
      }
      const sum = (of: ReadonlyMap<string, bigint>) => [...of.values()].reduce((total, part) => total + part, 0n)
      const burned = events.reduce((total, event) => total + (event.kind === 'burn' ? event.amount : 0n), 0n)
      expect(sum(holdings)).toBe(supply)
      expect(supply - sum(overdrawn)).toBe(minted - burned)
    }),
    { numRuns: 200 },
  )
})

test('a change of the limits books nothing for what was done before it', () => {
  const wide: LimitsOfTheDay = { ...limits, supplyFloor: 100n, singleCapBps: 500 }
  const narrow: LimitsOfTheDay = { ...wide, singleCapBps: 100, growthBps: 0, windowDays: 7 }
  const start = allocate('a', 0, 10_000n, { sovereign: 'XB', limits: wide })
  const events = [start, allocate('b', 40, 1_000n, { limits: wide }), allocate('c', 90, 1_000n, { limits: narrow })]
  const actual = book(...events)
  expect([actual.accounts.get('b')?.minted, actual.accounts.get('c')?.minted]).toEqual([500n, 105n])
  expect(restate(events, actual, [])).toMatchObject({ differences: [], settlements: [] })
  // What is corrected is computed anew within the limits of its own day.
  const less = restate(events, actual, [{ exportId: 'b', facts: { delivered: 1n, contracted: 4n } }])
  expect(less.differences[0]).toMatchObject({ exportId: 'b', minted: -250n, queued: -500n })
  expect(less.differences[1]).toMatchObject({ exportId: 'c', minted: -3n, queued: 3n })
})

test('a correction that moves only what the floor cut off is booked: one third of a unit becomes two thirds', () => {
  const events = [allocate('a', 1, 100n, { delivered: 1n, contracted: 3n })]
  const facts = { inputs: inputs(101n), delivered: 1n, contracted: 3n }
  const { differences, settlements } = restate(events, book(...events), [{ exportId: 'a', facts }])
  expect(differences).toHaveLength(1)
  const { remainder, ...whole } = differences[0]!
  expect(whole).toEqual({ exportId: 'a', sovereign: 'XA', minted: 0n, queued: 0n, held: 0n, dropped: 0n })
  expect(remainder.numerator * 3n).toBe(remainder.denominator)
  expect(settlements).toEqual([])
})

test('for every history of changing limits, a restatement without corrections books nothing', () => {
  fc.assert(
    fc.property(history, (events) => {
      const actual = book(...events)
      expect(restate(events, actual, [])).toEqual({ events, book: actual, differences: [], settlements: [] })
    }),
    { numRuns: 100 },
  )
})

test('for every history and corrections: the restated book is that of the corrected facts from scratch, and actual + difference = restated', () => {
  const corrections = fc.array(fc.record({ pick: fc.nat(), facts }), { minLength: 1, maxLength: 4 })
  fc.assert(
    fc.property(history, corrections, (events, changes) => {
      const exports = events.filter((event) => event.kind === 'allocate')
      const corrected = changes.map(({ pick, facts: given }) => ({
        exportId: exports[pick % exports.length]?.exportId ?? 'none',
        facts: toFacts(given),
      }))
      fc.pre(exports.length > 0)
      const actual = book(...events)
      const { book: restated, differences, settlements, events: now } = restate(events, actual, corrected)
      const last = new Map(corrected.map(({ exportId, facts: given }) => [exportId, given]))
      const scratch = events.map((event) =>
        event.kind === 'allocate' ? { ...event, ...last.get(event.exportId) } : event,
      )
      expect(now).toEqual(scratch)
      expect(restated).toEqual(book(...scratch))
      const booked = new Map(differences.map((difference) => [difference.exportId, difference]))
      for (const [exportId, account] of restated.accounts) {
        const before = actual.accounts.get(exportId)!
        for (const part of ['minted', 'queued', 'held', 'dropped'] as const) {
          expect(before[part] + (booked.get(exportId)?.[part] ?? 0n)).toBe(account[part])
        }
        const added = booked.get(exportId)?.remainder ?? { numerator: 0n, denominator: 1n }
        const { remainder: was } = before
        const { remainder: is } = account
        expect((was.numerator * added.denominator + added.numerator * was.denominator) * is.denominator).toBe(
          is.numerator * was.denominator * added.denominator,
        )
      }
      const total = differences.reduce((sum, { minted }) => sum + minted, 0n)
      expect(settlements.reduce((sum, { due, owed }) => sum + due - owed, 0n)).toBe(total)
      // One correction after the other ends where all at once end.
      const one = corrected.reduce((state, correction) => restate(state.events, state.book, [correction]), {
        events,
        book: actual,
      } as Pick<ReturnType<typeof restate>, 'events' | 'book'>)
      expect(one.book).toEqual(restated)
    }),
    { numRuns: 200 },
  )
})
