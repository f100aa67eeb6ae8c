import { formatExact, scaledExactly } from '@assay/domain/decimal.ts'
import { methodologyOf } from '@assay/domain/methodology/methodologies.ts'
import { secretTrees } from '@assay/domain/programmes/secretTrees.ts'
import type { JsonValue } from '@assay/protocol/canonicalJson.ts'
import type { QuantificationSubject } from '@assay/protocol/caseFile.ts'
import { issuanceTermsOf } from '@assay/protocol/caseTerms.ts'
import { carbonClaimKey } from '@assay/protocol/claimKey.ts'
import { checkMeasuredInputs, type QuantificationSource } from '@assay/protocol/measuredInputs.ts'
import { issuanceTermsHash } from '@assay/protocol/terms.ts'
import { sql } from 'kysely'
import type { CommandContext, Json, QueryContext } from '../../module.ts'
import { type ParcelRecord, type ProjectRecord, readParcel, readProject } from '../assets/index.ts'
import { type FrozenDossier, freezeDossier, takeBackings } from '../evidence/index.ts'
import { selectCommittee } from '../oracles/index.ts'
import { actingWallet } from '../parties/index.ts'
import { carryOf, loadQuantification, type QuantificationRow } from '../quantification/index.ts'
import { holdsClaim } from './caseRow.ts'
import { verificationErrors } from './errors.ts'
import type { PreparedCase } from './preparedCase.ts'
import { storeIssuanceTerms } from './termsJson.ts'

/** What a case keeps of its quantification; the documents stay in evidence. */
export type StoredQuantificationDossier = Omit<QuantificationSubject, 'kind' | 'documents'>

/** A quantification's case: what its verifier repeats, and the credits it will earn. The rules are those it was run under. */
export async function prepareQuantification(ctx: CommandContext, quantificationId: string): Promise<PreparedCase> {
  const of = await loadQuantification(ctx, quantificationId)
  const project = await readProject(ctx.db, of.project_id)
  const parcel = await readParcel(ctx.db, project.parcelId)
  await assertReady(ctx, of, project, parcel)
  const frozen = await freezeDossier(ctx, {
    caseId: quantificationId,
    subject: { kind: 'project', id: project.projectId },
  })
  const sources = of.sources as unknown as readonly QuantificationSource[]
  assertMeasured(of, sources, frozen)
  await takeBackings(ctx, {
    caseId: quantificationId,
    projectId: project.projectId,
    vintage: of.vintage,
    laterDocumentIds: sources.flatMap((source) =>
      'inventory' in source && source.inventory === 'later' ? [source.documentId] : [],
    ),
    counts: (caseId) => holdsClaim(ctx, caseId),
  })
  const owner = await actingWallet(ctx.db, project.ownerPartyId)
  const dossier: StoredQuantificationDossier = {
    projectId: project.projectId,
    parcelId: parcel.parcelId,
    to: owner.address,
    vintage: of.vintage,
    methodologyId: of.methodology_id,
    methodologyVersion: of.methodology_version,
    inputs: of.inputs as JsonValue,
    sources,
    netKg: of.net_kg,
    bufferKg: of.buffer_kg,
    claim: {
      parcelCommitment: parcel.commitment,
      pool: methodologyOf(of.methodology_id).pool,
      period: of.vintage,
    },
  }
  const parameters = await ctx.parametersAt(of.parameters_at)
  const kg = { netKg: BigInt(of.net_kg), bufferKg: BigInt(of.buffer_kg) }
  const terms = issuanceTermsOf({ ...dossier, caseId: quantificationId, ...kg }, parameters)
  const quorum = parameters.get(secretTrees.verification.quorum)
  const committee = await selectCommittee(ctx, {
    programme: 'carbon',
    size: quorum.minReports,
    excludedParties: [project.ownerPartyId, of.submitted_by, ctx.actor.partyId].filter((id) => id !== null),
    seed: frozen.evidenceRoot,
  })
  return {
    reference: project.reference,
    ownerPartyIds: [project.ownerPartyId],
    tier: { minReports: quorum.minReports, consensus: formatExact(quorum.consensus) },
    terms: storeIssuanceTerms(terms),
    termsInputs: { claim: dossier.claim } as unknown as Json,
    contractedQuantity: BigInt(of.net_kg),
    dossier: dossier as unknown as Json,
    opened: {
      claimKey: carbonClaimKey(dossier.claim),
      evidenceRoot: frozen.evidenceRoot,
      termsHash: issuanceTermsHash(terms),
      committee,
      scoreThresholdE4: Number(scaledExactly(quorum.threshold, 4, 'threshold')),
      consensusBps: Number(scaledExactly(quorum.consensus, 4, 'consensus')),
      minReports: quorum.minReports,
      windowSeconds: quorum.challengeSeconds,
    },
    deadline: new Date(ctx.now.getTime() + quorum.deadlineSeconds * 1000),
    parametersAt: of.parameters_at,
  }
}

/** What every node will compare: the inputs are the lines of the case's own documents. A document may have gone since they were read. */
function assertMeasured(
  of: QuantificationRow,
  sources: readonly QuantificationSource[],
  { documents }: FrozenDossier,
): void {
  const subject = { methodologyId: of.methodology_id, inputs: of.inputs as JsonValue, sources }
  const records = documents.map(({ record }) => record)
  let reason: string | undefined
  try {
    const missing = checkMeasuredInputs(subject, records)
    if (missing.length > 0) reason = `document ${missing[0]} is not among the documents of the project`
  } catch (error) {
    reason = `the inputs do not follow from the documents: ${error instanceof Error ? error.message : error}`
  }
  if (reason !== undefined) throw verificationErrors.CASE_SUBJECT_NOT_READY({ quantificationId: of.id, reason })
}

/**
 * The project is active on land with a title that nobody disputes, there is something to issue, and the fraction carried in is
 * still the project's. Claims of one project come one after the other, so that no fraction is carried twice.
 */
async function assertReady(
  ctx: CommandContext,
  of: QuantificationRow,
  project: ProjectRecord,
  parcel: ParcelRecord,
): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`quantification of ${project.projectId}`}, 0))`.execute(
    ctx.db,
  )
  const reason = await unreadiness(ctx, of, project, parcel)
  if (reason !== null) throw verificationErrors.CASE_SUBJECT_NOT_READY({ quantificationId: of.id, reason })
}

async function unreadiness(
  ctx: CommandContext,
  of: QuantificationRow,
  project: ProjectRecord,
  parcel: ParcelRecord,
): Promise<string | null> {
  if (project.state !== 'active') return `project is ${project.state}`
  if (parcel.state !== 'registered') return `parcel is ${parcel.state}`
  if (parcel.locked) return 'parcel is disputed'
  if (BigInt(of.net_kg) === 0n) return 'nothing to issue'
  if (await hasOpenClaim(ctx, project.projectId)) return 'another claim of the project is under way'
  const { carryInKg } = of.inputs as { carryInKg: string }
  if (carryInKg !== (await carryOf(ctx, project.projectId))) return 'the carried fraction has moved on; quantify again'
  return null
}

/** True while another claim of the project can still settle: two at once could carry the same fraction. */
async function hasOpenClaim(ctx: QueryContext, projectId: string): Promise<boolean> {
  const open = await ctx.db
    .selectFrom('quantifications')
    .innerJoin('cases', 'cases.id', 'quantifications.id')
    .select('cases.id')
    .where('quantifications.project_id', '=', projectId)
    .where('cases.settled_at', 'is', null)
    .where('cases.state', 'not in', ['closed', 'refused'])
    .limit(1)
    .executeTakeFirst()
  return open !== undefined
}
