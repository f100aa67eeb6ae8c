/** What the page of a proof shows: the public form of a bundle, and where it lies. Nothing that it withholds is read. */
import type { Bundle } from '@assay/protocol/bundle.ts'
import type { JsonValue } from '@assay/protocol/canonicalJson.ts'
import { publicFormOf } from '@assay/protocol/seal.ts'
import type { QueryContext } from '../../module.ts'
import { readAllocation, readIssuance } from '../issuance/index.ts'
import { readRetirement } from '../retirement/index.ts'
import { reportingErrors } from './errors.ts'

export type SubjectKind = Bundle['kind']

/** What the chain holds of an allocation, an issuance or a retirement. */
export interface OnChain {
  /** Foundation Token, or kg CO2e. */
  readonly amount: string
  readonly creditId: string | null
  readonly transactionHash: string | null
}

export interface Proof extends OnChain {
  readonly locale: string
  readonly bundleId: string
  readonly assembledAt: Date
  /** In its public form. */
  readonly bundle: Bundle
  /** Where a program finds the public copy. */
  readonly fileUrl: string
}

/** Something final whose bundle is not assembled yet. */
export interface ProofUnderWay {
  readonly subjectKind: SubjectKind
  readonly subjectId: string
}

/** @throws BUNDLE_NOT_FOUND */
export async function readProof(ctx: QueryContext, bundleId: string, locale: string): Promise<Proof> {
  const row = await ctx.db
    .selectFrom('bundles')
    .select(['subject_kind', 'subject_id', 'content', 'assembled_at'])
    .where('bundle_id', '=', bundleId)
    .executeTakeFirst()
  if (row === undefined) throw reportingErrors.BUNDLE_NOT_FOUND({ bundleId })
  const { bundle } = JSON.parse(row.content) as { bundle: JsonValue }
  return {
    ...(await readOnChain(ctx, row.subject_kind as SubjectKind, row.subject_id)),
    locale,
    bundleId,
    assembledAt: row.assembled_at,
    bundle: publicFormOf(bundle) as unknown as Bundle,
    fileUrl: `${ctx.publicUrl}/api/v1/bundles/${bundleId}/public`,
  }
}

/** The proof of a case or a retirement, found by that. A case of which nothing final followed is nobody's business: it is not found.
 *  @throws BUNDLE_NOT_FOUND */
export async function findProof(
  ctx: QueryContext,
  of: { readonly kinds: readonly SubjectKind[]; readonly subjectId: string; readonly locale: string },
): Promise<Proof | ProofUnderWay> {
  const { kinds, subjectId, locale } = of
  const request = await ctx.db
    .selectFrom('bundle_requests as request')
    .leftJoin('bundles as bundle', (join) =>
      join
        .onRef('bundle.subject_kind', '=', 'request.subject_kind')
        .onRef('bundle.subject_id', '=', 'request.subject_id'),
    )
    .select(['request.subject_kind', 'bundle.bundle_id'])
    .where('request.subject_id', '=', subjectId)
    .where('request.subject_kind', 'in', kinds)
    .executeTakeFirst()
  if (request === undefined) throw reportingErrors.BUNDLE_NOT_FOUND({ subjectId })
  if (request.bundle_id === null) return { subjectKind: request.subject_kind as SubjectKind, subjectId }
  return readProof(ctx, request.bundle_id, locale)
}

export async function readOnChain(ctx: QueryContext, kind: SubjectKind, id: string): Promise<OnChain> {
  if (kind === 'allocation') {
    const { mintedFt, transactionHash } = await readAllocation(ctx, id)
    return { amount: mintedFt, creditId: null, transactionHash }
  }
  if (kind === 'issuance') {
    const { netKg, creditId, transactionHash } = await readIssuance(ctx, id)
    return { amount: netKg, creditId, transactionHash }
  }
  const { kg, creditId, transactionHash } = await readRetirement(ctx, id)
  return { amount: kg, creditId, transactionHash }
}
