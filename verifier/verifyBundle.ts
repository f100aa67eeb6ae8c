/** Checks a bundle offline and recomputes every number in it. */
import type { Bundle, RetirementBundle } from '@assay/protocol/bundle.ts'
import { idOf } from '@assay/protocol/ids.ts'
import { checkAuditLog } from './checkAuditLog.ts'
import { checkConsensus, checkNodes, checkReports, type OpenedFact } from './checkCommittee.ts'
import { checkAllocation, checkDelivery } from './checkDelivery.ts'
import { checkEvidence } from './checkEvidence.ts'
import { type Checklist, createChecklist, type Finding, same } from './checklist.ts'
import { checkPayment } from './checkPayment.ts'
import { checkIssuance, checkQuantification } from './checkQuantification.ts'
import { checkIssuancesBehind, checkRetirement } from './checkRetirement.ts'
import { factOf, type ProvenBundle, type ProvenFact, proveFacts } from './facts.ts'
import { readBundle } from './readBundle.ts'

export interface Verification {
  /** True when no check failed. Withheld members do not fail; they are listed. */
  readonly ok: boolean
  readonly bundleId: string | null
  readonly kind: Bundle['kind'] | null
  readonly findings: readonly Finding[]
  /** What stays to be asked of the world outside this file. */
  readonly outside: readonly string[]
}

/** @param bytes the file as it was published. Never throws: what cannot be read is a failed finding. */
export async function verifyBundle(bytes: Uint8Array): Promise<Verification> {
  const list = createChecklist()
  const read = list.check(
    'bytes',
    'the bytes are canonical JSON (RFC 8785) of the published format, and their public form hashes to the bundle id',
    () => readBundle(bytes),
  )
  const proven = read === undefined ? [] : [await checkOne(read.bundle, list)]
  for (const [place, issuance] of (read?.issuances ?? []).entries())
    proven.push(await checkOne(issuance, list.of(`issuance ${place + 1}`)))
  const [own, ...behind] = proven
  if (own !== undefined && isRetirement(own)) checkIssuancesBehind(own, behind, list)
  return {
    ok: list.findings.every(({ outcome }) => outcome !== 'failed'),
    bundleId: read?.bundleId ?? null,
    kind: read?.bundle.kind ?? null,
    findings: list.findings,
    outside: own === undefined || own.facts.length === 0 ? [] : outsideOf(proven),
  }
}

/** A bundle with what the chain says of it; no facts when their proofs do not hold. */
async function checkOne(bundle: Bundle, list: Checklist): Promise<ProvenBundle> {
  const facts = await list.checkLater(
    'facts',
    `${bundle.facts.length} logs of the contracts are proven by receipt, receipts trie and block header`,
    () => proveFacts(bundle),
  )
  // What a check needs before it can begin may itself be unreadable.
  if (facts !== undefined)
    await list.checkLater('content', 'every part of the bundle could be read', () => checkContent(bundle, facts, list))
  return { bundle, facts: facts ?? [] }
}

const isRetirement = (proven: ProvenBundle): proven is ProvenBundle<RetirementBundle> =>
  proven.bundle.kind === 'retirement'

async function checkContent(bundle: Bundle, facts: readonly ProvenFact[], list: Checklist): Promise<void> {
  checkEvents(bundle, facts, list)
  checkAuditLog(bundle, facts, list)
  if (bundle.kind === 'retirement') return checkRetirement(bundle, facts, list)
  const opened = list.check('case', `case ${bundle.case.caseId} was opened on chain`, () => {
    const caseId = idOf('case', bundle.case.caseId)
    for (const { event, args } of facts) {
      if ('caseId' in args) same(`the case of ${event}`, args.caseId, caseId)
    }
    return factOf(facts, 'CaseOpened').args as unknown as OpenedFact
  })
  if (opened === undefined) return
  const nodes = checkNodes(opened, facts, list)
  await checkReports(bundle, bundle.case, opened, nodes, list)
  const verified = checkConsensus(bundle, bundle.case, nodes, facts, list)
  const documents = checkEvidence(bundle.case, opened.evidenceRoot, list)
  if (bundle.kind === 'allocation') {
    checkDelivery(bundle.case, opened, nodes, documents, list)
    checkPayment(bundle.case, facts, list)
  } else checkQuantification(bundle.case, opened, list)
  if (verified === undefined) return
  checkOrder(facts, list)
  if (bundle.kind === 'allocation') checkAllocation(bundle.case, verified, facts, list)
  else checkIssuance(bundle.case, verified, facts, list)
}

const eventsOf: Readonly<Record<Bundle['kind'], readonly string[]>> = {
  allocation: [
    'NodeSet',
    'PolicySet',
    'CaseOpened',
    'ReviewOpened',
    'CaseConcluded',
    'Funded',
    'Allocated',
    'Anchored',
  ],
  issuance: ['NodeSet', 'PolicySet', 'CaseOpened', 'ReviewOpened', 'CaseConcluded', 'Issued', 'Anchored'],
  retirement: ['Issued', 'Retired', 'Anchored'],
}

function checkEvents(bundle: Bundle, facts: readonly ProvenFact[], list: Checklist): void {
  list.check(
    'kinds of facts',
    `the facts are of the kinds that belong to ${bundle.kind === 'retirement' ? 'a retirement' : 'an issuance'}`,
    () => {
      for (const { event } of facts)
        same(`${event} among the expected events`, eventsOf[bundle.kind].includes(event), true)
    },
  )
}

/** Registered before tallied, opened before concluded, concluded before issued. */
function checkOrder(facts: readonly ProvenFact[], list: Checklist): void {
  list.check('order', 'the facts follow each other on the chain as they must', () => {
    const concluded = factOf(facts, 'CaseConcluded').blockNumber
    for (const { event, blockNumber } of facts) {
      if (['Funded', 'Allocated', 'Issued', 'Anchored'].includes(event)) continue
      same(`${event} up to the conclusion`, blockNumber <= concluded, true)
    }
  })
}

function outsideOf(proven: readonly ProvenBundle[]): string[] {
  const facts = proven.flatMap((each) => each.facts)
  // By hash: of two blocks that claim one number both have to be asked for.
  const blocks = [...new Map(facts.map((fact) => [fact.blockHash, fact.blockNumber]))].sort(([, a], [, b]) =>
    a < b ? -1 : 1,
  )
  const contracts = new Map(proven.flatMap(({ bundle }) => Object.entries(bundle.chain.contracts)))
  return [
    `Ask any node of chain ${proven[0]!.bundle.chain.chainId} for these block hashes: ${blocks.map(([hash, number]) => `${number} ${hash}`).join(', ')}.`,
    `Compare these contracts with the published address book: ${[...contracts]
      .map(([name, address]) => `${name} ${address}`)
      .join(', ')}.`,
    'That the newest register entry of a node before the conclusion is the one shown is the word of whoever made the bundle; the consensus the chain recorded agrees with it.',
  ]
}
