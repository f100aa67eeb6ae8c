/** The lifecycles of domain.md 2.7 that the spine needs, as data. Names of events are the verbs that cause them. */
import { defineLifecycle, type StateOf } from './lifecycle.ts'

export const tradeLifecycle = defineLifecycle('trade', 'created', {
  created: { fund: 'funded', cancel: 'cancelled' },
  funded: { ship: 'inTransit', expire: 'expired', refund: 'refunded' },
  inTransit: {
    verify: 'verified',
    verifyPartly: 'partiallyVerified',
    reject: 'rejected',
    dispute: 'disputed',
    refund: 'refunded',
  },
  verified: { complete: 'completed', dispute: 'disputed' },
  partiallyVerified: { complete: 'completed', dispute: 'disputed' },
  // A rejected delivery leaves the escrow untouched until somebody asks for the refund.
  rejected: { refund: 'refunded', dispute: 'disputed' },
  disputed: {
    verify: 'verified',
    verifyPartly: 'partiallyVerified',
    reject: 'rejected',
    complete: 'completed',
    refund: 'refunded',
  },
  expired: { refund: 'refunded' },
  completed: {},
  refunded: {},
  cancelled: {},
})
export type TradeState = StateOf<typeof tradeLifecycle>

export const caseLifecycle = defineLifecycle('case', 'pending', {
  // Recorded; the chain has not opened it yet.
  pending: { open: 'inProgress', refuse: 'refused' },
  inProgress: {
    approve: 'verified',
    approvePartly: 'partiallyVerified',
    reject: 'rejected',
    review: 'enhancedReview',
    expire: 'expired',
    close: 'closed',
  },
  enhancedReview: {
    openRound: 'inProgress',
    approve: 'verified',
    approvePartly: 'partiallyVerified',
    reject: 'rejected',
    expire: 'expired',
    close: 'closed',
  },
  verified: { challenge: 'disputed' },
  partiallyVerified: { challenge: 'disputed' },
  rejected: { challenge: 'disputed' },
  // A dismissed challenge restores the outcome it contested.
  disputed: { approve: 'verified', approvePartly: 'partiallyVerified', reject: 'rejected', close: 'closed' },
  expired: { close: 'closed' },
  closed: {},
  refused: {},
})
export type CaseLifecycleState = StateOf<typeof caseLifecycle>

export const documentLifecycle = defineLifecycle('document', 'received', {
  received: { hash: 'hashed' },
  hashed: { validate: 'validated', invalidate: 'invalid', leaveOpen: 'inconclusive' },
  inconclusive: { validate: 'validated', invalidate: 'invalid' },
  validated: {},
  invalid: {},
})
export type DocumentState = StateOf<typeof documentLifecycle>

export const oracleRoundLifecycle = defineLifecycle('oracle round', 'open', {
  open: { commit: 'committed', aggregate: 'aggregated', fail: 'inconclusive' },
  committed: { reveal: 'revealed', fail: 'inconclusive' },
  revealed: { aggregate: 'aggregated', fail: 'inconclusive' },
  aggregated: { finalise: 'finalised', fail: 'inconclusive' },
  inconclusive: { escalate: 'escalated' },
  escalated: {},
  finalised: {},
})
export type OracleRoundState = StateOf<typeof oracleRoundLifecycle>

export const allocationLifecycle = defineLifecycle('allocation', 'computed', {
  computed: { hold: 'held', queue: 'queued', mint: 'minted' },
  held: { queue: 'queued', mint: 'minted', drop: 'dropped' },
  queued: { release: 'queued', mint: 'minted' },
  minted: { adjust: 'adjusted', clawBack: 'clawedBack' },
  adjusted: { adjust: 'adjusted', clawBack: 'clawedBack' },
  clawedBack: {},
  dropped: {},
})
export type AllocationLifecycleState = StateOf<typeof allocationLifecycle>

export const conversionLifecycle = defineLifecycle('conversion', 'requested', {
  requested: { giveNotice: 'notice', schedule: 'scheduled', execute: 'executing', cancel: 'cancelled' },
  notice: { schedule: 'scheduled', cancel: 'cancelled' },
  scheduled: { execute: 'executing', pause: 'paused', cancel: 'cancelled' },
  executing: { settle: 'settled', pause: 'paused', cancel: 'cancelled' },
  paused: { resume: 'scheduled', cancel: 'cancelled' },
  settled: {},
  cancelled: {},
})
export type ConversionState = StateOf<typeof conversionLifecycle>

export const parcelLifecycle = defineLifecycle('parcel', 'pending', {
  // Recorded; the chain has not made the title yet.
  pending: { register: 'registered', refuse: 'refused' },
  registered: {},
  refused: {},
})
export type ParcelState = StateOf<typeof parcelLifecycle>

export const projectLifecycle = defineLifecycle('project', 'pending', {
  pending: { activate: 'active' },
  active: { suspend: 'suspended', complete: 'completed' },
  suspended: { activate: 'active', complete: 'completed' },
  completed: {},
})
export type ProjectState = StateOf<typeof projectLifecycle>

export const creditBatchLifecycle = defineLifecycle('credit batch', 'pending', {
  pending: { issue: 'active', invalidate: 'invalidated' },
  // Retiring a part leaves the rest active: only the last kilogram ends the batch (domain.md 2.26 defect 8).
  active: { retireAll: 'retired', suspend: 'suspended', invalidate: 'invalidated' },
  suspended: { resume: 'active', invalidate: 'invalidated' },
  retired: {},
  invalidated: {},
})
export type CreditBatchState = StateOf<typeof creditBatchLifecycle>

export const listingLifecycle = defineLifecycle('listing', 'pending', {
  // Recorded; the chain has not taken the credits yet.
  pending: { open: 'active', refuse: 'refused' },
  active: { sellPart: 'partiallySold', sellAll: 'sold', cancel: 'cancelled', expire: 'expired' },
  partiallySold: { sellPart: 'partiallySold', sellAll: 'sold', cancel: 'cancelled', expire: 'expired' },
  // Expired stock still sits in the contract until anybody calls it back.
  expired: { cancel: 'cancelled' },
  sold: {},
  cancelled: {},
  refused: {},
})
export type ListingState = StateOf<typeof listingLifecycle>

export const intentLifecycle = defineLifecycle('intent', 'recorded', {
  recorded: { submit: 'submitted', park: 'parked', fail: 'failed' },
  submitted: { replace: 'submitted', include: 'included', withdraw: 'recorded', park: 'parked', fail: 'failed' },
  included: { becomeSafe: 'safe', finalise: 'final', reorganise: 'submitted', fail: 'failed' },
  safe: { finalise: 'final', reorganise: 'submitted' },
  parked: { resume: 'recorded', fail: 'failed' },
  final: {},
  failed: {},
})
export type IntentState = StateOf<typeof intentLifecycle>
