/** Every twin, each with how often it runs and the kinds of case a run must meet to count as one. */
import type { TwinChain } from './chain.ts'
import { conversionTwin } from './conversion.ts'
import { creditsTwin } from './credits.ts'
import type { Twin } from './differential.ts'
import { escrowTwin } from './escrow.ts'
import { formulaTwin } from './formula.ts'
import { limitsTwin } from './limits.ts'
import { quorumTwin } from './quorum.ts'
import { roundTwin } from './round.ts'
import { tradeIdTwin } from './tradeIds.ts'

export interface TwinEntry {
  readonly title: string
  /** What each twin compares differs in type, never in form. */
  readonly open: (chain: TwinChain) => Promise<Twin<unknown>>
  readonly kinds: readonly string[]
  /** Share of the cases of a run; default all. */
  readonly share?: number
}

const of = <Case>(open: (chain: TwinChain) => Promise<Twin<Case>>) => open as unknown as TwinEntry['open']

export const twins: readonly TwinEntry[] = [
  {
    title: 'allocation formula',
    open: of(formulaTwin),
    kinds: ['whole', 'partial', 'nothing', 'negative factor', 'BadAllocationTerms', 'SafeCastOverflowedUintDowncast'],
  },
  {
    title: 'consensus tally',
    open: of(quorumTwin),
    kinds: [
      ...['approved', 'rejected', 'NoQuorum', 'ParticipationTooLow', 'ScoreBelowApproval', 'RefusalNeedsReview'],
      'equal scores',
    ],
  },
  {
    title: 'consensus rounds with signed reports',
    open: of(roundTwin),
    // The tally behind it is compared in full above; this adds what a report may be, at ten signatures a case.
    share: 0.25,
    kinds: [
      'approved in round 1',
      'rejected in round 1',
      'approved in round 2',
      'partial in round 2',
      'rejected in round 2',
      'TooFewReports',
      'ParticipationTooLow',
      'NoQuorum',
      'ScoreBelowApproval',
      'RefusalNeedsReview',
      'NotInCommittee',
      'DuplicateReport',
      'BadReport',
      'AgreesBelowThreshold',
    ],
  },
  { title: 'trade ids', open: of(tradeIdTwin), kinds: ['buyer first', 'seller first'] },
  {
    title: 'fees and payout',
    open: of(escrowTwin),
    kinds: ['released', 'split', 'fee rounded', 'burned', 'BadFeeSplit', 'BadEscrowTerms'],
  },
  {
    title: 'conversion',
    open: of(conversionTwin),
    kinds: [
      'converted',
      'ZeroAmount',
      'BelowMinimum',
      'DailyLimitExceeded',
      'ReserveTooLow',
      'SafeCastOverflowedUintDowncast',
    ],
  },
  {
    title: 'credits and buffer',
    open: of(creditsTwin),
    kinds: [
      'issue',
      'issue, partial',
      'issue: ZeroAmount',
      'retire',
      'retire: Suspended',
      'retire: ERC1155InsufficientBalance',
      'reverse',
      'reverse: BufferTooLow',
      'reverse: MoreThanIssued',
      'suspend',
    ],
  },
  {
    title: 'limits, holds and queues',
    open: of(limitsTwin),
    kinds: [
      'minted',
      'held',
      'dropped',
      'queued by singleCap',
      'queued by sovereignCap',
      'queued by growth',
      'resolved, minted',
      'released, minted',
      'released, queued by growth',
      'release: NothingQueued',
      'resolve: NotHeld',
      'burn',
      'limits',
    ],
  },
]
