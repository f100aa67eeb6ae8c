/** Governance, domain.md 2.17. */
import { bankAuthoriser } from '../../policy/bankAuthorisation.ts'
import { councilSeats, emergencyMeetingFrom, hasVeto, seatTerm } from '../../policy/councilSeats.ts'
import { checkProposalRight, checkProposalTime, timetableOf } from '../../policy/proposals.ts'
import { rawWeights, sovereignWeights } from '../../policy/sovereignWeights.ts'
import { countVote } from '../../policy/votes.ts'
import { initial } from '../parameters.ts'
import { at, d, ft, pt, rule, type Section } from './rule.ts'

const standings = [
  { sovereign: 'XA', volumePt: 6_000n, holdingFt: 5_000n },
  { sovereign: 'XB', volumePt: 3_000n, holdingFt: 3_000n },
  { sovereign: 'XC', volumePt: 1_000n, holdingFt: 2_000n },
]
const nations = [4_000_000, 3_000_000, 1_500_000, 1_000_000, 500_000].map((holding, index) => ({
  sovereign: `X${index}`,
  region: index % 2 === 0 ? 'north' : 'south',
  holdingFt: ft(holding).value,
}))
const poll = (size: number, yes: number) => ({
  members: Array.from({ length: size }, (_, index) => ({ memberId: `M${index}`, chair: index === 0, sector: 'trade' })),
  ballots: Array.from({ length: yes }, (_, index) => ({ memberId: `M${index}`, choice: 'for' as const })),
})
const timetable = timetableOf('feesAndProcess', at('2026-03-02'), initial)

export const governance: Section = {
  source: '2.17',
  title: 'Governance',
  rules: [
    rule(
      'votes',
      countVote,
      ['feesAndProcess', { foundationCouncil: poll(9, 7), economicsCommittee: poll(7, 5) }, initial],
      {
        '1.foundationCouncil': ['missing', 'a body without a poll has not voted'],
        '1.economicsCommittee': ['missing', 'a body without a poll has not voted'],
        '1.foundationCouncil.members.*.chair': ['missing', 'a member that is not the chair'],
        '1.economicsCommittee.members.*.chair': ['missing', 'a member that is not the chair'],
        '1.foundationCouncil.members.*.sector': ['missing', 'a body without sectors'],
        '1.economicsCommittee.members.*.sector': ['missing', 'a body without sectors'],
      },
    ),
    rule(
      'votes',
      countVote,
      [
        'boardOverride',
        {
          sovereignCommittee: {
            members: [{ memberId: 'XA', weightE9: 10n ** 9n }],
            ballots: [{ memberId: 'XA', choice: 'for' }],
          },
        },
        initial,
      ],
      { '1.sovereignCommittee': ['missing', 'a body without a poll has not voted'] },
    ),
    rule(
      'votes',
      countVote,
      [
        'emergency',
        {
          stabilityCommittee: {
            members: [
              { memberId: 'M0', chair: true, designated: false },
              { memberId: 'M1', chair: false, designated: true },
              { memberId: 'M2', chair: false, designated: true },
            ],
            ballots: ['M0', 'M1', 'M2'].map((memberId) => ({ memberId, choice: 'for' as const })),
          },
        },
        initial,
      ],
      {
        '1.stabilityCommittee': ['missing', 'a body without a poll has not voted'],
        '1.stabilityCommittee.members.*.chair': ['missing', 'a member that is not the chair'],
        '1.stabilityCommittee.members.*.designated': ['missing', 'a member that is not designated'],
      },
    ),
    rule('sovereignWeights', sovereignWeights, [standings, initial]),
    rule('sovereignWeights', rawWeights, [standings, initial]),
    rule('councilSeats', councilSeats, [nations, initial]),
    rule('councilSeats', hasVeto, [ft(40).value, ft(100).value, initial]),
    rule('councilSeats', seatTerm, [at('2026-03-02'), 1, initial]),
    rule('councilSeats', emergencyMeetingFrom, [at('2026-03-02'), initial]),
    rule('bankAuthorisation', bankAuthoriser, [d('60000'), initial]),
    rule('proposals', checkProposalRight, [
      'feesAndProcess',
      {
        proposer: 'economicsCommittee',
        sponsored: true,
        signatures: 0,
        holdingPt: pt(0),
        supplyShare: { held: 0n, supply: 100n },
      },
      initial,
    ]),
    rule('proposals', timetableOf, ['feesAndProcess', at('2026-03-02'), initial]),
    rule('proposals', timetableOf, ['emergency', at('2026-03-02'), initial]),
    rule('proposals', checkProposalTime, ['vote', timetable.votingFrom, timetable], {
      '2.lapses': ['null', 'only an emergency measure lapses'],
    }),
  ],
}
