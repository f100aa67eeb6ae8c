import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  issueSerials,
  moveSerials,
  type SerialBook,
  serialLabel,
  serialTotals,
  vintageLabel,
  vintageOfCompletion,
} from './creditSerials.ts'

const refused = (code: string, details: object) =>
  expect.objectContaining({ code, details: expect.objectContaining(details) })
const owner = { holder: 'owner', state: 'active' } as const
const own = { holder: 'owner', state: 'buffer' } as const

test('vintages outside the calendar, nothing, and more than is held are refused', () => {
  for (const vintage of [20_250, 20_255, 2_025.3, 19_694, 100_001, Number.NaN]) {
    expect(() => vintageLabel(vintage)).toThrowError(refused('SERIALS_INVALID', { field: 'vintage' }))
  }
  expect(() => vintageOfCompletion(new Date('never'))).toThrowError(
    refused('SERIALS_INVALID', { field: 'completedAt' }),
  )
  expect(() => vintageOfCompletion(new Date('1969-12-31T23:59:59Z'))).toThrowError(
    refused('SERIALS_INVALID', { field: 'completedAt' }),
  )
  for (const kg of [0n, -1n]) {
    expect(() => issueSerials([], kg, 'owner', 'active')).toThrowError(refused('SERIALS_INVALID', { field: 'kg' }))
    expect(() => moveSerials([], owner, own, kg)).toThrowError(refused('SERIALS_INVALID', { field: 'kg' }))
  }
  const book = issueSerials([], 10n, 'owner', 'buffer')
  expect(() => moveSerials(book, owner, { holder: 'buyer', state: 'active' }, 1n)).toThrowError(
    refused('SERIALS_TOO_FEW', { heldKg: '0', wantedKg: '1' }),
  )
  expect(() => moveSerials(book, own, { holder: 'owner', state: 'cancelled' }, 11n)).toThrowError(
    refused('SERIALS_TOO_FEW', { heldKg: '10', wantedKg: '11' }),
  )
})

test('a book with a gap, an overlap or a block that ends before it begins is refused', () => {
  const block = (from: bigint, to: bigint) => ({ from, to, holder: 'owner', state: 'active' as const })
  const wrong = [
    ['book/0/from', [block(2n, 3n)]],
    ['book/1/from', [block(1n, 3n), block(5n, 6n)]],
    ['book/1/from', [block(1n, 3n), block(3n, 6n)]],
    ['book/1/to', [block(1n, 3n), block(4n, 2n)]],
  ] as const
  for (const [field, book] of wrong) {
    const named = refused('SERIALS_INVALID', { field })
    expect(() => issueSerials(book, 1n, 'owner', 'active')).toThrowError(named)
    expect(() => moveSerials(book, owner, own, 1n)).toThrowError(named)
    expect(() => serialTotals(book)).toThrowError(named)
  }
  expect(() => serialLabel('P', 20_251, { from: 2n, to: 1n })).toThrowError(refused('SERIALS_INVALID', { field: 'to' }))
  expect(serialLabel('P', 20_251, { from: 2n, to: 2n })).toBe('P/2025-Q1/2-2')
})

test('2.24: the vintage is the quarter of completion, e.g. "2025-Q3"', () => {
  const label = (at: string) => vintageLabel(vintageOfCompletion(new Date(at)))
  expect(
    [
      '2025-07-01T00:00:00Z',
      '2025-09-30T23:59:59Z',
      '2025-10-01T00:00:00Z',
      '2025-06-30T23:59:59Z',
      '2026-01-01T00:00:00Z',
    ].map(label),
  ).toEqual(['2025-Q3', '2025-Q3', '2025-Q4', '2025-Q2', '2026-Q1'])
  expect(vintageOfCompletion(new Date('1970-01-01T00:00:00Z'))).toBe(19_701)
  expect([vintageLabel(19_701), vintageLabel(99_994)]).toEqual(['1970-Q1', '9999-Q4'])
})

test('only what a holder has in the state moves, lowest numbers first, past those of others', () => {
  let book = issueSerials([], 5n, 'other', 'active')
  book = issueSerials(book, 3n, 'owner', 'active')
  book = issueSerials(book, 2n, 'owner', 'buffer')
  book = issueSerials(book, 4n, 'owner', 'active')
  const sold = moveSerials(book, owner, { holder: 'buyer', state: 'active' }, 5n)
  expect(sold.ranges).toEqual([
    { from: 6n, to: 8n },
    { from: 11n, to: 12n },
  ])
  expect(sold.book.map(({ holder, state, from, to }) => `${from}-${to} ${holder} ${state}`)).toEqual([
    '1-5 other active',
    '6-8 buyer active',
    '9-10 owner buffer',
    '11-12 buyer active',
    '13-14 owner active',
  ])
  expect(() => moveSerials(book, owner, { holder: 'buyer', state: 'active' }, 8n)).toThrowError(
    refused('SERIALS_TOO_FEW', { heldKg: '7', wantedKg: '8' }),
  )
})

test('2.27 G6, G7: serial numbers of the cottage through sale, retirement and reversal', () => {
  let book = issueSerials(issueSerials([], 6_967n, 'owner', 'active'), 1_229n, 'owner', 'buffer')
  const sale = moveSerials(book, owner, { holder: 'buyer', state: 'active' }, 2_000n)
  expect(sale.ranges).toEqual([{ from: 1n, to: 2_000n }])
  const retired = moveSerials(
    sale.book,
    { holder: 'buyer', state: 'active' },
    { holder: 'buyer', state: 'retired' },
    500n,
  )
  expect(retired.ranges.map((range) => serialLabel('LV-1', 20_253, range))).toEqual(['LV-1/2025-Q3/1-500'])
  book = moveSerials(retired.book, own, { holder: 'owner', state: 'cancelled' }, 1_229n).book
  expect(book).toEqual([
    { from: 1n, to: 500n, holder: 'buyer', state: 'retired' },
    { from: 501n, to: 2_000n, holder: 'buyer', state: 'active' },
    { from: 2_001n, to: 6_967n, holder: 'owner', state: 'active' },
    { from: 6_968n, to: 8_196n, holder: 'owner', state: 'cancelled' },
  ])
  expect(serialTotals(book)).toEqual({ active: 6_467n, buffer: 0n, retired: 500n, cancelled: 1_229n })
  // A second retirement of the same batch goes on where the first ended.
  expect(
    moveSerials(book, { holder: 'buyer', state: 'active' }, { holder: 'buyer', state: 'retired' }, 1n).ranges,
  ).toEqual([{ from: 501n, to: 501n }])
})

test('ranges of one move that touch are one range; a return joins blocks again', () => {
  const start = issueSerials([], 10n, 'owner', 'active')
  const { book } = moveSerials(start, owner, { holder: 'buyer', state: 'active' }, 4n)
  const back = moveSerials(book, { holder: 'buyer', state: 'active' }, owner, 4n)
  expect(back.book).toEqual(start)
  const split = issueSerials(issueSerials(start, 5n, 'owner', 'buffer'), 5n, 'owner', 'active')
  expect(moveSerials(split, owner, { holder: 'buyer', state: 'active' }, 12n).ranges).toEqual([
    { from: 1n, to: 10n },
    { from: 16n, to: 17n },
  ])
})

test('for all histories: numbers are without gaps, given once, and none is lost or made; what is retired stays retired', () => {
  const kg = fc.bigInt(1n, 10n ** 30n)
  const holder = fc.constantFrom('a', 'b', 'c')
  const step = fc.record({
    kg,
    from: holder,
    to: holder,
    what: fc.constantFrom('issue', 'reserve', 'sell', 'sell', 'retire', 'cancel', 'release'),
  })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
      let book: SerialBook = []
      let issued = 0n
      for (const { kg: amount, from, to, what } of steps) {
        const before = serialTotals(book)
        if (what === 'issue' || what === 'reserve') {
          book = issueSerials(book, amount, from, what === 'issue' ? 'active' : 'buffer')
          issued += amount
        } else {
          const state = what === 'cancel' || what === 'release' ? 'buffer' : 'active'
          const target = what === 'sell' || what === 'release' ? 'active' : what === 'retire' ? 'retired' : 'cancelled'
          const held = book
            .filter((block) => block.holder === from && block.state === state)
            .reduce((total, block) => total + block.to - block.from + 1n, 0n)
          if (held === 0n) continue
          const part = (amount % held) + 1n
          const move = moveSerials(
            book,
            { holder: from, state },
            { holder: what === 'sell' ? to : from, state: target },
            part,
          )
          expect(move.ranges.reduce((total, range) => total + range.to - range.from + 1n, 0n)).toBe(part)
          book = move.book
        }
        const after = serialTotals(book)
        expect(after.retired >= before.retired && after.cancelled >= before.cancelled).toBe(true)
        expect(Object.values(after).reduce((total, one) => total + one, 0n)).toBe(issued)
        for (const [index, block] of book.entries()) {
          expect(block.from).toBe(index === 0 ? 1n : book[index - 1]!.to + 1n)
          expect(block.to >= block.from).toBe(true)
          const last = book[index - 1]
          expect(last?.holder === block.holder && last.state === block.state).toBe(false)
        }
      }
    }),
    { numRuns: 100 },
  )
})
