import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Exact, exact } from '../decimal.ts'
import { type Pathway, pathways, severities, type Urgency, urgencies } from '../programmes/fictraDisputes.ts'
import { formatQuantity, parseQuantity, type Quantity, quantity } from '../quantity.ts'
import { initial } from '../test/parameters.ts'
import {
  allocationDisputeTimetable,
  checkDecision,
  type Decision,
  divideEscrow,
  type PanelMember,
  pathwayFor,
  phaseEnds,
  rankPlatformDispute,
  rankVerificationDispute,
} from './disputes.ts'

const pt = (text: string) => parseQuantity(text, 'PT', 'pt')
const at = new Date('2026-01-01T00:00:00Z')
const phases = ['assessment', 'evidence', 'decision', 'implementation'] as const
const hours = (date: Date) => (date.getTime() - at.getTime()) / 3_600_000
const refused = (code: string, details: object) =>
  expect.objectContaining({ code, details: expect.objectContaining(details) })
const wrongUnit = quantity(1n, 'FT') as unknown as Quantity<'PT'>

test('values outside their range are refused by field', () => {
  const platform = { valuePt: pt('1'), concerned: 1, participants: 10 }
  const invalid = (field: string) => refused('DISPUTE_INPUT_INVALID', { field })
  expect(() => rankPlatformDispute({ ...platform, valuePt: wrongUnit }, at, initial)).toThrowError(invalid('valuePt'))
  expect(() => rankPlatformDispute({ ...platform, concerned: 11 }, at, initial)).toThrowError(invalid('concerned'))
  expect(() => rankPlatformDispute({ ...platform, participants: 1.5 }, at, initial)).toThrowError(
    invalid('participants'),
  )
  expect(() => pathwayFor({ pt: wrongUnit, ftShare: exact('0') }, initial)).toThrowError(invalid('pt'))
  for (const share of [exact('1.01'), exact('-1.01'), new Exact(Number.NaN)]) {
    expect(() => pathwayFor({ pt: pt('0'), ftShare: share }, initial)).toThrowError(invalid('ftShare'))
  }
  expect(() => pathwayFor({ pt: pt('500000000.1'), ftShare: exact('0') }, initial)).toThrowError(invalid('pt'))
  expect(() => phaseEnds('council', 'standard', new Date('never'), initial)).toThrowError(invalid('openedAt'))
  expect(() => allocationDisputeTimetable(new Date('never'), initial)).toThrowError(invalid('openedAt'))
  expect(() => divideEscrow(wrongUnit, 1n, 1n)).toThrowError(invalid('escrowPt'))
  expect(() => divideEscrow(pt('1'), 1n, 0n)).toThrowError(invalid('contracted'))
  expect(() => divideEscrow(pt('1'), 2n, 1n)).toThrowError(invalid('found'))
  expect(() => divideEscrow(pt('1'), -1n, 1n)).toThrowError(invalid('found'))
})

test('2.6: minor 14 days, moderate 7, significant 3, critical 48 hours', () => {
  expect(severities.map((severity) => hours(rankVerificationDispute(severity, at, initial).resolveBy))).toEqual([
    336, 168, 72, 48,
  ])
})

test('2.6: on the platform the value ranks, and more than a tenth of the participants is critical', () => {
  const rank = (value: string, concerned = 0) =>
    rankPlatformDispute({ valuePt: pt(value), concerned, participants: 100 }, at, initial)
  expect(
    ['0', '99999.99', '100000', '1000000', '1000000.01', '10000000', '10000000.01'].map(
      (value) => rank(value).severity,
    ),
  ).toEqual(['minor', 'minor', 'moderate', 'moderate', 'significant', 'significant', 'critical'])
  expect([rank('0', 10).severity, rank('0', 11).severity]).toEqual(['minor', 'critical'])
  expect(['0', '100000', '2000000', '20000000'].map((value) => hours(rank(value).resolveBy))).toEqual([
    720, 336, 168, 48,
  ])
})

test('2.6: the lowest pathway whose authority covers both money and allocation', () => {
  const way = (value: string, share: `${number}`) => pathwayFor({ pt: pt(value), ftShare: exact(share) }, initial)
  expect([way('50000', '0.03'), way('50000', '-0.03'), way('50000.01', '0'), way('0', '-0.0301')]).toEqual([
    'automated',
    'automated',
    'mediation',
    'mediation',
  ])
  expect([way('500000', '0.07'), way('500000.01', '0'), way('0', '0.0701')]).toEqual([
    'mediation',
    'arbitration',
    'arbitration',
  ])
  expect([way('5000000', '0.15'), way('5000000.01', '0'), way('0', '0.1501'), way('500000000', '1')]).toEqual([
    'arbitration',
    'council',
    'council',
    'council',
  ])
})

const panel = (...of: PanelMember['expertise'][]) =>
  of.map((expertise, index): PanelMember => ({ person: `P${index}`, expertise }))
const decide = (pathway: Pathway, members: readonly PanelMember[], change: Partial<Decision> = {}) =>
  checkDecision(
    {
      pathway,
      moves: { pt: pt('1'), ftShare: exact('0') },
      panel: members,
      involved: new Set(),
      onAppeal: false,
      ...change,
    },
    initial,
  )

test('2.6: a pathway decides within its authority; a higher one may decide less', () => {
  const large = { pt: pt('600000'), ftShare: exact('0') }
  expect(() => decide('mediation', panel('law'), { moves: large })).toThrowError(
    refused('DISPUTE_BEYOND_AUTHORITY', { pathway: 'mediation', needed: 'arbitration' }),
  )
  expect(() => decide('arbitration', panel('law', 'commodity', 'technical'), { moves: large })).not.toThrow()
  expect(() => decide('council', panel('law', 'law', 'law', 'law', 'law'))).not.toThrow()
  expect(() => decide('automated', [])).not.toThrow()
})

test('2.6: three arbitrators with a commodity and a technical expert, five council members, nobody twice or involved', () => {
  const invalid = (field: string, asked: number) => refused('DISPUTE_PANEL_INVALID', { field, asked })
  expect(() => decide('arbitration', panel('commodity', 'technical'))).toThrowError(invalid('size', 3))
  expect(() => decide('arbitration', panel('law', 'law', 'technical'))).toThrowError(invalid('commodity', 1))
  expect(() => decide('arbitration', panel('law', 'law', 'commodity'))).toThrowError(invalid('technical', 1))
  expect(() => decide('council', panel('law', 'law', 'law', 'law'))).toThrowError(invalid('size', 5))
  const twice = panel('law', 'commodity', 'technical').map((member) => ({ ...member, person: 'P0' }))
  expect(() => decide('arbitration', twice)).toThrowError(invalid('person', 3))
  expect(() => decide('mediation', panel('law'), { involved: new Set(['P0']) })).toThrowError(invalid('involved', 0))
  // An appeal adds one arbitrator, and nobody to a mediation.
  expect(() => decide('arbitration', panel('law', 'commodity', 'technical'), { onAppeal: true })).toThrowError(
    invalid('size', 4),
  )
  expect(() => decide('arbitration', panel('law', 'law', 'commodity', 'technical'), { onAppeal: true })).not.toThrow()
  expect(() => decide('mediation', panel('law'), { onAppeal: true })).not.toThrow()
})

test('2.6: phases follow each other, in the hours of pathway and urgency', () => {
  const ends = (pathway: Pathway, urgency: (typeof urgencies)[number]) =>
    phases.map((phase) => hours(phaseEnds(pathway, urgency, at, initial)[phase]))
  expect(ends('automated', 'standard')).toEqual([24, 144, 216, 288])
  expect(ends('mediation', 'expedited')).toEqual([8, 56, 104, 128])
  expect(ends('arbitration', 'emergency')).toEqual([2, 14, 38, 44])
  expect(ends('council', 'standard')).toEqual([24, 144, 504, 576])
  for (const pathway of pathways)
    for (const urgency of urgencies)
      expect(ends(pathway, urgency).toSorted((a, b) => a - b)).toEqual(ends(pathway, urgency))
})

test('2.6: arbitrators are found in 24 hours and a mediator in 48 after the assessment, or when the evidence ends', () => {
  const formed = (urgency: Urgency) =>
    pathways.map((pathway) => hours(phaseEnds(pathway, urgency, at, initial).panelFormed))
  expect(formed('standard')).toEqual([24, 72, 48, 48])
  expect(formed('expedited')).toEqual([8, 56, 32, 32])
  expect(formed('emergency')).toEqual([2, 14, 14, 14])
})

test('2.1: a dispute about an allocation is reviewed in 7 days, has 14 for evidence and is final after 30', () => {
  const { reviewBy, evidenceBy, finalBy, panel } = allocationDisputeTimetable(at, initial)
  expect(panel).toBe(3)
  expect([reviewBy, evidenceBy, finalBy].map((date) => hours(date) / 24)).toEqual([7, 14, 30])
})

test('2.6 [TV]: a shortage of 450 of 5,000 t gives back 247,500 of 2,750,000 PT', () => {
  const { outcome, toBuyer, toSeller } = divideEscrow(pt('2750000'), 4_550n, 5_000n)
  expect([outcome, formatQuantity(toBuyer), formatQuantity(toSeller)]).toEqual(['partiallyUpheld', '247500', '2502500'])
  expect(divideEscrow(pt('1'), 5n, 5n)).toMatchObject({ outcome: 'rejected', toBuyer: { value: 0n } })
  expect(divideEscrow(pt('1'), 0n, 5n)).toMatchObject({ outcome: 'upheld', toSeller: { value: 0n } })
})

test('for all escrows: nothing is lost or made, and less delivered never pays the seller more', () => {
  const amount = fc.bigInt(0n, 10n ** 30n)
  fc.assert(
    fc.property(amount, fc.bigInt(1n, 10n ** 12n), fc.nat(1_000_000), fc.nat(1_000_000), (escrow, contracted, a, b) => {
      const part = (ppm: number) => (contracted * BigInt(ppm)) / 1_000_000n
      const of = (found: bigint) => divideEscrow(quantity(escrow, 'PT'), found, contracted)
      const [less, more] = [of(part(Math.min(a, b))), of(part(Math.max(a, b)))]
      expect(less.toSeller.value + less.toBuyer.value).toBe(escrow)
      expect(less.toSeller.value <= more.toSeller.value).toBe(true)
    }),
  )
})
