import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Act, type AdminScope, acts, adminScopes, type duties, fictraAccess } from '../programmes/fictraAccess.ts'
import { initial, withValue } from '../test/parameters.ts'
import { checkSeparation, emergencyAccess, grantOf, incompatibilities } from './separationOfDuties.ts'

const refused = (code: string, details: object) =>
  expect.objectContaining({ code, details: expect.objectContaining(details) })
const grant = (scope: AdminScope, duty: (typeof duties)[number]) => grantOf([scope], duty, initial)

test('2.20: governance touches neither infrastructure nor treasury; system executes neither governance nor tokens', () => {
  expect(grant('governanceAdmin', 'operateInfrastructure')).toBe('denied')
  expect(grant('governanceAdmin', 'moveTreasury')).toBe('denied')
  expect(grant('governanceAdmin', 'executeGovernance')).toBe('allowed')
  for (const duty of ['executeGovernance', 'issueTokens', 'operateTokens', 'moveTreasury'] as const) {
    expect(grant('systemAdmin', duty)).toBe('denied')
  }
  expect(grant('systemAdmin', 'operateInfrastructure')).toBe('allowed')
})

test('2.20: treasury issues with multisig only and changes no parameter; security and compliance mostly read; analytics see no personal data', () => {
  expect(grant('treasuryAdmin', 'issueTokens')).toBe('multisig')
  expect(grant('treasuryAdmin', 'changeParameters')).toBe('denied')
  expect(grant('securityAdmin', 'freezeParties')).toBe('multisig')
  expect(grant('complianceAdmin', 'freezeParties')).toBe('allowed')
  expect(grant('complianceAdmin', 'readPersonalData')).toBe('allowed')
  expect(grant('analyticsAdmin', 'readPersonalData')).toBe('denied')
  for (const scope of adminScopes) expect(grant(scope, 'readOperations')).toBe('allowed')
})

test('scopes held together allow the most that one of them allows; no scope allows nothing', () => {
  expect(grantOf(['analyticsAdmin', 'treasuryAdmin'], 'moveTreasury', initial)).toBe('multisig')
  expect(grantOf(['securityAdmin', 'complianceAdmin'], 'freezeParties', initial)).toBe('allowed')
  expect(grantOf([], 'readOperations', initial)).toBe('denied')
})

test('which scopes one person may not hold together, and by which duties', () => {
  const apart = (...scopes: AdminScope[]) => incompatibilities(scopes, initial).map(({ duties: pair }) => pair)
  expect(apart('systemAdmin', 'governanceAdmin')).toEqual([
    ['operateInfrastructure', 'executeGovernance'],
    ['changeParameters', 'operateInfrastructure'],
  ])
  expect(apart('systemAdmin', 'treasuryAdmin')).toEqual([
    ['operateInfrastructure', 'issueTokens'],
    ['operateInfrastructure', 'operateTokens'],
    ['operateInfrastructure', 'moveTreasury'],
  ])
  expect(apart('treasuryAdmin', 'governanceAdmin')).toEqual([
    ['changeParameters', 'issueTokens'],
    ['changeParameters', 'moveTreasury'],
    ['executeGovernance', 'moveTreasury'],
    ['executeGovernance', 'issueTokens'],
    ['executeGovernance', 'operateTokens'],
  ])
  expect(apart('securityAdmin', 'complianceAdmin', 'analyticsAdmin')).toEqual([])
  for (const scope of adminScopes) expect(apart(scope, scope)).toEqual([])
  const all = { ...(fictraAccess.duties.initial as Record<string, Record<string, string>>) }
  const both = { ...all, systemAdmin: { ...all.systemAdmin, issueTokens: 'allowed' } }
  expect(incompatibilities(['systemAdmin'], withValue(fictraAccess.duties, both))).toEqual([
    { scopes: ['systemAdmin', 'systemAdmin'], duties: ['operateInfrastructure', 'issueTokens'] },
  ])
})

test('2.26 no. 9 does not occur: who submitted neither verifies nor reviews nor decides, in whatever order', () => {
  const clash = (next: Act, ...done: Act[]) => {
    try {
      checkSeparation(
        { person: 'a', act: next },
        done.map((act) => ({ person: 'a', act })),
        initial,
      )
      return null
    } catch (error) {
      expect(error).toEqual(refused('DUTIES_CONFLICT', { act: next }))
      return (error as { details: { conflictsWith: Act } }).details.conflictsWith
    }
  }
  expect(['verify', 'review', 'approve', 'decideDispute', 'audit'].map((act) => clash(act as Act, 'submit'))).toEqual(
    Array(5).fill('submit'),
  )
  expect(clash('submit', 'verify')).toBe('verify')
  expect(clash('submit', 'dispute')).toBeNull()
  expect(clash('execute', 'propose', 'approve')).toBe('approve')
  expect(clash('approve', 'propose')).toBe('propose')
  expect(clash('execute', 'propose')).toBeNull()
  expect(clash('decideDispute', 'dispute')).toBe('dispute')
  expect(clash('verify', 'register')).toBe('register')
})

test("for all acts of several people: only one's own acts stand in the way, and the relation is symmetric", () => {
  const done = fc.array(fc.record({ person: fc.constantFrom('a', 'b', 'c'), act: fc.constantFrom(...acts) }), {
    maxLength: 6,
  })
  const allowed = (next: { person: string; act: Act }, earlier: readonly { person: string; act: Act }[]) => {
    try {
      checkSeparation(next, earlier, initial)
      return true
    } catch {
      return false
    }
  }
  fc.assert(
    fc.property(done, fc.constantFrom(...acts), fc.constantFrom(...acts), (earlier, act, other) => {
      const next = { person: 'a', act }
      expect(allowed(next, earlier)).toBe(
        allowed(
          next,
          earlier.filter(({ person }) => person === 'a'),
        ),
      )
      expect(allowed(next, [{ person: 'a', act: other }])).toBe(allowed({ person: 'a', act: other }, [next]))
      expect(allowed(next, [{ person: 'b', act: other }])).toBe(true)
    }),
  )
})

test('2.20: emergency access needs two others, lasts 24 hours and is reviewed', () => {
  const at = new Date('2026-01-01T00:00:00Z')
  const ask = (...approvers: string[]) => emergencyAccess({ person: 'a', approvers, at }, initial)
  expect(ask('b', 'c')).toEqual({ until: new Date('2026-01-02T00:00:00Z'), reviewBy: new Date('2026-01-05T00:00:00Z') })
  for (const approvers of [[], ['b'], ['b', 'b'], ['a', 'b']]) {
    expect(() => ask(...approvers)).toThrowError(refused('EMERGENCY_APPROVERS_MISSING', { needed: 2 }))
  }
})
