/** Compliance, access, separation of duties, fraud and load; domain.md 2.18-2.22, 3. */
import { assessRisk, keepUntil, reportDuties } from '../../policy/complianceRisk.ts'
import { missedTargets } from '../../policy/fraudAlerts.ts'
import { duplicateShipments, pairings, spoofing, washTrades } from '../../policy/fraudTrades.ts'
import { addressClusters, circularFlows, growthAlert, velocityAlerts } from '../../policy/fraudTransfers.ts'
import { checkLimits, controlsOf, limitsOf, processingOf, tierReached } from '../../policy/kyc.ts'
import { peakPerSecond, readingsPerYear } from '../../policy/plannedLoad.ts'
import { budgetOf, serviceAt, takeRequest } from '../../policy/rateTiers.ts'
import { roleConflicts } from '../../policy/roleSeparation.ts'
import { checkSeparation, emergencyAccess, grantOf, incompatibilities } from '../../policy/separationOfDuties.ts'
import { accessReviewBy, keyReplacedBy, officialsMissing, sessionEnds } from '../../policy/sessions.ts'
import { deletionAnsweredBy, treesKeptUntil } from '../../policy/treesRetention.ts'
import { initial } from '../parameters.ts'
import { at, d, pt, rule, type Section } from './rule.ts'

const now = at('2026-03-02')
const agreed = { perTransactionPt: pt(1_000_000), perDayPt: pt(2_000_000), perMonthPt: pt(10_000_000) }
const transfer = (from: string, to: string, amount: number, atSeconds: number) => ({
  from,
  to,
  amountPt: pt(amount),
  atSeconds,
})
const circle = [transfer('A', 'B', 100, 1_000), transfer('B', 'C', 99, 2_000), transfer('C', 'A', 98, 3_000)]
const trade = (tradeId: string, buyer: string, seller: string, atSeconds: number) => ({
  tradeId,
  buyer,
  seller,
  goods: '1001',
  quantity: 1_000n,
  atSeconds,
})
const shipment = (shipmentId: string, shippedOnDay: number) => ({
  shipmentId,
  vesselImo: '9074729',
  loadPort: 'XAAAA',
  hsCode: '1001',
  quantity: 10_000n,
  shippedOnDay,
})

export const compliance: readonly Section[] = [
  {
    source: '2.18',
    title: 'Know your customer, risk, reports, retention',
    rules: [
      rule('kyc', tierReached, ['person', new Set(['email', 'phone', 'networkAddress'] as const), initial]),
      rule('kyc', limitsOf, ['institutional', agreed, initial], {
        '1': ['null', 'tiers with limits of their own need no agreement; the others refuse without one'],
      }),
      rule('kyc', checkLimits, [pt(1_000), { dayPt: pt(0), monthPt: pt(5_000) }, agreed]),
      rule('kyc', controlsOf, ['redemption', now, initial]),
      rule('kyc', processingOf, ['standard', now, 10_001, initial]),
      rule('complianceRisk', assessRisk, [
        { entity: d('20'), jurisdiction: d('30'), pattern: d('10'), network: d('0'), history: d('5') },
        now,
        initial,
      ]),
      rule('complianceRisk', reportDuties, [
        { jurisdictions: ['CH', 'EU'], suspicious: true, valueUsd: d('15000'), at: now },
        initial,
      ]),
      rule('complianceRisk', keepUntil, ['transaction', now, initial]),
    ],
  },
  {
    source: '2.19',
    title: 'Rate tiers and load',
    rules: [
      rule('rateTiers', budgetOf, ['team', 'message', initial], { '1': ['null', 'a verb without a limit of its own'] }),
      rule('rateTiers', takeRequest, [{ level: 120_000, atMs: 1_000 }, 60, 2_000], {
        '0': ['null', 'a client never seen before has a full bucket'],
      }),
      rule('rateTiers', serviceAt, ['core', 'team', { load: d('0.9'), sovereignLoad: d('0.1') }, initial]),
      rule('plannedLoad', peakPerSecond, [3n, initial]),
      rule('plannedLoad', readingsPerYear, [1_000n, initial]),
    ],
  },
  {
    source: '2.20',
    title: 'Separation of duties',
    rules: [
      rule('separationOfDuties', grantOf, [['treasuryAdmin'], 'moveTreasury', initial]),
      rule('separationOfDuties', incompatibilities, [['treasuryAdmin', 'governanceAdmin'], initial]),
      rule('roleSeparation', roleConflicts, [['governance', 'operator'], initial]),
      rule('separationOfDuties', checkSeparation, [
        { person: 'P1', act: 'verify' },
        [{ person: 'P2', act: 'submit' }],
        initial,
      ]),
      rule('sessions', sessionEnds, [now, initial]),
      rule('sessions', keyReplacedBy, [now, initial]),
      rule('sessions', accessReviewBy, ['operations', now, initial]),
      rule('sessions', officialsMissing, [['P1', 'P2'], initial], {
        '0.*': ['text', 'any name is one of a person'],
      }),
      rule('treesRetention', treesKeptUntil, ['verification', now, initial]),
      rule('treesRetention', deletionAnsweredBy, [now, initial]),
      rule('separationOfDuties', emergencyAccess, [
        { person: 'P1', approvers: ['P2', 'P3', 'P4', 'P5'], at: now },
        initial,
      ]),
    ],
  },
  {
    source: '2.22',
    title: 'Fraud heuristics',
    rules: [
      rule('fraudTransfers', velocityAlerts, [
        transfer('A', 'B', 100_000, 2_000_000),
        Array.from({ length: 12 }, (_, index) => transfer('A', 'B', 10, 1_000 + index * 86_400)),
        now,
        initial,
      ]),
      rule('fraudTransfers', growthAlert, ['wheat', { beforePt: pt(10_000_000), nowPt: pt(50_000_000) }, now, initial]),
      rule('fraudTransfers', circularFlows, [circle, now, initial]),
      rule('fraudTransfers', addressClusters, [
        ['A', 'B', 'C', 'D', 'E', 'F'].map((account) => ({ account, shares: 'funder' })),
        now,
        initial,
      ]),
      rule('fraudTrades', washTrades, [
        [trade('T1', 'A', 'B', 1_000), trade('T2', 'B', 'A', 2_000)],
        new Map([['A', 'owner of A']]),
        now,
        initial,
      ]),
      rule('fraudTrades', spoofing, [[{ account: 'A', size: 100n, cancelledAfterSeconds: 2 }], now, initial], {
        '0.*.cancelledAfterSeconds': ['null', 'the order was not cancelled'],
      }),
      rule('fraudTrades', duplicateShipments, [[shipment('S1', 100), shipment('S2', 101)], now, initial]),
      rule('fraudTrades', pairings, [
        Array.from({ length: 30 }, (_, index) => ({
          verifier: index < 15 ? 'V1' : 'V2',
          exporter: index < 15 ? 'X1' : 'X2',
        })),
        now,
        initial,
      ]),
      rule('fraudAlerts', missedTargets, [
        { truePositive: 90, falsePositive: 2, trueNegative: 900, falseNegative: 8 },
        initial,
      ]),
    ],
  },
]
