/** FICTRA: rate tiers, load ladder, separation of duties and emergency access (domain.md 2.19, 2.20), every number. */
import { bands, choice, decimal, flag, integer, record, rows, tableOf } from '../codecs.ts'
import { defineParameters } from '../parameters.ts'

export const rateTiers = [
  'public',
  'observer',
  'occasional',
  'team',
  'active',
  'strategic',
  'institutional',
  'sovereign',
  'admin',
] as const
export type RateTier = (typeof rateTiers)[number]

/** Each has a budget of its own: what one spends the others keep. */
export const apiDomains = ['trading', 'wallet', 'verification', 'analytics', 'reference'] as const
export type ApiDomain = (typeof apiDomains)[number]

/** Verbs with a limit of their own, whatever the tier. */
export const limitedVerbs = ['verificationSubmit', 'verificationStatus', 'documentValidate', 'message'] as const
export type LimitedVerb = (typeof limitedVerbs)[number]

/** What is given up first comes first. */
export const workClasses = ['analytics', 'live', 'core', 'essential'] as const
export type WorkClass = (typeof workClasses)[number]

/** Kinds of access, each reviewed in its own rhythm. */
export const accessKinds = ['admin', 'operations', 'view'] as const
export type AccessKind = (typeof accessKinds)[number]

export const adminScopes = [
  'governanceAdmin',
  'systemAdmin',
  'treasuryAdmin',
  'securityAdmin',
  'complianceAdmin',
  'relationsAdmin',
  'analyticsAdmin',
  'integrationAdmin',
] as const
export type AdminScope = (typeof adminScopes)[number]

export const duties = [
  'readOperations',
  'readPersonalData',
  'changeParameters',
  'executeGovernance',
  'operateInfrastructure',
  'moveTreasury',
  'issueTokens',
  'operateTokens',
  'freezeParties',
  'manageRelations',
  'manageIntegrations',
] as const
export type Duty = (typeof duties)[number]

/** Acts on one subject, of which the same person may not do two that conflict. */
export const acts = [
  'submit',
  'verify',
  'review',
  'propose',
  'approve',
  'execute',
  'dispute',
  'decideDispute',
  'register',
  'audit',
] as const
export type Act = (typeof acts)[number]

export const grants = ['denied', 'multisig', 'allowed'] as const
export type Grant = (typeof grants)[number]

const perMinute = integer('1/minute', 1, 1_000_000)

function may(allowed: readonly Duty[], multisig: readonly Duty[] = []): Record<Duty, Grant> {
  const grantOf = (duty: Duty): Grant =>
    allowed.includes(duty) ? 'allowed' : multisig.includes(duty) ? 'multisig' : 'denied'
  return Object.fromEntries(duties.map((duty) => [duty, grantOf(duty)])) as Record<Duty, Grant>
}

export const fictraAccess = defineParameters('fictra.access', {
  requestsPerMinute: {
    title: 'Requests a minute of each tier, in each API domain',
    codec: tableOf(rateTiers, perMinute),
    initial: {
      public: 60,
      observer: 60,
      occasional: 120,
      team: 120,
      active: 600,
      strategic: 3_000,
      institutional: 3_000,
      sovereign: 3_000,
      admin: 300,
    },
    authority: 'technicalCommittee',
    noticeDays: 0,
    source: '2.19 [P]',
  },
  verbsPerMinute: {
    title: 'Requests a minute of verbs that have a limit of their own',
    codec: tableOf(limitedVerbs, perMinute),
    initial: { verificationSubmit: 100, verificationStatus: 300, documentValidate: 50, message: 15 },
    authority: 'technicalCommittee',
    noticeDays: 0,
    source: '2.19',
  },
  loadLadder: {
    title: 'What is still served from which load on',
    codec: bands('ratio', '0', '1', record({ from: choice(workClasses), cachedReads: flag })),
    // Below the first step everything; then without analytics; then reads from the cache; then core; then essentials only.
    initial: [
      { from: '0', value: { from: 'analytics', cachedReads: false } },
      { from: '0.8', value: { from: 'live', cachedReads: false } },
      { from: '0.9', value: { from: 'live', cachedReads: true } },
      { from: '0.95', value: { from: 'core', cachedReads: true } },
      { from: '0.99', value: { from: 'essential', cachedReads: true } },
    ],
    authority: 'technicalCommittee',
    noticeDays: 0,
    source: '2.19 [P]',
  },
  sovereignLane: {
    title: 'Share of the capacity that is kept for sovereigns',
    codec: decimal('ratio', '0', '0.5', 4),
    initial: '0.1',
    authority: 'technicalCommittee',
    noticeDays: 0,
    source: '2.19 [P]',
  },
  duties: {
    title: 'What each administrative scope may do: alone, with others (multisig), or not at all',
    codec: tableOf(adminScopes, tableOf(duties, choice(grants))),
    initial: {
      governanceAdmin: may(['readOperations', 'changeParameters', 'executeGovernance']),
      systemAdmin: may(['readOperations', 'operateInfrastructure']),
      treasuryAdmin: may(['readOperations'], ['moveTreasury', 'issueTokens', 'operateTokens']),
      securityAdmin: may(['readOperations', 'readPersonalData'], ['freezeParties']),
      complianceAdmin: may(['readOperations', 'readPersonalData', 'freezeParties']),
      relationsAdmin: may(['readOperations', 'manageRelations']),
      analyticsAdmin: may(['readOperations']),
      integrationAdmin: may(['readOperations', 'manageIntegrations']),
    },
    authority: 'council',
    noticeDays: 14,
    source: '2.20; relations, analytics and integration beyond what is denied [P]',
  },
  exclusiveDuties: {
    title: 'Duties that the scopes of one person may not bring together',
    codec: rows(record({ first: choice(duties), second: choice(duties) }), 100),
    initial: [
      ['operateInfrastructure', 'executeGovernance'],
      ['operateInfrastructure', 'issueTokens'],
      ['operateInfrastructure', 'operateTokens'],
      ['operateInfrastructure', 'moveTreasury'],
      ['changeParameters', 'operateInfrastructure'],
      ['changeParameters', 'issueTokens'],
      ['changeParameters', 'moveTreasury'],
      ['executeGovernance', 'moveTreasury'],
      ['executeGovernance', 'issueTokens'],
      ['executeGovernance', 'operateTokens'],
    ].map(([first, second]) => ({ first: first!, second: second! })),
    authority: 'council',
    noticeDays: 14,
    source: '2.20',
  },
  conflicts: {
    title: 'Acts on one subject that the same person may not both do',
    codec: rows(record({ first: choice(acts), second: choice(acts) }), 100, (pairs) =>
      pairs.some(({ first, second }) => first === second) ? 'an act does not conflict with itself' : null,
    ),
    initial: [
      ['submit', 'verify'],
      ['submit', 'review'],
      ['submit', 'approve'],
      ['submit', 'decideDispute'],
      ['verify', 'review'],
      ['verify', 'decideDispute'],
      ['review', 'decideDispute'],
      ['propose', 'approve'],
      ['dispute', 'decideDispute'],
      ['register', 'verify'],
      ['approve', 'execute'],
      ...(['submit', 'verify', 'review', 'approve', 'execute', 'decideDispute'] as const).map((act) => [act, 'audit']),
    ].map(([first, second]) => ({ first: first!, second: second! })),
    authority: 'council',
    noticeDays: 14,
    source: '2.20, 2.26 no. 9; pairs [P]',
  },
  emergencyAccess: {
    title: 'Approvers and hours of emergency access, and hours until it is reviewed',
    codec: record({
      approvers: integer('count', 1, 9),
      hours: integer('hours', 1, 168),
      reviewHours: integer('hours', 1, 720),
    }),
    initial: { approvers: 2, hours: 24, reviewHours: 72 },
    authority: 'council',
    noticeDays: 14,
    source: '2.20; hours until the review [P]',
  },
  accessReviewDays: {
    title: 'Days until access is reviewed again, by kind: monthly, quarterly, yearly',
    codec: tableOf(accessKinds, integer('days', 1, 730)),
    initial: { admin: 30, operations: 91, view: 365 },
    authority: 'technicalCommittee',
    noticeDays: 0,
    source: '2.20',
  },
  sessions: {
    title: 'Idle minutes, officials of a sovereign, days of a key',
    codec: record({
      idleMinutes: integer('minutes', 1, 1_440),
      sovereignOfficials: integer('count', 2, 15),
      keyDays: integer('days', 1, 730),
    }),
    initial: { idleMinutes: 15, sovereignOfficials: 3, keyDays: 90 },
    authority: 'technicalCommittee',
    noticeDays: 0,
    source: '2.20',
  },
})
