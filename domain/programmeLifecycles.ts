/**
 * The lifecycles of domain.md 2.7 around the spine, as data: people and nodes, disputes and proposals, the market, devices. Names of
 * events are the verbs that cause them.
 */
import { defineLifecycle, type StateOf } from './lifecycle.ts'

export const oracleNodeLifecycle = defineLifecycle('oracle node', 'applied', {
  applied: { score: 'scored', refuse: 'refused' },
  scored: { onboard: 'onboarding', refuse: 'refused' },
  onboarding: { activate: 'active', refuse: 'refused' },
  active: { warn: 'probation', suspend: 'suspended', withdraw: 'withdrawing' },
  probation: { clear: 'active', suspend: 'suspended', withdraw: 'withdrawing' },
  suspended: { reinstate: 'probation', terminate: 'terminated', withdraw: 'withdrawing' },
  // It answers what it was assigned until its notice has run out, and can still be caught.
  withdrawing: { leave: 'withdrawn', terminate: 'terminated' },
  withdrawn: {},
  terminated: {},
  refused: {},
})
export type OracleNodeState = StateOf<typeof oracleNodeLifecycle>

export const kycCaseLifecycle = defineLifecycle('KYC case', 'started', {
  started: { provideDocuments: 'documents', expire: 'expired' },
  documents: { screen: 'screening', expire: 'expired' },
  screening: { review: 'review', reject: 'rejected', expire: 'expired' },
  review: { askForMore: 'documents', approve: 'approved', reject: 'rejected', expire: 'expired' },
  // An approval ends: by its date, or when a later screening finds something.
  approved: { expire: 'expired', rescreen: 'screening' },
  expired: { restart: 'started' },
  rejected: {},
})
export type KycCaseState = StateOf<typeof kycCaseLifecycle>

export const disputeLifecycle = defineLifecycle('dispute', 'submitted', {
  submitted: { accept: 'underReview', dismiss: 'closed' },
  underReview: { askForEvidence: 'pendingEvidence', resolve: 'resolved', escalate: 'underReview' },
  pendingEvidence: { provideEvidence: 'underReview', closeEvidence: 'underReview' },
  resolved: { appeal: 'appealed', implement: 'implemented' },
  appealed: {
    affirm: 'resolved',
    modify: 'resolved',
    overturn: 'resolved',
    remand: 'underReview',
    refuseAppeal: 'resolved',
  },
  implemented: { close: 'closed' },
  closed: {},
})
export type DisputeState = StateOf<typeof disputeLifecycle>

export const proposalLifecycle = defineLifecycle('proposal', 'draft', {
  draft: { classify: 'classified', cancel: 'cancelled' },
  classified: { deliberate: 'deliberation', openVote: 'voting', cancel: 'cancelled' },
  deliberation: { openVote: 'voting', cancel: 'cancelled' },
  voting: { defeat: 'defeated', succeed: 'succeeded' },
  succeeded: { queue: 'queued' },
  queued: { execute: 'executed', cancel: 'cancelled', expire: 'expired' },
  defeated: {},
  executed: {},
  cancelled: {},
  expired: {},
})
export type ProposalState = StateOf<typeof proposalLifecycle>

export const swapLifecycle = defineLifecycle('swap', 'open', {
  open: { match: 'matched', cancel: 'cancelled' },
  matched: { escrow: 'escrowed', cancel: 'cancelled' },
  // Both sides are locked; only a verified delivery, or a decision on a dispute, moves them.
  escrowed: { deliver: 'delivered', dispute: 'disputed' },
  delivered: { complete: 'completed', dispute: 'disputed' },
  disputed: { complete: 'completed', cancel: 'cancelled' },
  completed: {},
  cancelled: {},
})
export type SwapState = StateOf<typeof swapLifecycle>

export const orderLifecycle = defineLifecycle('order', 'pending', {
  // It waits to be admitted: refused, taken back or out of time before it could be matched.
  pending: { activate: 'active', refuse: 'cancelled', cancel: 'cancelled', expire: 'expired' },
  active: { fillPart: 'partiallyFilled', fill: 'filled', cancel: 'cancelled', expire: 'expired' },
  partiallyFilled: { fillPart: 'partiallyFilled', fill: 'filled', cancel: 'cancelled', expire: 'expired' },
  filled: {},
  cancelled: {},
  expired: {},
})
export type OrderState = StateOf<typeof orderLifecycle>

export const deviceLifecycle = defineLifecycle('device', 'provisioned', {
  provisioned: { activate: 'active', retire: 'retired' },
  active: { drift: 'degraded', quarantine: 'quarantined', retire: 'retired' },
  degraded: { recalibrate: 'active', quarantine: 'quarantined', retire: 'retired' },
  quarantined: { recalibrate: 'active', retire: 'retired' },
  retired: {},
})
export type DeviceState = StateOf<typeof deviceLifecycle>

export const carbonVerificationLifecycle = defineLifecycle('carbon verification', 'pending', {
  pending: { approve: 'approved', reject: 'rejected' },
  approved: {},
  rejected: {},
})
export type CarbonVerificationState = StateOf<typeof carbonVerificationLifecycle>
