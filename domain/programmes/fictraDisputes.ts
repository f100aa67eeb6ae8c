/** FICTRA: disputes (domain.md 2.6): severities, pathways and authority, phases, panels, appeals; every number. */
import { amount, bands, choice, decimal, flag, integer, record, tableOf } from '../codecs.ts'
import { defineParameters } from '../parameters.ts'

export const severities = ['minor', 'moderate', 'significant', 'critical'] as const
export type Severity = (typeof severities)[number]

/** Pathways of a verification dispute, the lowest authority first. */
export const pathways = ['automated', 'mediation', 'arbitration', 'council'] as const
export type Pathway = (typeof pathways)[number]

/** Of disputes: about a verification, and of any other kind on the platform. */
export const procedures = ['verification', 'platform'] as const
export type Procedure = (typeof procedures)[number]

export const urgencies = ['standard', 'expedited', 'emergency'] as const
export type Urgency = (typeof urgencies)[number]

export const disputePhases = ['assessment', 'evidence', 'decision', 'implementation'] as const
export type DisputePhase = (typeof disputePhases)[number]

export const appealGrounds = ['procedure', 'newEvidence', 'misconduct', 'jurisdiction', 'arithmetic'] as const
export type AppealGround = (typeof appealGrounds)[number]

/** Formats of evidence in a dispute on the platform. */
export const evidenceFormats = ['pdf', 'jpeg', 'png', 'csv', 'json'] as const
export type EvidenceFormat = (typeof evidenceFormats)[number]

/** Steps of a dispute about governance, before the courts. */
export const governanceSteps = ['negotiation', 'mediation', 'arbitration'] as const
export type GovernanceStep = (typeof governanceSteps)[number]

const hours = integer('hours', 1, 8_760)
const share = decimal('ratio', '0', '1', 6)
const byUrgency = tableOf(urgencies, hours)

export const fictraDisputes = defineParameters('fictra.disputes', {
  resolutionHours: {
    title: 'Hours in which a verification dispute is resolved, by severity',
    codec: tableOf(severities, hours),
    initial: { minor: 336, moderate: 168, significant: 72, critical: 48 },
    authority: 'council',
    noticeDays: 21,
    source: '2.6; of each range the longer',
  },
  platformSeverity: {
    title:
      'Severity of a dispute on the platform by value in PT; and the share of participants from which it is critical',
    codec: record({
      byValue: bands('PT', '0', '1000000000000', choice(severities)),
      participants: share,
      resolutionHours: tableOf(severities, hours),
    }),
    initial: {
      byValue: [
        { from: '0', value: 'minor' },
        { from: '100000', value: 'moderate' },
        { from: '1000000.000001', value: 'significant' },
        { from: '10000000.000001', value: 'critical' },
      ],
      participants: '0.1',
      resolutionHours: { minor: 720, moderate: 336, significant: 168, critical: 48 },
    },
    authority: 'council',
    noticeDays: 21,
    source: '2.6 "Platform DRM"',
  },
  pathways: {
    title: 'What each pathway may move, who sits on it, hours in which it is formed and until it decides',
    codec: tableOf(
      pathways,
      record({
        // The council’s bound is the supply cap: it has none of its own.
        mayMovePt: amount('PT', '0', '500000000'),
        mayMoveFt: share, // of the allocation, up or down
        panel: integer('count', 0, 15),
        commodityExperts: integer('count', 0, 15),
        technicalExperts: integer('count', 0, 15),
        formedInHours: integer('hours', 0, 720),
        decisionHours: byUrgency,
      }),
    ),
    initial: {
      automated: pathway('50000', '0.03', [0, 0, 0, 0], [72, 24, 4]),
      mediation: pathway('500000', '0.07', [1, 0, 0, 48], [168, 48, 12]),
      arbitration: pathway('5000000', '0.15', [3, 1, 1, 24], [240, 72, 24]),
      council: pathway('500000000', '1', [5, 0, 0, 24], [360, 120, 48]),
    },
    authority: 'council',
    noticeDays: 21,
    source: '2.6; hours to form the council panel [P]',
  },
  phases: {
    title: 'Hours of the phases around the decision, by urgency',
    codec: record({ assessment: byUrgency, evidence: byUrgency, implementation: byUrgency }),
    initial: {
      assessment: { standard: 24, expedited: 8, emergency: 2 },
      evidence: { standard: 120, expedited: 48, emergency: 12 },
      implementation: { standard: 72, expedited: 24, emergency: 6 },
    },
    authority: 'council',
    noticeDays: 21,
    source: '2.6; of each range the longer',
  },
  appeal: {
    title: 'Business days to appeal, hours to screen it, days to appeal on the platform, arbitrators an appeal adds',
    codec: record({
      businessDays: integer('businessDays', 1, 60),
      screeningHours: hours,
      platformDays: integer('days', 1, 90),
      extraArbitrators: integer('count', 0, 5),
    }),
    initial: { businessDays: 5, screeningHours: 48, platformDays: 7, extraArbitrators: 1 },
    authority: 'council',
    noticeDays: 21,
    source: '2.6',
  },
  platformAppealFee: {
    title: 'Fee of an appeal on the platform, by the severity of the dispute',
    codec: tableOf(severities, amount('PT', '0', '1000000'), (fees) =>
      severities.some((severity, index) => index > 0 && fees[severity].value < fees[severities[index - 1]!].value)
        ? 'the fee falls with the severity'
        : null,
    ),
    initial: { minor: '100', moderate: '500', significant: '2500', critical: '10000' },
    authority: 'council',
    noticeDays: 21,
    source: '2.6 "appeal 7 d with fee"; the amounts [P]',
  },
  platformEvidence: {
    title: 'Formats of evidence that a dispute on the platform takes, and the largest file',
    codec: record({
      formats: tableOf(evidenceFormats, flag, (taken) =>
        Object.values(taken).includes(true) ? null : 'no format is taken',
      ),
      mostBytes: integer('bytes', 1, 10_000_000_000),
    }),
    initial: { formats: { pdf: true, jpeg: true, png: true, csv: true, json: true }, mostBytes: 50_000_000 },
    authority: 'council',
    noticeDays: 21,
    source: '2.6 "Platform DRM"; a megabyte is a million bytes [P]',
  },
  governanceSteps: {
    title: 'Days of each step of a dispute about governance, after which it goes before the courts of Switzerland',
    codec: tableOf(governanceSteps, integer('days', 1, 365)),
    initial: { negotiation: 14, mediation: 30, arbitration: 60 },
    authority: 'council',
    noticeDays: 21,
    source: '2.6 "Governance disputes"; the names of the steps [P]',
  },
  pool: {
    title: 'Arbitrators in the pool of each procedure at least, and years evidence is kept',
    codec: record({
      arbitrators: tableOf(procedures, integer('count', 1, 500)),
      evidenceYears: integer('years', 1, 100),
    }),
    initial: { arbitrators: { verification: 30, platform: 25 }, evidenceYears: 7 },
    authority: 'council',
    noticeDays: 21,
    source: '2.6',
  },
  allocation: {
    title:
      'Days of a dispute about an allocation: committee review, evidence, and until it is final; size of its panel',
    codec: record({
      reviewDays: integer('days', 1, 90),
      evidenceDays: integer('days', 1, 90),
      finalDays: integer('days', 1, 365),
      panel: integer('count', 1, 15),
    }),
    initial: { reviewDays: 7, evidenceDays: 14, finalDays: 30, panel: 3 },
    authority: 'council',
    noticeDays: 21,
    source: '2.1 "Allocation dispute"',
  },
})

function pathway(
  mayMovePt: string,
  mayMoveFt: string,
  [panel, commodityExperts, technicalExperts, formedInHours]: readonly [number, number, number, number],
  [standard, expedited, emergency]: readonly [number, number, number],
) {
  return {
    ...{ mayMovePt, mayMoveFt, panel, commodityExperts, technicalExperts, formedInHours },
    decisionHours: { standard, expedited, emergency },
  }
}
