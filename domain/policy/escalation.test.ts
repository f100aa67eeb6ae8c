import { expect, test } from 'vitest'
import { parseQuantity } from '../quantity.ts'
import { initial } from '../test/parameters.ts'
import { firstSeat, nextSeat, type Seat } from './escalation.ts'

const heldAt = new Date('2026-03-02T00:00:00Z')
const pt = (text: string) => parseQuantity(text, 'PT', 'valuePt')
const invalid = expect.objectContaining({ code: 'DISPUTE_INPUT_INVALID' })

test('a negative value, a broken time and a body that does not decide are refused', () => {
  expect(() => firstSeat({ value: -1n, unit: 'PT' } as never, heldAt, initial)).toThrowError(invalid)
  expect(() => firstSeat(pt('1'), new Date(Number.NaN), initial)).toThrowError(invalid)
  expect(() => nextSeat({ body: 'automated' as never, decideBy: heldAt }, initial)).toThrowError(invalid)
})

test.each([
  ['0', 'mediation', '2026-03-15T00:00:00.000Z'],
  ['500000', 'mediation', '2026-03-15T00:00:00.000Z'],
  ['500000.01', 'arbitration', '2026-03-18T00:00:00.000Z'],
  ['5000000.01', 'council', '2026-03-23T00:00:00.000Z'],
  ['500000001', 'council', '2026-03-23T00:00:00.000Z'],
])('what pays %s PT comes before %s, which decides by %s', (value, body, decideBy) => {
  expect(firstSeat(pt(value), heldAt, initial)).toEqual({ body, decideBy: new Date(decideBy) })
})

test('each body that lets its time pass is followed by the next, to the council, after which there is none', () => {
  const seats: Seat[] = []
  for (let seat: Seat | null = firstSeat(pt('0'), heldAt, initial); seat !== null; seat = nextSeat(seat, initial)) {
    seats.push(seat)
  }
  expect(seats.map(({ body, decideBy }) => [body, decideBy.toISOString().slice(0, 10)])).toEqual([
    ['mediation', '2026-03-15'],
    ['arbitration', '2026-03-26'],
    ['council', '2026-04-11'],
  ])
})
