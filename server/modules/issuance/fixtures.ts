/**
 * For tests to the right of verification: cases that have settled on a real chain. The case is opened, nodes of its own report
 * with real signatures, the challenge window passes; what verification would announce is announced.
 */
import { idOf } from '@assay/protocol/ids.ts'
import { committeeBitmap, signedReport } from '@assay/protocol/signedReport.ts'
import {
  type AllocationTerms,
  allocationTermsHash,
  type IssuanceTerms,
  issuanceTermsHash,
} from '@assay/protocol/terms.ts'
import { reportTypedData } from '@assay/protocol/typedData.ts'
import { type Hex, keccak256, stringToBytes, type TypedDataDefinition } from 'viem'
import type { CommandContext, Json } from '../../module.ts'
import type { Harness } from '../../test/harness.ts'
import { caseRejected, caseSettled } from '../verification/index.ts'

/** As many as the smallest committee of a trade; a quantification is judged by the first alone. */
const nodes = [8, 9, 10, 11, 12, 13, 14] as const
const firstNodeWallet = 900
const committeeOf = { trade: nodes, quantification: nodes.slice(0, 1) } as const
const minReportsOf = { trade: 3, quantification: 1 } as const
const windowSeconds = 60
const hashOf = (text: string): Hex => keccak256(stringToBytes(text))
const asDigits = (_key: string, value: unknown) => (typeof value === 'bigint' ? value.toString() : value)

export interface SettledCase {
  readonly caseId: string
  readonly subjectKind: 'trade' | 'quantification'
  readonly terms: AllocationTerms | IssuanceTerms
  /** Thousandths of a tonne, or kg CO2e. */
  readonly contractedQuantity: bigint
  /** Less than contracted: the committee answers a review round. */
  readonly quantity?: bigint
  readonly rejected?: boolean
  readonly claimKey?: Hex
  readonly ownerPartyIds?: readonly string[]
  readonly submittedBy?: string
  /** False: the window has passed on chain, and nobody has said so. */
  readonly announce?: boolean
}

/** Carries a case through the Verification contract and announces that it has settled; `harness.settle()` does what follows. */
export async function settleCase(harness: Harness, of: SettledCase): Promise<void> {
  const { subjectKind } = of
  const termsHash =
    subjectKind === 'trade'
      ? allocationTermsHash(of.terms as AllocationTerms)
      : issuanceTermsHash(of.terms as IssuanceTerms)
  await harness.run((ctx) => openCase(ctx, of, termsHash))
  await harness.settle()
  await harness.run((ctx) => submitReport(ctx, of, termsHash))
  await harness.settle()
  await harness.advance(windowSeconds + 1)
  await harness.settle()
  if (of.announce !== false) await announceSettled(harness, of)
}

/** What verification says of a settled case. */
export async function announceSettled(harness: Harness, of: SettledCase): Promise<void> {
  const { caseId, subjectKind } = of
  const facts = { caseId, onChainId: idOf('case', caseId), subjectKind, subjectId: caseId }
  await harness.run((ctx) =>
    of.rejected === true
      ? ctx.emit(caseRejected(facts), { key: caseId })
      : ctx.emit(
          caseSettled({
            ...facts,
            outcome: of.quantity === undefined ? 'approved' : 'partial',
            quantity: (of.quantity ?? of.contractedQuantity).toString(),
            contractedQuantity: of.contractedQuantity.toString(),
          }),
          { key: caseId },
        ),
  )
}

/** The same registration again is the same intent: nodes are registered once. */
async function registerNodes(ctx: CommandContext, committee: readonly number[]): Promise<void> {
  for (const nodeIndex of committee) {
    await ctx.intend({
      from: 'nodeRegistrar',
      contract: 'Verification',
      functionName: 'setNode',
      args: [nodeIndex, await ctx.signer.address(firstNodeWallet + nodeIndex), 10_000, true],
      subject: 'fixture',
    })
  }
}

async function openCase(ctx: CommandContext, of: SettledCase, termsHash: Hex): Promise<void> {
  const committee = committeeOf[of.subjectKind]
  await registerNodes(ctx, committee)
  const onChainId = idOf('case', of.caseId)
  const claimKey = claimKeyOf(of)
  const deadline = BigInt(Math.floor(ctx.now.getTime() / 1000) + 86_400)
  const terms = {
    caseId: onChainId,
    claimKey,
    evidenceRoot: hashOf('evidence'),
    termsHash,
    programme: of.subjectKind === 'trade' ? 0 : 1,
    committee: committeeBitmap(committee),
    contractedQuantity: of.contractedQuantity,
    scoreThresholdE4: 850_000,
    consensusBps: 7500,
    minReports: minReportsOf[of.subjectKind],
    windowSeconds,
    deadline,
  }
  await ctx.intend({
    from: 'operator',
    contract: 'Verification',
    functionName: 'openCase',
    args: [terms],
    subject: 'fixture',
  })
  if (of.quantity !== undefined) await openReview(ctx, onChainId, of.quantity)
  await insertCase(ctx, of, { onChainId, claimKey, termsHash, deadline })
}

function claimKeyOf(of: SettledCase): Hex {
  return of.claimKey ?? hashOf(`claim ${of.caseId}`)
}

async function openReview(ctx: CommandContext, onChainId: Hex, quantity: bigint): Promise<void> {
  await ctx.intend({
    from: 'reviewer',
    contract: 'Verification',
    functionName: 'openReview',
    args: [onChainId, quantity, hashOf('shortage')],
    subject: 'fixture',
  })
}

async function submitReport(ctx: CommandContext, of: SettledCase, termsHash: Hex): Promise<void> {
  const report = {
    caseId: idOf('case', of.caseId),
    round: of.quantity === undefined ? 1 : 2,
    evidenceRoot: hashOf('evidence'),
    termsHash,
    quantity: of.quantity ?? of.contractedQuantity,
    scoreE4: of.rejected === true ? 100_000 : 950_000,
    agrees: of.rejected !== true,
    critical: of.rejected === true,
    justificationHash: hashOf('justification'),
  }
  const typedData = reportTypedData(ctx.chain.domain('Verification'), report) as unknown as TypedDataDefinition
  const committee = committeeOf[of.subjectKind]
  const reports = await Promise.all(
    committee.map(async (nodeIndex) => {
      const signer = await ctx.signer.address(firstNodeWallet + nodeIndex)
      return signedReport(nodeIndex, report, await ctx.signer.signTypedData(signer, typedData))
    }),
  )
  const opening = { claimKey: claimKeyOf(of), evidenceRoot: report.evidenceRoot, committee: committeeBitmap(committee) }
  await ctx.intend({
    from: 'operator',
    contract: 'Verification',
    functionName: 'submitResult',
    args: [report.caseId, opening, reports],
    subject: 'fixture',
  })
}

async function insertCase(
  ctx: CommandContext,
  of: SettledCase,
  { onChainId, claimKey, termsHash, deadline }: { onChainId: Hex; claimKey: Hex; termsHash: Hex; deadline: bigint },
): Promise<void> {
  const nothing = JSON.stringify({} satisfies Json)
  await ctx.db
    .insertInto('cases')
    .values({
      id: of.caseId,
      on_chain_id: onChainId,
      subject_kind: of.subjectKind,
      reference: of.caseId,
      state: of.rejected === true ? 'rejected' : of.quantity === undefined ? 'verified' : 'partiallyVerified',
      round: of.quantity === undefined ? 1 : 2,
      owner_party_ids: [...(of.ownerPartyIds ?? [])],
      submitted_by: of.submittedBy ?? null,
      tier: nothing,
      claim_key: claimKey,
      evidence_root: hashOf('evidence'),
      terms: JSON.stringify(of.terms, asDigits),
      terms_hash: termsHash,
      terms_inputs: nothing,
      committee: [...committeeOf[of.subjectKind]],
      contracted_quantity: of.contractedQuantity,
      score_threshold_e4: 850_000,
      consensus_bps: 7500,
      min_reports: minReportsOf[of.subjectKind],
      window_seconds: windowSeconds,
      deadline: new Date(Number(deadline) * 1000),
      parameters_at: ctx.now,
      dossier: nothing,
      opened_at: ctx.now,
      changed_at: ctx.now,
      settled_at: ctx.now,
    })
    .execute()
}

export interface ProjectIssue {
  readonly projectId: string
  readonly owner: { readonly partyId: string; readonly wallet: `0x${string}` }
  readonly vintage?: number
  readonly netKg: bigint
  readonly bufferKg: bigint
  readonly carryInKg?: string
  readonly carryKg?: string
  /** Kilograms that the committee finds instead of `netKg`. */
  readonly foundKg?: bigint
  readonly announce?: boolean
}

/** A quantification on a registered parcel whose case has settled. Returns the case's id; the credits follow. */
export async function settleProject(harness: Harness, of: ProjectIssue): Promise<string> {
  const caseId = await harness.run(async (ctx) => ctx.newId())
  const parcelId = idOf('parcel', of.projectId)
  // The same project again is the same intent, so its parcel is registered once.
  await harness.run((ctx) =>
    ctx.intend({
      from: 'registrar',
      contract: 'LandRegistry',
      functionName: 'register',
      args: [
        [
          {
            parcelId,
            owner: of.owner.wallet,
            polygonCommitment: hashOf(`polygon ${of.projectId}`),
            geohash: '0x7533303031',
            areaM2: 10_000n,
          },
        ],
      ],
      subject: 'fixture',
    }),
  )
  const terms: IssuanceTerms = {
    caseId: idOf('case', caseId),
    projectId: idOf('project', of.projectId),
    parcelId,
    to: of.owner.wallet,
    vintage: of.vintage ?? 20_253,
    netKg: of.netKg,
    bufferKg: of.bufferKg,
    methodologyHash: hashOf('methodology'),
  }
  await harness.run((ctx) => insertQuantification(ctx, caseId, of, terms))
  await settleCase(harness, {
    caseId,
    subjectKind: 'quantification',
    terms,
    contractedQuantity: of.netKg,
    quantity: of.foundKg,
    ownerPartyIds: [of.owner.partyId],
    announce: of.announce,
  })
  await harness.settle()
  return caseId
}

async function insertQuantification(
  ctx: CommandContext,
  id: string,
  of: ProjectIssue,
  terms: IssuanceTerms,
): Promise<void> {
  const result = { inputs: { carryInKg: of.carryInKg ?? '0' }, carryKg: of.carryKg ?? '0' }
  await ctx.db
    .insertInto('quantifications')
    .values({
      id,
      run_id: hashOf(`run ${id}`),
      project_id: of.projectId,
      owner_party_id: of.owner.partyId,
      methodology_id: 'hempLime',
      methodology_version: '1.0.0',
      vintage: terms.vintage,
      inputs: JSON.stringify(result.inputs),
      inputs_hash: hashOf(`inputs ${id}`),
      result: JSON.stringify(result),
      net_kg: of.netKg,
      buffer_kg: of.bufferKg,
      parameters_at: ctx.now,
      recorded_at: ctx.now,
    })
    .execute()
}
