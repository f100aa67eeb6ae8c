/**
 * Where processes are killed: every step on the ways from approval to tokens, credits and bundles, from a settled case to the
 * escrow that is paid out, split or refunded, and from a request to a retirement. Decision 11 says why these.
 */

export type Victim = 'serve' | 'work' | 'index' | 'oracle' | 'database'

export interface CrashPoint {
  readonly number: number
  /** As in `FAILPOINT`. Of oracles and of the database: the moment at which the suite itself kills them. */
  readonly name: string
  readonly victim: Victim
  /** What has happened and what has not when the process dies. */
  readonly meaning: string
  /** Passed many times by one case: a seed may choose a later passage. */
  readonly frequent: boolean
}

type Unnumbered = Omit<CrashPoint, 'number'>

/** A command, killed just before its commit (everything is forgotten) and just after (nobody was told). */
const command = (victim: Victim, name: string, does: string): Unnumbered[] => [
  { name: `before:${name}`, victim, meaning: `${does}: written, not committed`, frequent: false },
  { name: `after:${name}`, victim, meaning: `${does}: committed, nobody told`, frequent: false },
]

const step = (victim: Victim, name: string, meaning: string): Unnumbered[] => [
  { name, victim, meaning, frequent: true },
]

const way: readonly Unnumbered[] = [
  // Into the case.
  ...command('serve', 'settlement.fundEscrow', 'the buyer funds the escrow'),
  ...command('serve', 'evidence.recordDocument', 'a document of the delivery is filed'),
  ...command('serve', 'verification.openCase', 'the case is opened'),
  ...command('work', 'LandRegistry.ParcelRegistered#0', 'the title of a parcel is final'),
  ...command('work', 'Escrow.Funded#1', 'the funding is final'),
  ...command('work', 'Verification.CaseOpened#0', 'the opened case is final; the nodes are asked'),
  ...command('serve', 'verification.submitReport', 'a node reports'),
  { name: 'oracle.kept', victim: 'oracle', meaning: 'a report is signed and kept, not sent', frequent: false },
  { name: 'oracle.kept.second', victim: 'oracle', meaning: 'the same of another node', frequent: false },
  ...command('work', 'verification.aggregate', 'the reports are tallied; the result goes to the chain'),
  ...command('serve', 'verification.openReview', 'a reviewer asks the committee about a shortage'),
  ...command('work', 'Verification.ReviewOpened#0', 'the second round is final; the nodes are asked again'),
  ...command('work', 'Verification.CaseConcluded#0', 'the outcome is final; the window for challenges runs'),
  ...command('work', 'verification.settle', 'the window has passed; the case is settled'),
  // From approved to Foundation Token and to credits.
  ...command('work', 'issuance.request', 'what is owed for a settled case is noted'),
  ...command('work', 'issuance.sendAllocation', 'the mint of Foundation Token is sent'),
  ...command('work', 'issuance.sendIssuance', 'the mint of credits is sent'),
  ...command('work', 'Allocation.Allocated#0', 'the mint of Foundation Token is final'),
  ...command('work', 'Allocation.Allocated#1', 'a bundle is owed for it'),
  ...command('work', 'issuance.releaseQueue', 'what limits had queued is asked for again'),
  ...command('work', 'CarbonCredit.Issued#1', 'the mint of credits is final'),
  ...command('work', 'CarbonCredit.Issued#2', 'a bundle is owed for it'),
  // From settled to paid out.
  ...command('work', 'settlement.afterSettled', 'the release of the escrow is noted'),
  ...command('work', 'settlement.release', 'the release is sent'),
  ...command('work', 'Escrow.Released#1', 'the release is final'),
  ...command('work', 'settlement.afterReleased', 'the trade is complete'),
  // From a rejected case to the refund.
  ...command('work', 'settlement.afterRejected', 'the rejection is noted'),
  ...command('serve', 'settlement.refundEscrow', 'the buyer asks for the money back'),
  ...command('work', 'Escrow.Refunded#1', 'the refund is final'),
  // From a request to a retirement.
  ...command('serve', 'trading.buyFromListing', 'credits are bought'),
  ...command('work', 'Listings.Purchased#1', 'the purchase is final'),
  ...command('serve', 'retirement.retireCredits', 'a retirement is asked for'),
  ...command('work', 'CarbonCredit.Retired#2', 'the retirement is final'),
  ...command('work', 'CarbonCredit.Retired#3', 'a bundle is owed for it'),
  // Every intent's way to the chain.
  ...step('work', 'submitter.signed', 'a transaction is signed, not kept'),
  ...step('work', 'submitter.persisted', 'it is kept, not sent'),
  ...step('work', 'submitter.broadcast', 'it is sent, not noted as sent'),
  ...step('work', 'submitter.receipt', 'its receipt is read, not noted'),
  ...step('work', 'submitter.final', 'its receipt is final, not noted'),
  // Every fact's way from the chain.
  ...step('index', 'indexer.projected', 'blocks are projected, not committed'),
  ...step('index', 'indexer.committed', 'blocks are committed, nothing is announced'),
  ...step('index', 'indexer.rewound', 'abandoned blocks are undone, not committed'),
  ...step('index', 'indexer.final', 'consequences are queued, not committed'),
  // The audit log and the bundles.
  ...step('work', 'before:reporting.sequenceAuditLog', 'entries are numbered, not committed'),
  ...step('work', 'after:reporting.sequenceAuditLog', 'entries are numbered'),
  ...step('work', 'before:reporting.anchorAuditLog', 'the tree head is looked at and perhaps anchored, not committed'),
  ...step('work', 'after:reporting.anchorAuditLog', 'the tree head is looked at and perhaps anchored'),
  ...step('work', 'before:reporting.assembleBundles', 'tree heads are signed or bundles assembled, not committed'),
  ...step('work', 'after:reporting.assembleBundles', 'tree heads are signed or bundles assembled'),
  // PostgreSQL itself.
  { name: 'database.sending', victim: 'database', meaning: 'a mint is on its way to the chain', frequent: false },
  { name: 'database.working', victim: 'database', meaning: 'a worker holds a job', frequent: false },
  { name: 'database.proving', victim: 'database', meaning: 'a bundle is owed', frequent: false },
]

/** All points, numbered in the order of the way. */
export const points: readonly CrashPoint[] = way.map((point, place) => ({ number: place + 1, ...point }))

/** Those to be played: all, or with `ASSAY_CRASH_ONLY` the ones whose name this expression finds. */
export const played = points.filter(({ name }) => new RegExp(process.env.ASSAY_CRASH_ONLY ?? '').test(name))

/** When the suite kills PostgreSQL: as soon as the question has an answer. */
export const databaseMoments: Readonly<Record<string, string>> = {
  'database.sending': `select from chain_intents where contract in ('Allocation', 'CarbonCredit') and state in ('signed', 'broadcast')`,
  'database.working': 'select from graphile_worker.jobs where locked_by is not null',
  'database.proving': `select from bundle_requests r where not exists (select from bundles b where b.subject_id = r.subject_id)`,
}
