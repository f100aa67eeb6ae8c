/** The oracle network and disputes, domain.md 2.5 and 2.6. */
import { admitAppeal, appealUntil, platformAppealUntil } from '../../policy/appeals.ts'
import { evidenceKeptUntil, poolShortfall } from '../../policy/arbitratorPool.ts'
import { classQuorum } from '../../policy/classQuorum.ts'
import {
  allocationDisputeTimetable,
  checkDecision,
  divideEscrow,
  pathwayFor,
  phaseEnds,
  rankPlatformDispute,
  rankVerificationDispute,
} from '../../policy/disputes.ts'
import { firstSeat, nextSeat } from '../../policy/escalation.ts'
import { criticalDatum, feedValue } from '../../policy/feeds.ts'
import { networkQuality, thinSpecialties } from '../../policy/networkQuality.ts'
import { assignableFrom, operatorExit } from '../../policy/operatorTimetable.ts'
import { assignCommittee, drawCommittee, networkConcentration, type OracleNode } from '../../policy/oracleAssignment.ts'
import {
  isUnavailable,
  mustBeRemoved,
  nodeFeeDown,
  reliabilityE4Down,
  reputation,
  selectOperator,
  slashUp,
  stakeFor,
  standing,
  withdrawableFrom,
} from '../../policy/oracleReputation.ts'
import { admitPlatformAppeal, checkEvidence, governanceStepEnds } from '../../policy/platformDisputes.ts'
import { payoutDown } from '../../policy/settlement.ts'
import { oracleTypes } from '../../programmes/fictraOracles.ts'
import { initial } from '../parameters.ts'
import { at, d, pt, rule, type Section } from './rule.ts'

const nodes: readonly OracleNode[] = Array.from({ length: 10 }, (_, index) => ({
  nodeId: `N${index}`,
  entity: `E${index}`,
  country: `C${index}`,
  jurisdiction: `J${index % 4}`,
  type: oracleTypes[index % 5]!,
  source: `S${index}`,
  specialties: ['agriculture'],
  reputation: d('90'),
  stakePt: pt(100_000),
  available: true,
}))
const request = {
  size: 5,
  seed: 1n,
  valuePt: pt(1_000_000),
  specialty: 'agriculture',
  specialists: 1,
  interested: new Set(['E9']),
}
const nowMs = 1_700_000_000_000
const readings = ['100', '101', '102', '99', '100', '103', '98'].map((value, index) => ({
  source: `S${index}`,
  value: d(value as `${number}`),
  weight: d('1'),
  atMs: nowMs - 1_000,
}))
const moves = { pt: pt(5_000), ftShare: d('-0.01') }
const application = {
  scores: {
    technical: d('90'),
    credentials: d('85'),
    security: d('90'),
    capability: d('80'),
    operations: d('85'),
  },
  ageYears: 5,
  certifications: ['SOC2TypeII'],
  liabilityCoverUsd: d('10000001'),
  commodityRevenue: d('0.1'),
  largestClientRevenue: d('0.1'),
  testVerifications: 100,
  testAccuracy: d('99'),
  testLoad: d('2'),
  answerMinutes: 15,
  recoveryMinutes: 60,
  lossMinutes: 5,
}
const opened = at('2026-03-02')

export const oracles: readonly Section[] = [
  {
    source: '2.5',
    title: 'Oracle nodes: reputation, assignment, stake, feeds',
    rules: [
      rule('oracleReputation', reputation, [
        { accuracy: d('98'), participation: d('97'), speed: d('95'), peerReview: d('94') },
        initial,
      ]),
      rule('oracleReputation', standing, [
        { accuracy: d('98'), specialty: d('90'), independence: d('100'), longevity: d('60') },
        initial,
      ]),
      rule('oracleReputation', reliabilityE4Down, [d('92'), initial]),
      rule('oracleReputation', stakeFor, [pt(1_000_000), initial]),
      rule('oracleReputation', withdrawableFrom, [opened, initial]),
      rule('oracleReputation', slashUp, ['error', d('0.5'), pt(100_000), initial]),
      rule('oracleReputation', isUnavailable, [2, d('99.5'), initial]),
      rule('oracleReputation', nodeFeeDown, [pt(2_500_000), d('0.5'), d('99'), initial]),
      rule('oracleReputation', selectOperator, [application, initial], {
        '0.certifications.*': ['text', 'a certification nobody asks for'],
      }),
      rule('oracleReputation', mustBeRemoved, [[d('97'), d('93'), d('92')], initial]),
      rule('operatorTimetable', assignableFrom, [opened, initial]),
      rule('operatorTimetable', operatorExit, [opened, initial]),
      rule('oracleAssignment', drawCommittee, [
        nodes.map(({ stakePt: _, available: __, ...candidate }) => candidate),
        { size: 5, seed: 1n, specialty: 'agriculture', specialists: 1 },
        initial,
      ]),
      rule('oracleAssignment', assignCommittee, [nodes, request, initial]),
      rule('networkQuality', networkQuality, [
        { seconds: [3_600, 90_000, 7_200], wrongApprovals: 0, wrongRefusals: 1, disputed: 1 },
        initial,
      ]),
      rule(
        'networkQuality',
        thinSpecialties,
        [
          ['agriculture', 'energy'],
          [
            { entity: 'E1', specialties: ['agriculture', 'energy'] },
            { entity: 'E2', specialties: ['agriculture'] },
            { entity: 'E3', specialties: ['agriculture'] },
          ],
          initial,
        ],
        {
          '0.*': ['text', 'any name is one of a kind of goods'],
          '1.*.entity': ['text', 'any name is one of an operator'],
          '1.*.specialties.*': ['text', 'any name is one of a kind of goods'],
        },
      ),
      rule('oracleAssignment', networkConcentration, [
        nodes.slice(0, 3).map(({ entity, country }) => ({ entity, country, region: 'north' })),
        initial,
      ]),
      rule('classQuorum', classQuorum, [
        'strategic',
        Array.from({ length: 15 }, (_, index) => ({
          nodeId: `N${index}`,
          type: oracleTypes[index % 5]!,
          reliability: d('0.9'),
          specialist: index < 3,
          agrees: index < 14,
        })),
        initial,
      ]),
      rule('feeds', feedValue, ['price', readings, nowMs, initial], {
        '1.*.value': ['negative', 'a reading may be a change or a temperature; the feed says what it means'],
      }),
      rule('feeds', criticalDatum, [readings, d('100'), nowMs, initial], {
        '0.*.value': ['negative', 'a reading may be a change or a temperature; the feed says what it means'],
        '1': ['negative', 'the governed default of such a datum'],
      }),
    ],
  },
  {
    source: '2.6',
    title: 'Disputes, appeals and the division of an escrow',
    rules: [
      rule('disputes', rankVerificationDispute, ['significant', opened, initial]),
      rule('disputes', rankPlatformDispute, [
        { valuePt: pt(50_000), concerned: 3, participants: 1_000 },
        opened,
        initial,
      ]),
      rule('disputes', pathwayFor, [moves, initial], {
        '0.ftShare': ['negative', 'a decision may make an allocation smaller'],
      }),
      rule(
        'disputes',
        checkDecision,
        [
          {
            pathway: 'mediation',
            moves,
            panel: [{ person: 'P1', expertise: 'law' }],
            involved: new Set(['P9']),
            onAppeal: false,
          },
          initial,
        ],
        { '0.moves.ftShare': ['negative', 'a decision may make an allocation smaller'] },
      ),
      rule('disputes', phaseEnds, ['mediation', 'standard', opened, initial]),
      rule('escalation', firstSeat, [pt(2_500_000), opened, initial]),
      rule('escalation', nextSeat, [{ body: 'mediation', decideBy: opened }, initial]),
      rule('arbitratorPool', poolShortfall, ['verification', ['P1', 'P2', 'P3'], initial], {
        '1.*': ['text', 'any name is one of a person'],
      }),
      rule('arbitratorPool', evidenceKeptUntil, [opened, initial]),
      rule('disputes', allocationDisputeTimetable, [opened, initial]),
      rule('disputes', divideEscrow, [pt(2_750_000), 9_100n, 10_000n]),
      rule('appeals', appealUntil, [opened, initial]),
      rule('appeals', platformAppealUntil, [opened, initial]),
      rule('platformDisputes', checkEvidence, [
        {
          format: 'pdf',
          bytes: 1_250_000,
          sha256: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
        },
        initial,
      ]),
      rule('platformDisputes', admitPlatformAppeal, [
        {
          severity: 'moderate',
          decidedAt: opened,
          appealedAt: at('2026-03-05'),
          paid: pt(500),
          arbitrators: 3,
        },
        initial,
      ]),
      rule('platformDisputes', governanceStepEnds, [opened, initial]),
      rule('appeals', admitAppeal, [
        { decidedBy: 'mediation', decidedAt: opened, appealedAt: at('2026-03-05'), ground: 'newEvidence' },
        initial,
      ]),
      rule('settlement', payoutDown, [
        { amount: pt(2_500_000), tradeFee: pt(2_905), verificationFee: pt(1_250) },
        9_100n,
        10_000n,
      ]),
    ],
  },
]
