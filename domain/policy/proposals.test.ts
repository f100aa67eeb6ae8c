import { expect, test } from 'vitest'
import { fictraGovernance, type Matter, proposers } from '../programmes/fictraGovernance.ts'
import { parseQuantity } from '../quantity.ts'
import { initial, withValue } from '../test/parameters.ts'
import { type Backing, checkProposalRight, checkProposalTime, timetableOf } from './proposals.ts'

const refused = (code: string, details: object) =>
  expect.objectContaining({ code, details: expect.objectContaining(details) })
const alone: Omit<Backing, 'proposer'> = {
  sponsored: false,
  signatures: 0,
  holdingPt: parseQuantity('0', 'PT', 'holding'),
  supplyShare: { held: 0n, supply: 1_000n },
}
const may = (matter: Matter, backing: Partial<Backing> & Pick<Backing, 'proposer'>) => {
  try {
    checkProposalRight(matter, { ...alone, ...backing }, initial)
    return true
  } catch (error) {
    expect(error).toMatchObject({ code: 'PROPOSAL_NOT_ENTITLED' })
    return false
  }
}

test('2.17: who may propose in which category', () => {
  const inCategory = (matter: Matter) => proposers.filter((proposer) => may(matter, { proposer, sponsored: true }))
  expect(inCategory('supplyAndFormula')).toEqual(['foundationCouncil', 'sovereignCommittee', 'sovereign'])
  expect(inCategory('feesAndProcess')).toEqual(
    proposers.filter((proposer) => !['participant', 'holder'].includes(proposer)),
  )
  expect(inCategory('interfaces')).toEqual(proposers.filter((proposer) => proposer !== 'stabilityCommittee'))
  expect(inCategory('emergency')).toEqual(['foundationCouncil', 'stabilityCommittee'])
  expect(() => checkProposalRight('emergency', { ...alone, proposer: 'sovereign' }, initial)).toThrowError(
    refused('PROPOSAL_NOT_ENTITLED', { proposers: ['foundationCouncil', 'stabilityCommittee'], category: 'E' }),
  )
})

test('a body that may propose needs no sponsor, signature or holding', () => {
  expect(may('supplyAndFormula', { proposer: 'sovereign' })).toBe(true)
  expect(may('interfaces', { proposer: 'foundationCouncil' })).toBe(true)
})

test('2.17: participants and holders need a sponsor, or 500 signatures and the holding', () => {
  const holding = (pt: string) => parseQuantity(pt, 'PT', 'holding')
  for (const proposer of ['participant', 'holder'] as const) {
    expect(may('interfaces', { proposer })).toBe(false)
    expect(may('interfaces', { proposer, sponsored: true })).toBe(true)
    expect(may('interfaces', { proposer, signatures: 500, holdingPt: holding('10000') })).toBe(true)
    expect(may('interfaces', { proposer, signatures: 499, holdingPt: holding('10000') })).toBe(false)
    expect(may('interfaces', { proposer, signatures: 500, holdingPt: holding('9999.999999999999999999') })).toBe(false)
  }
  expect(() => checkProposalRight('interfaces', { ...alone, proposer: 'holder' }, initial)).toThrowError(
    refused('PROPOSAL_NOT_ENTITLED', { sponsor: 'none', signatures: 500, holdingPt: '10000' }),
  )
})

test('2.17: emission may be proposed by a holder of more than 0.5 % of the supply', () => {
  const emission = (held: bigint, supply = 1_000n) =>
    may('emission', { proposer: 'holder', supplyShare: { held, supply } })
  const tooLittle = { ...alone, proposer: 'holder' as const, supplyShare: { held: 5n, supply: 1_000n } }
  expect(() => checkProposalRight('emission', tooLittle, initial)).toThrowError(
    refused('PROPOSAL_NOT_ENTITLED', { matter: 'emission', proposer: 'holder', holdingAbove: '0.005' }),
  )
  expect([emission(5n), emission(6n), emission(0n, 0n), emission(1n, 0n)]).toEqual([false, true, false, false])
  expect(may('emission', { proposer: 'participant', supplyShare: { held: 6n, supply: 1_000n } })).toBe(false)
  expect(may('interfaces', { proposer: 'holder', supplyShare: { held: 6n, supply: 1_000n } })).toBe(false)
})

const submitted = new Date('2026-01-01T00:00:00Z')
const times = (matter: Matter) => {
  const { votingFrom, votingUntil, executableFrom, executableUntil } = timetableOf(matter, submitted, initial)
  return [votingFrom, votingUntil, executableFrom, executableUntil].map((instant) => instant.toISOString().slice(0, 10))
}

test('2.17: deliberation 30, 14, 7 days and 90 for the constitution; timelock 30 days, 7 days, 48 hours', () => {
  expect(times('supplyAndFormula')).toEqual(['2026-01-31', '2026-02-07', '2026-03-09', '2026-03-23'])
  expect(times('feesAndProcess')).toEqual(['2026-01-15', '2026-01-22', '2026-01-29', '2026-02-12'])
  expect(times('interfaces')).toEqual(['2026-01-08', '2026-01-15', '2026-01-17', '2026-01-31'])
  expect(times('constitution')[0]).toBe('2026-04-01')
  expect(times('contractUpgrade')[2]).toBe('2026-01-22')
})

test('2.17: the category is checked within 72 hours; an emergency is voted on at once and lapses after 72 hours, at most 30 days', () => {
  const table = timetableOf('emergency', submitted, initial)
  expect(table.classifiedBy).toEqual(new Date('2026-01-04T00:00:00Z'))
  expect(times('emergency')).toEqual(['2026-01-01', '2026-01-02', '2026-01-02', '2026-01-05'])
  expect(table.lapses).toEqual({
    unconfirmed: new Date('2026-01-05T00:00:00Z'),
    latest: new Date('2026-02-01T00:00:00Z'),
  })
  // Once it has lapsed, in whichever way comes first, nobody executes it any more.
  expect(() => checkProposalTime('execute', table.lapses!.unconfirmed, table)).toThrowError(
    refused('PROPOSAL_LAPSED', { step: 'execute', until: '2026-01-05T00:00:00.000Z' }),
  )
  const short = withValue(fictraGovernance.emergencyExpiry, { hours: 72, maxDays: 2, designated: 2 })
  expect(timetableOf('boardSuspension', submitted, short).executableUntil).toEqual(new Date('2026-01-04T00:00:00Z'))
  expect(timetableOf('interfaces', submitted, initial).lapses).toBeNull()
  for (const [matter, { category, timelockHours }] of Object.entries(initial.get(fictraGovernance.matters))) {
    const { votingUntil, executableFrom } = timetableOf(matter as Matter, submitted, initial)
    // 2.26 no. 5: the delay between decision and execution is never ignored.
    expect(executableFrom.getTime() - votingUntil.getTime()).toBe(timelockHours * 3_600_000)
    if (category !== 'E') expect(timelockHours).toBeGreaterThan(0)
  }
})

test('a step is taken within its time: the first instant belongs to it, the last does not', () => {
  const table = timetableOf('interfaces', submitted, initial)
  const at = (instant: Date, offset: number) => new Date(instant.getTime() + offset)
  for (const [step, from, until] of [
    ['vote', table.votingFrom, table.votingUntil],
    ['execute', table.executableFrom, table.executableUntil],
  ] as const) {
    expect(() => checkProposalTime(step, at(from, -1), table)).toThrowError(
      refused('PROPOSAL_TOO_EARLY', { step, from: from.toISOString() }),
    )
    expect(() => checkProposalTime(step, from, table)).not.toThrow()
    expect(() => checkProposalTime(step, at(until, -1), table)).not.toThrow()
    expect(() => checkProposalTime(step, until, table)).toThrowError(
      refused('PROPOSAL_LAPSED', { step, until: until.toISOString() }),
    )
  }
})
