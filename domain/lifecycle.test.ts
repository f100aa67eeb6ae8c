import fc from 'fast-check'
import { expect, test } from 'vitest'
import { canMove, isFinal, type Lifecycle, move, statesOf } from './lifecycle.ts'
import * as lifecycles from './lifecycles.ts'
import * as around from './programmeLifecycles.ts'

const tables = [...Object.values(lifecycles), ...Object.values(around)] as unknown as readonly Lifecycle[]
const eventsOf = (table: Lifecycle) => [...new Set(Object.values(table.moves).flatMap((row) => Object.keys(row)))]

test('a move no table declares is refused, naming state, event and what is allowed', () => {
  expect(() => move(lifecycles.tradeLifecycle, 'completed', 'refund')).toThrowError(
    expect.objectContaining({
      code: 'ILLEGAL_MOVE',
      details: { thing: 'trade', from: 'completed', event: 'refund', allowed: [] },
    }),
  )
  const table: Lifecycle = lifecycles.tradeLifecycle
  expect(() => move(table, 'nowhere', 'fund')).toThrowError(expect.objectContaining({ code: 'ILLEGAL_MOVE' }))
  expect(() => move(table, 'created', 'toString')).toThrowError(expect.objectContaining({ code: 'ILLEGAL_MOVE' }))
  expect(canMove(table, 'created', 'constructor')).toBe(false)
  expect(canMove(table, 'created', 'fund')).toBe(true)
  expect(canMove(table, 'nowhere', 'fund')).toBe(false)
  expect([isFinal(table, 'created'), isFinal(table, 'completed')]).toEqual([false, true])
  // @ts-expect-error no such event
  expect(() => move(lifecycles.listingLifecycle, 'active', 'explode')).toThrowError()
})

test('2.7: the ways of the spine', () => {
  const walk = <S extends string, E extends string>(table: Lifecycle<S, E>, ...events: readonly E[]) =>
    events.reduce<S>((state, event) => move(table, state, event), table.initial)
  expect(walk(lifecycles.tradeLifecycle, 'fund', 'ship', 'verify', 'complete')).toBe('completed')
  expect(walk(lifecycles.tradeLifecycle, 'fund', 'ship', 'verifyPartly', 'complete')).toBe('completed')
  expect(walk(lifecycles.tradeLifecycle, 'fund', 'ship', 'reject', 'refund')).toBe('refunded')
  expect(
    walk(lifecycles.caseLifecycle, 'open', 'review', 'openRound', 'approvePartly', 'challenge', 'approvePartly'),
  ).toBe('partiallyVerified')
  expect(walk(lifecycles.documentLifecycle, 'hash', 'leaveOpen', 'validate')).toBe('validated')
  expect(walk(lifecycles.oracleRoundLifecycle, 'commit', 'reveal', 'aggregate', 'finalise')).toBe('finalised')
  expect(walk(lifecycles.allocationLifecycle, 'hold', 'queue', 'release', 'mint')).toBe('minted')
  expect(walk(lifecycles.conversionLifecycle, 'execute', 'settle')).toBe('settled')
  expect(walk(lifecycles.projectLifecycle, 'activate', 'suspend', 'activate', 'complete')).toBe('completed')
  expect(walk(lifecycles.creditBatchLifecycle, 'issue', 'suspend', 'resume', 'retireAll')).toBe('retired')
  expect(walk(lifecycles.listingLifecycle, 'open', 'sellPart', 'sellPart', 'sellAll')).toBe('sold')
  expect(walk(lifecycles.intentLifecycle, 'submit', 'replace', 'include', 'reorganise', 'include', 'finalise')).toBe(
    'final',
  )
})

test('2.7: the ways around the spine', () => {
  const walk = <S extends string, E extends string>(table: Lifecycle<S, E>, ...events: readonly E[]) =>
    events.reduce<S>((state, event) => move(table, state, event), table.initial)
  expect(walk(around.oracleNodeLifecycle, 'score', 'onboard', 'activate', 'warn', 'suspend', 'terminate')).toBe(
    'terminated',
  )
  expect(walk(around.oracleNodeLifecycle, 'score', 'onboard', 'activate', 'withdraw', 'leave')).toBe('withdrawn')
  expect(walk(around.kycCaseLifecycle, 'provideDocuments', 'screen', 'review', 'approve')).toBe('approved')
  expect(
    walk(
      around.disputeLifecycle,
      'accept',
      'askForEvidence',
      'provideEvidence',
      'resolve',
      'appeal',
      'affirm',
      'implement',
      'close',
    ),
  ).toBe('closed')
  expect(walk(around.proposalLifecycle, 'classify', 'deliberate', 'openVote', 'succeed', 'queue', 'execute')).toBe(
    'executed',
  )
  expect(walk(around.swapLifecycle, 'match', 'escrow', 'deliver', 'complete')).toBe('completed')
  expect(walk(around.orderLifecycle, 'activate', 'fillPart', 'fillPart', 'fill')).toBe('filled')
  expect(walk(around.orderLifecycle, 'cancel')).toBe('cancelled')
  expect(walk(around.orderLifecycle, 'expire')).toBe('expired')
  expect(walk(around.deviceLifecycle, 'activate', 'drift', 'quarantine', 'retire')).toBe('retired')
  expect(walk(around.carbonVerificationLifecycle, 'reject')).toBe('rejected')
})

test('2.26 no. 4 does not occur: a swap is not completed before its delivery', () => {
  expect(canMove(around.swapLifecycle, 'escrowed', 'complete' as never)).toBe(false)
})

test('2.26 no. 5 does not occur: a decision is not executed before its timelock', () => {
  expect(canMove(around.proposalLifecycle, 'succeeded', 'execute' as never)).toBe(false)
})

test('names of lifecycles are unique', () => {
  expect(new Set(tables.map(({ name }) => name)).size).toBe(tables.length)
  expect(tables).toHaveLength(19)
})

test('every table is closed, reachable, and ends somewhere', () => {
  for (const table of tables) {
    const states = statesOf(table)
    expect(states).toContain(table.initial)
    const reached = new Set([table.initial])
    for (const state of reached) for (const next of Object.values(table.moves[state]!)) reached.add(next!)
    expect([...reached].sort(), table.name).toEqual([...states].sort())
    expect(
      states.some((state) => isFinal(table, state)),
      table.name,
    ).toBe(true)
  }
})

test('whatever happens in whatever order, a thing stays in a declared state', () => {
  for (const table of tables) {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...eventsOf(table)), { maxLength: 20 }), (events) => {
        let state = table.initial
        for (const event of events) if (canMove(table, state, event)) state = move(table, state, event)
        expect(statesOf(table)).toContain(state)
      }),
      { numRuns: 50 },
    )
  }
})

test('every declared move is made, and every other one is refused with what is allowed', () => {
  const foreign = ['explode', 'constructor', 'toString']
  for (const table of tables) {
    for (const state of statesOf(table)) {
      const row = table.moves[state]!
      for (const event of [...eventsOf(table), ...foreign]) {
        if (Object.hasOwn(row, event)) expect(move(table, state, event)).toBe(row[event])
        else {
          expect(() => move(table, state, event)).toThrowError(
            expect.objectContaining({
              code: 'ILLEGAL_MOVE',
              details: { thing: table.name, from: state, event, allowed: Object.keys(row) },
            }),
          )
        }
      }
    }
  }
})
