/** Genuine bundles for tests: real keys sign, real tries and headers hash, real rules compute. Only the chain's blocks are our own. */

import type { DocumentRecord, Dossier, NodePolicy } from '@assay/domain/dossier.ts'
import { methodologyOf } from '@assay/domain/methodology/methodologies.ts'
import { assessCase } from '@assay/domain/policy/caseAssessment.ts'
import { evaluateCase } from '@assay/domain/policy/caseEvaluation.ts'
import { consensusPolicy, decideRound } from '@assay/domain/policy/consensus.ts'
import { parametersAt } from '@assay/domain/programmes/catalogue.ts'
import { fictraParameters } from '@assay/domain/programmes/fictra.ts'
import { secretTrees } from '@assay/domain/programmes/secretTrees.ts'
import { node as policyOf, wheat } from '@assay/domain/test/wheat.ts'
import { type AuditLogEntry, auditLeafHash } from '@assay/protocol/auditEntry.ts'
import type { AllocationBundle, Bundle, IssuanceBundle, RetirementBundle } from '@assay/protocol/bundle.ts'
import { bundleFormat, bundleIdOf } from '@assay/protocol/bundle.ts'
import { canonicalBytes, type JsonValue } from '@assay/protocol/canonicalJson.ts'
import { allocationTermsOf, issuanceTermsOf } from '@assay/protocol/caseTerms.ts'
import { carbonClaimKey, tradeClaimKey } from '@assay/protocol/claimKey.ts'
import { computeAllocation, computeIssuance, creditIdOf } from '@assay/protocol/computation.ts'
import { outcomes, type ProvenContract, provenEvents } from '@assay/protocol/events.ts'
import { idOf } from '@assay/protocol/ids.ts'
import { merkleRoot, proveInclusion } from '@assay/protocol/merkle.ts'
import { proveReceipt, type RpcReceipt } from '@assay/protocol/receipts.ts'
import { retirementHashes } from '@assay/protocol/retirementHashes.ts'
import { sealOf } from '@assay/protocol/seal.ts'
import { quantificationParameters, subjectHash } from '@assay/protocol/subjectHash.ts'
import { allocationTermsHash, issuanceTermsHash, parametersHash } from '@assay/protocol/terms.ts'
import { basis, cottage, disclose, saltOf, wheatClaim } from '@assay/protocol/test/cases.ts'
import { type ReportMessage, reportDigest, reportTypedData, typedDataDomain } from '@assay/protocol/typedData.ts'
import { createMPT } from '@ethereumjs/mpt'
import {
  type Address,
  bytesToHex,
  concatHex,
  encodeAbiParameters,
  encodeEventTopics,
  type Hex,
  keccak256,
  numberToHex,
  stringToHex,
  toRlp,
} from 'viem'
import { type PrivateKeyAccount, privateKeyToAccount } from 'viem/accounts'

const parameters = parametersAt([], new Date(0))
const chainId = 31337
const contracts = {
  Verification: '0x00000000000000000000000000000000000000a1',
  Allocation: '0x00000000000000000000000000000000000000a2',
  CarbonCredit: '0x00000000000000000000000000000000000000a3',
  AuditAnchor: '0x00000000000000000000000000000000000000a4',
} as const satisfies Record<ProvenContract, Address>
const owner = basis.sovereign.toLowerCase() as Address
const logId = idOf('log', '01950000-0000-7000-8000-0000000000ff')
const accountOf = (index: number): PrivateKeyAccount =>
  privateKeyToAccount(keccak256(stringToHex(`node ${index} of the tests`)))
const reliabilities = [10_000, 9_000, 9_000, 8_000, 8_000, 7_000, 6_000]

interface Said {
  readonly contract: ProvenContract
  readonly event: string
  readonly args: Readonly<Record<string, unknown>>
}

/** One block per event, one second apart, each with a few strangers' transactions. */
async function chainOf(said: readonly Said[], startAt: bigint) {
  const receipts = []
  for (const [number, each] of said.entries()) receipts.push(await blockWith(each, BigInt(number + 1), startAt))
  return {
    receipts: receipts.map(({ proof, ...receipt }) => ({ ...receipt, proof: [...proof] })),
    facts: said.map(({ contract, event }, receipt) => ({ contract, event, receipt, log: 1 })),
  }
}

async function blockWith({ contract, event, args }: Said, number: bigint, startAt: bigint) {
  const abi = provenEvents[contract]
  const inputs = abi.find((item) => item.name === event)!.inputs as readonly {
    name: string
    type: string
    indexed?: boolean
  }[]
  const plain = inputs.filter(({ indexed }) => !indexed)
  const log = {
    address: contracts[contract],
    topics: encodeEventTopics({ abi, eventName: event, args } as never) as Hex[],
    data: encodeAbiParameters(
      plain,
      plain.map(({ name }) => args[name]),
    ),
  }
  const stranger = { address: owner, topics: [keccak256('0x01')], data: '0x' as Hex }
  const receipts: RpcReceipt[] = [0, 1, 2].map((index) => ({
    transactionHash: keccak256(numberToHex(index)),
    transactionIndex: numberToHex(index),
    type: '0x2',
    status: '0x1',
    cumulativeGasUsed: numberToHex(21_000 * (index + 1)),
    logsBloom: `0x${'00'.repeat(256)}`,
    logs: index === 1 ? [stranger, log] : [stranger],
  }))
  const timestamp = typeof args.at === 'bigint' ? args.at : startAt + number
  const block = {
    parentHash: keccak256(numberToHex(number)),
    sha3Uncles: keccak256('0xc0'),
    miner: owner,
    stateRoot: keccak256('0x02'),
    transactionsRoot: keccak256('0x03'),
    receiptsRoot: await receiptsRootOf(receipts),
    logsBloom: `0x${'00'.repeat(256)}` as Hex,
    difficulty: '0x0' as Hex,
    number: numberToHex(number),
    gasLimit: '0x1c9c380' as Hex,
    gasUsed: '0xf618' as Hex,
    timestamp: numberToHex(timestamp),
    extraData: '0x' as Hex,
    mixHash: keccak256('0x04'),
    nonce: '0x0000000000000000' as Hex,
    baseFeePerGas: '0x7' as Hex,
  }
  return proveReceipt({ ...block, hash: keccak256(headerOf(block)) }, receipts, receipts[1]!.transactionHash)
}

const lean = (value: Hex): Hex => {
  const digits = BigInt(value).toString(16)
  return digits === '0' ? '0x' : `0x${digits.length % 2 ? `0${digits}` : digits}`
}

function headerOf(block: Readonly<Record<string, Hex>>): Hex {
  const integers = ['difficulty', 'number', 'gasLimit', 'gasUsed', 'timestamp', 'baseFeePerGas']
  return toRlp(Object.entries(block).map(([name, value]) => (integers.includes(name) ? lean(value) : value)))
}

async function receiptsRootOf(receipts: readonly RpcReceipt[]): Promise<Hex> {
  const trie = await createMPT()
  for (const [index, { status, cumulativeGasUsed, logsBloom, logs }] of receipts.entries()) {
    const body = toRlp(
      [
        lean(status),
        lean(cumulativeGasUsed),
        logsBloom,
        logs.map(({ address, topics, data }) => [address, [...topics], data]),
      ],
      'bytes',
    )
    await trie.put(toRlp(lean(numberToHex(index)), 'bytes'), Uint8Array.of(2, ...body))
  }
  return bytesToHex(trie.root())
}

/** A log of eleven entries, three of which are about the subject. */
function auditLogOf(): { log: Bundle['auditLog']; anchored: Said } {
  const entries: AuditLogEntry[] = Array.from({ length: 11 }, (_, n) => ({
    entryId: `01950000-0000-7000-8000-0000000001${n.toString().padStart(2, '0')}`,
    occurredAt: `2026-03-01T00:00:${n.toString().padStart(2, '0')}.000Z`,
    actor: n % 2 === 0 ? 'system' : '01950000-0000-7000-8000-000000000200',
    party: n % 2 === 0 ? null : '01950000-0000-7000-8000-000000000201',
    action: 'verification.openCase',
    inputCommitment: n % 2 === 0 ? null : saltOf(`input ${n}`),
    events: [
      { id: `01950000-0000-7000-8000-0000000003${n.toString().padStart(2, '0')}`, type: 'verification.caseOpened' },
    ],
    intents: [`01950000-0000-7000-8000-0000000004${n.toString().padStart(2, '0')}`],
  }))
  const leaves = entries.map(auditLeafHash)
  const root = bytesToHex(merkleRoot(leaves))
  return {
    log: {
      logId,
      treeSize: '11',
      root,
      entries: [2, 5, 10].map((index) => ({
        leafIndex: String(index),
        entry: entries[index] as never,
        proof: proveInclusion(leaves, BigInt(index)).map((hash) => bytesToHex(hash)),
      })),
    },
    anchored: { contract: 'AuditAnchor', event: 'Anchored', args: { logId, treeSize: 11n, root } },
  }
}

function evidenceOf(documents: readonly DocumentRecord[]) {
  const { root, evidence } = disclose(documents)
  const items = evidence.map(({ salt, proof: { index, size, proof } }, position) => ({
    document: sealOf(documents[position] as unknown as JsonValue, salt!),
    ...{ index, size, proof: [...proof] },
  }))
  return { root, evidence: items.sort((a, b) => a.index - b.index) }
}

interface Asked {
  readonly caseId: string
  readonly evidenceRoot: Hex
  readonly termsHash: Hex
  readonly round: number
  readonly quantity: bigint
}

interface Opinion {
  readonly scoreE4: number
  readonly agrees: boolean
  readonly critical: boolean
  readonly justification: JsonValue
}

async function roundOf(asked: Asked, opinions: readonly (Opinion & { nodeIndex: number })[]) {
  const domain = typedDataDomain('Verification', chainId, contracts.Verification)
  const signed = await Promise.all(
    opinions.map(async ({ nodeIndex, justification, ...opinion }) => {
      const message: ReportMessage = {
        ...opinion,
        caseId: idOf('case', asked.caseId),
        round: asked.round,
        evidenceRoot: asked.evidenceRoot,
        termsHash: asked.termsHash,
        quantity: asked.quantity,
        justificationHash: keccak256(canonicalBytes(justification)),
      }
      const signature = await accountOf(nodeIndex).signTypedData(reportTypedData(domain, message))
      return {
        digest: reportDigest(domain, message),
        wire: {
          nodeIndex,
          report: { ...message, quantity: message.quantity.toString() },
          signature,
          justification: sealOf(justification, saltOf(`justification ${nodeIndex} ${asked.round}`)),
        },
      }
    }),
  )
  signed.sort((a, b) => a.wire.report.scoreE4 - b.wire.report.scoreE4 || a.wire.nodeIndex - b.wire.nodeIndex)
  return {
    round: { round: asked.round, proposedQuantity: asked.quantity.toString(), reports: signed.map(({ wire }) => wire) },
    reportsHash: keccak256(concatHex(signed.map(({ digest }) => digest))),
  }
}

function registered(policies: readonly NodePolicy[], committeeReliabilities: readonly number[]) {
  return {
    nodes: policies.map(({ nodeIndex, type, jurisdiction, reliesOn }, position) => ({
      nodeIndex,
      signer: accountOf(nodeIndex).address.toLowerCase(),
      reliabilityE4: committeeReliabilities[position]!,
      policy: { type, jurisdiction, reliesOn: [...reliesOn] },
    })),
    said: policies.map(
      ({ nodeIndex }, position): Said => ({
        contract: 'Verification',
        event: 'NodeSet',
        args: {
          index: nodeIndex,
          signer: accountOf(nodeIndex).address,
          reliabilityE4: committeeReliabilities[position]!,
          active: true,
        },
      }),
    ),
    committee: policies.reduce((bitmap, { nodeIndex }) => bitmap | (1n << BigInt(nodeIndex)), 0n),
  }
}

const policyHashOf = ({ type, jurisdiction, reliesOn }: NodePolicy) =>
  keccak256(canonicalBytes({ type, jurisdiction, reliesOn: [...reliesOn] }))
const versionsOf = (of: Parameters<typeof parameters.versions>[0]) =>
  parameters.versions(of).map(({ key, version, value }) => ({ key, version, value })) as never
const policySaid = (): Said => {
  const { approvalScoreE4, outlierE4 } = consensusPolicy(parameters)
  return { contract: 'Verification', event: 'PolicySet', args: { approvalScoreE4, outlierE4 } }
}

/** The wheat delivery with uuids for its documents and one uuid for trade and case. */
function delivery(surveyed: readonly [string, string, string]): Dossier {
  const dossier = wheat(surveyed)
  const uuid = (short: string | null) => (short === null ? null : `01950000-0000-7000-8000-0000000000${short}`)
  return {
    ...dossier,
    contracted: { ...dossier.contracted, tradeId: dossier.caseId },
    custody: dossier.custody.map((step) => ({ ...step, documentId: uuid(step.documentId) })),
    documents: dossier.documents.map((record) => ({ ...record, documentId: uuid(record.documentId)! })),
  }
}

/** G1, or with `reviewed` G2: a first round that asks for review and a second one about the surveyed quantity. */
export async function allocationBundle({ reviewed = false } = {}): Promise<AllocationBundle> {
  const dossier = delivery(reviewed ? ['9100', '9100', '9100'] : ['9950', '9960', '9700'])
  const { root, evidence } = evidenceOf(dossier.documents)
  const terms = allocationTermsOf(dossier, basis, parameters)
  const termsHash = allocationTermsHash(terms)
  const claim = wheatClaim(dossier)
  const assessment = assessCase(dossier, parameters)
  const policies = reliabilities.map((_, index) => policyOf(index, index === 5 && !reviewed ? ['Third Survey'] : []))
  const { nodes, said, committee } = registered(policies, reliabilities)
  const caseId = idOf('case', dossier.caseId)
  const propositions = reviewed ? ['10000', '9100'] : ['10000']
  const rounds = []
  for (const [position, propositionTonnes] of propositions.entries()) {
    const asked = { ...dossier, round: position + 1, propositionTonnes }
    const opinions = policies.map((policy) => {
      const evaluation = evaluateCase(asked, policy, parameters)
      const { scoreE4, agrees, critical } = evaluation
      return {
        nodeIndex: policy.nodeIndex,
        scoreE4,
        agrees,
        critical,
        justification: {
          policyHash: policyHashOf(policy),
          subjectHash: subjectHash({ kind: 'trade', dossier: asked, basis, claim }),
          evaluation,
        } as unknown as JsonValue,
      }
    })
    const quantity = BigInt(propositionTonnes) * 1000n
    rounds.push(
      await roundOf({ caseId: dossier.caseId, evidenceRoot: root, termsHash, round: position + 1, quantity }, opinions),
    )
  }
  const last = rounds.at(-1)!
  const quantity = BigInt(last.round.proposedQuantity)
  const shape = {
    scoreThresholdE4: assessment.thresholdE4,
    consensusBps: assessment.tier.consensusBps,
    minReports: assessment.tier.minSources,
  }
  const verdict = decideRound(
    { ...shape, round: last.round.round, committee: nodes, proposition: quantity, contracted: 10_000_000n },
    last.round.reports.map(({ nodeIndex, report }) => ({ ...report, nodeIndex })),
    consensusPolicy(parameters),
  )
  if (verdict.outcome === null) throw new Error(`the fixture reaches no outcome: ${verdict.reason}`)
  const startAt = 1_780_000_000n
  const opening = [
    ...said,
    policySaid(),
    {
      contract: 'Verification',
      event: 'CaseOpened',
      args: { caseId, claimKey: tradeClaimKey(claim), evidenceRoot: root, termsHash, committee },
    },
  ] as Said[]
  const reviews = propositions.slice(1).map(
    (_, index): Said => ({
      contract: 'Verification',
      event: 'ReviewOpened',
      args: { caseId, round: index + 2, proposedQuantity: quantity, reasonHash: keccak256('0x05') },
    }),
  )
  const concludedAt = startAt + BigInt(opening.length + reviews.length + 1)
  const challengeUntil = concludedAt + BigInt(assessment.tier.challengeWindowSeconds)
  const { steps, result } = computeAllocation(terms, quantity, 10_000_000n)
  const { log, anchored } = auditLogOf()
  const chain = await chainOf(
    [
      ...opening,
      ...reviews,
      {
        contract: 'Verification',
        event: 'CaseConcluded',
        args: {
          caseId,
          outcome: outcomes.indexOf(verdict.outcome),
          quantity,
          scoreE4: verdict.scoreE4,
          consensusBps: verdict.shareBps,
          challengeUntil,
          reportsHash: last.reportsHash,
        },
      },
      {
        contract: 'Allocation',
        event: 'Allocated',
        args: { caseId, sovereign: owner, raw: result, minted: result, queued: 0n, at: challengeUntil },
      },
      anchored,
    ],
    startAt,
  )
  const { documents: _documents, ...shell } = {
    ...dossier,
    round: last.round.round,
    propositionTonnes: propositions.at(-1)!,
  }
  const { CarbonCredit: _credit, ...used } = contracts
  return {
    format: bundleFormat,
    kind: 'allocation',
    chain: { chainId, contracts: used },
    ...chain,
    auditLog: log,
    case: {
      caseId: dossier.caseId,
      ...shape,
      windowSeconds: assessment.tier.challengeWindowSeconds,
      contractedQuantity: '10000000',
      parameters: versionsOf(fictraParameters),
      evidence: evidence as never,
      nodes,
      rounds: rounds.map(({ round }) => round) as never,
      subject: {
        kind: 'trade',
        dossier: sealOf(shell as unknown as JsonValue, saltOf('dossier')),
        claim: sealOf(claim as unknown as JsonValue, saltOf('claim')),
        basis: basis as unknown as JsonValue,
      },
      terms: {
        ...terms,
        sovereign: terms.sovereign.toLowerCase(),
        ptValue: terms.ptValue.toString(),
        expected: terms.expected.toString(),
      } as never,
      computation: { steps: steps as never, ftRaw: result.toString() },
    },
  }
}

const project = {
  projectId: '01950000-0000-7000-8000-000000000010',
  parcelId: '01950000-0000-7000-8000-000000000011',
  vintage: 20253,
}
const issuedCase = '01950000-0000-7000-8000-000000000012'

/** G6: the hemp-lime cottage. */
export async function issuanceBundle(): Promise<IssuanceBundle> {
  const run = methodologyOf('hempLime').quantify(cottage, parameters)
  const applied = { methodologyId: 'hempLime', methodologyVersion: '1.0.0', inputs: cottage as unknown as JsonValue }
  const terms = issuanceTermsOf({
    ...project,
    ...applied,
    caseId: issuedCase,
    to: owner,
    netKg: BigInt(run.issuedKg),
    bufferKg: BigInt(run.issuedBufferKg),
  })
  const termsHash = issuanceTermsHash(terms)
  const claim = {
    projectId: project.projectId,
    parcelCommitment: `0x${saltOf('polygon')}` as Hex,
    pool: 'harvestedProducts',
    period: project.vintage,
  }
  const documents = delivery(['1', '1', '1']).documents.slice(0, 2)
  const { root, evidence } = evidenceOf(documents)
  const kg = { netKg: run.issuedKg, bufferKg: run.issuedBufferKg }
  const quorum = parameters.get(secretTrees.verification.quorum)
  const policy = policyOf(9)
  const { nodes, said, committee } = registered([policy], [9_000])
  const justification = {
    policyHash: policyHashOf(policy),
    subjectHash: subjectHash({ kind: 'quantification', ...project, ...applied, ...kg, to: owner, claim }),
    parametersHash: parametersHash(parameters.versions(quantificationParameters)),
    quantification: { repeated: kg },
  }
  const opinion = { nodeIndex: 9, scoreE4: 1_000_000, agrees: true, critical: false, justification }
  const { round, reportsHash } = await roundOf(
    { caseId: issuedCase, evidenceRoot: root, termsHash, round: 1, quantity: terms.netKg },
    [opinion],
  )
  const caseId = idOf('case', issuedCase)
  const startAt = 1_780_000_000n
  const opening = [
    ...said,
    policySaid(),
    {
      contract: 'Verification',
      event: 'CaseOpened',
      args: { caseId, claimKey: carbonClaimKey(claim), evidenceRoot: root, termsHash, committee },
    },
  ] as Said[]
  const challengeUntil = startAt + BigInt(opening.length + 1 + quorum.challengeSeconds)
  const { steps, result } = computeIssuance(terms, terms.netKg, terms.netKg)
  const { log, anchored } = auditLogOf()
  const chain = await chainOf(
    [
      ...opening,
      {
        contract: 'Verification',
        event: 'CaseConcluded',
        args: {
          caseId,
          outcome: 1,
          quantity: terms.netKg,
          scoreE4: 1_000_000,
          consensusBps: 10_000,
          challengeUntil,
          reportsHash,
        },
      },
      { ...issuedSaid(result), args: { ...issuedSaid(result).args, at: challengeUntil } },
      anchored,
    ],
    startAt,
  )
  const { Allocation: _allocation, ...used } = contracts
  return {
    format: bundleFormat,
    kind: 'issuance',
    chain: { chainId, contracts: used },
    ...chain,
    auditLog: log,
    case: {
      caseId: issuedCase,
      scoreThresholdE4: quorum.threshold.times(10_000).toNumber(),
      consensusBps: quorum.consensus.times(10_000).toNumber(),
      minReports: quorum.minReports,
      windowSeconds: quorum.challengeSeconds,
      contractedQuantity: terms.netKg.toString(),
      parameters: versionsOf(quantificationParameters),
      evidence: evidence as never,
      nodes,
      rounds: [round] as never,
      subject: { kind: 'quantification', ...project, ...applied, to: owner, claim: claim as unknown as JsonValue },
      terms: {
        ...terms,
        to: terms.to.toLowerCase(),
        netKg: terms.netKg.toString(),
        bufferKg: terms.bufferKg.toString(),
      },
      computation: {
        run: run as unknown as JsonValue,
        steps: steps as never,
        netKg: result.netKg.toString(),
        bufferKg: result.bufferKg.toString(),
      },
    },
  }
}

function issuedSaid(issued: { netKg: bigint; bufferKg: bigint }): Said {
  const id = creditIdOf(idOf('project', project.projectId), project.vintage)
  return {
    contract: 'CarbonCredit',
    event: 'Issued',
    args: { caseId: idOf('case', issuedCase), id, to: owner, ...issued },
  }
}

/** 500 kg of the cottage's credits, retired. */
export async function retirementBundle(): Promise<RetirementBundle> {
  const retirementId = '01950000-0000-7000-8000-000000000013'
  const texts = {
    beneficiary: 'Example Bakery',
    purpose: 'Deliveries of 2025',
    salt: `0x${saltOf('retirement')}` as Hex,
  }
  const hashes = retirementHashes(texts)
  const issued = issuedSaid({ netKg: 6967n, bufferKg: 1229n })
  const { log, anchored } = auditLogOf()
  const retired: Said = {
    contract: 'CarbonCredit',
    event: 'Retired',
    args: { retirementId: idOf('retirement', retirementId), id: issued.args.id, holder: owner, kg: 500n, ...hashes },
  }
  return {
    format: bundleFormat,
    kind: 'retirement',
    chain: { chainId, contracts: { CarbonCredit: contracts.CarbonCredit, AuditAnchor: contracts.AuditAnchor } },
    ...(await chainOf([issued, retired, anchored], 1_780_000_000n)),
    auditLog: log,
    retirement: {
      retirementId,
      projectId: project.projectId,
      vintage: project.vintage,
      creditId: String(issued.args.id),
      holder: owner,
      kg: '500',
      beneficiary: sealOf(texts as never, saltOf('beneficiary')) as never,
      ...hashes,
      issuances: [{ caseId: issuedCase, bundleId: bundleIdOf((await issuanceBundle()) as unknown as JsonValue) }],
    },
  }
}
