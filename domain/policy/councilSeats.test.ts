import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fictraGovernance } from '../programmes/fictraGovernance.ts'
import { initial } from '../test/parameters.ts'
import { councilSeats, emergencyMeetingFrom, hasVeto, type Nation, seatTerm } from './councilSeats.ts'

const ft = 10n ** 18n
const nation = (sovereign: string, holding: number, region = 'north'): Nation => ({
  sovereign,
  region,
  holdingFt: BigInt(holding) * ft,
})
const refused = (details: object) =>
  expect.objectContaining({ code: 'SEATS_NATION_INVALID', details: expect.objectContaining(details) })
/** Holdings 400, 300, 150, 100, 50 (in 10,000 FT), and so many more nations just above eligibility. */
const five = [400, 300, 150, 100, 50].map((holding, index) => nation(`N${index}`, holding * 10_000))
const crowd = (count: number) =>
  Array.from({ length: count }, (_, index) => nation(`Z${index}`, 500_000, `r${index % 3}`))
const primary = (nations: readonly Nation[]) => councilSeats(nations, initial).map((seats) => seats.primary)

test('negative holdings and a nation twice are refused', () => {
  expect(() => councilSeats([nation('A', -1)], initial)).toThrowError(refused({ field: 'nations/0/holdingFt' }))
  expect(() => councilSeats([nation('A', 1), nation('A', 2)], initial)).toThrowError(refused({ field: 'sovereign' }))
  expect(councilSeats([], initial)).toEqual([])
})

test('2.17 [TV]: 400, 300, 150, 100, 50 with 9 seats: 6 primary seats are 3, 2, 1, 0, 0', () => {
  expect(primary(five)).toEqual([3, 2, 1, 0, 0])
})

test('2.17 [TV]: with 11 seats 7 primary ones are 4, 2, 1, 0, 0; with 15 seats 10 are 5, 3, 1, 1, 0', () => {
  // Ten nations more make fifteen: eleven seats. They hold so little that none wins a primary seat.
  expect(primary([...five, ...crowd(10)]).slice(0, 5)).toEqual([4, 2, 1, 0, 0])
  expect(primary([...five, ...crowd(35)]).slice(0, 5)).toEqual([5, 3, 1, 1, 0])
})

test('2.17: 9 seats, 11 from 15 nations on, 13 from 25, 15 from 40; a nation is eligible from 500,000 FT on', () => {
  const total = (nations: readonly Nation[]) =>
    councilSeats(nations, initial).reduce((sum, seats) => sum + seats.primary + seats.regional, 0)
  for (const [members, seats] of [
    [14, 9],
    [15, 11],
    [24, 11],
    [25, 13],
    [39, 13],
    [40, 15],
    [60, 15],
  ] as const) {
    expect(total(crowd(members))).toBe(seats)
  }
  expect(councilSeats([nation('A', 499_999), nation('B', 500_000)], initial).map(({ sovereign }) => sovereign)).toEqual(
    ['B'],
  )
})

test('regional seats go round the regions, each to its largest nation without a seat', () => {
  const nations = [
    nation('A', 90_000_000, 'north'),
    nation('B', 900_000, 'north'),
    nation('C', 800_000, 'north'),
    nation('D', 700_000, 'south'),
    nation('E', 600_000, 'east'),
  ]
  const regional = councilSeats(nations, initial)
    .filter((seats) => seats.regional === 1)
    .map(({ sovereign }) => sovereign)
  expect(regional).toEqual(['B', 'D', 'E'])
  expect(councilSeats(nations.slice(0, 3), initial)).toEqual([
    { sovereign: 'A', primary: 6, regional: 0 },
    { sovereign: 'B', primary: 0, regional: 1 },
    { sovereign: 'C', primary: 0, regional: 1 },
  ])
})

test('equal holdings: the name decides, whatever the order', () => {
  const equal = ['C', 'A', 'B', 'D'].map((name) => nation(name, 1_000_000))
  expect(councilSeats(equal, initial).map(({ sovereign, primary: won }) => [sovereign, won])).toEqual([
    ['A', 2],
    ['B', 2],
    ['C', 1],
    ['D', 1],
  ])
})

test('2.17: above 15 % of all Foundation Token a nation has a veto', () => {
  expect([hasVeto(150n, 1_000n, initial), hasVeto(151n, 1_000n, initial), hasVeto(0n, 0n, initial)]).toEqual([
    false,
    true,
    false,
  ])
})

const nations = fc
  .array(fc.record({ holdingFt: fc.bigInt(0n, 10n ** 30n), region: fc.constantFrom('n', 's', 'e', 'w') }), {
    maxLength: 45,
  })
  .map((list) => list.map((of, index): Nation => ({ sovereign: `N${index}`, ...of })))

test('for all nations: no seat too many, the order has no influence, who holds more has no fewer primary seats', () => {
  const { eligibleFt } = initial.get(fictraGovernance.councilSeats)
  fc.assert(
    fc.property(nations, (given) => {
      const seats = councilSeats(given, initial)
      expect(councilSeats(given.toReversed(), initial)).toEqual(seats)
      const eligible = given.filter(({ holdingFt }) => holdingFt >= eligibleFt.value)
      expect(seats).toHaveLength(eligible.length)
      const all = eligible.length >= 40 ? 15 : eligible.length >= 25 ? 13 : eligible.length >= 15 ? 11 : 9
      const won = seats.reduce((sum, seat) => sum + seat.primary, 0)
      expect(won).toBe(eligible.length === 0 ? 0 : Math.floor(all * 0.7))
      const regional = seats.reduce((sum, seat) => sum + seat.regional, 0)
      expect(regional).toBe(Math.min(all - Math.floor(all * 0.7), seats.filter((seat) => seat.primary === 0).length))
      for (const [index, seat] of seats.entries()) {
        if (index > 0) expect(seat.primary <= seats[index - 1]!.primary).toBe(true)
        expect(seat.primary > 0 && seat.regional > 0).toBe(false)
      }
    }),
    { numRuns: 100 },
  )
})

test('2.17: a term is two years, a nation serves three; an emergency meeting has 72 hours of notice', () => {
  const from = new Date('2028-02-29T00:00:00Z')
  expect(() => seatTerm(new Date('never'), 0, initial)).toThrowError(refused({ field: 'from' }))
  expect(() => seatTerm(from, 3, initial)).toThrowError(refused({ field: 'termsServed' }))
  expect(() => emergencyMeetingFrom(new Date('never'), initial)).toThrowError(refused({ field: 'calledAt' }))
  const terms = [0, 1, 2].map((served) => seatTerm(from, served, initial))
  expect(terms.map(({ mayReturn }) => mayReturn)).toEqual([true, true, false])
  expect(terms[0]!.until.toISOString()).toBe('2030-03-01T00:00:00.000Z')
  expect(emergencyMeetingFrom(from, initial).toISOString()).toBe('2028-03-03T00:00:00.000Z')
})
