/** A genuine bundle of a retirement: 500 kg of the cottage's credits. */
import {
  type Bundle,
  bundleFormat,
  bundleIdOf,
  type IssuanceBundle,
  type RetirementBundle,
  writeBundle,
} from '@assay/protocol/bundle.ts'
import type { JsonValue } from '@assay/protocol/canonicalJson.ts'
import { creditIdOf } from '@assay/protocol/computation.ts'
import { idOf } from '@assay/protocol/ids.ts'
import { retirementHashes } from '@assay/protocol/retirementHashes.ts'
import { saltOf } from '@assay/protocol/test/cases.ts'
import type { Hex } from 'viem'
import { auditLogOf } from './auditLog.ts'
import { chainId, chainOf, contracts, type Said } from './chain.ts'
import { issuanceBundle, issuedCase, owner, project } from './issuanceBundle.ts'

let cottage: Promise<IssuanceBundle> | undefined
/** The issuance behind the credit. */
export const cottageIssuance = () => (cottage ??= issuanceBundle())

/** @param after the block that the retirement follows; the newest of the issuance unless another is given. */
export async function retirementBundle(after?: number): Promise<RetirementBundle> {
  const retirementId = '01950000-0000-7000-8000-000000000013'
  const texts = {
    beneficiary: 'Example Bakery',
    purpose: 'Deliveries of 2025',
    salt: `0x${saltOf('retirement')}` as Hex,
  }
  const hashes = retirementHashes(texts)
  const issuance = await cottageIssuance()
  const creditId = creditIdOf(idOf('project', project.projectId), project.vintage)
  const { log, anchored } = auditLogOf({ kind: 'retirement', id: retirementId })
  const retired: Said = {
    contract: 'CarbonCredit',
    event: 'Retired',
    args: { retirementId: idOf('retirement', retirementId), id: creditId, holder: owner, kg: 500n, ...hashes },
  }
  return {
    format: bundleFormat,
    kind: 'retirement',
    chain: { chainId, contracts: { CarbonCredit: contracts.CarbonCredit, AuditAnchor: contracts.AuditAnchor } },
    ...(await chainAfter(issuance, [retired, anchored], after)),
    auditLog: log,
    retirement: {
      retirementId,
      projectId: project.projectId,
      vintage: project.vintage,
      creditId: creditId.toString(),
      holder: owner,
      kg: '500',
      texts: { private: texts },
      ...hashes,
      issuances: [{ caseId: issuedCase, bundleId: bundleIdOf(issuance as unknown as JsonValue) }],
    },
  }
}

/** The issuance's own log, then what was said later on the same chain. */
async function chainAfter({ receipts, facts }: IssuanceBundle, said: readonly Said[], after = receipts.length) {
  const issued = facts.find(({ event }) => event === 'Issued')!
  const later = await chainOf(said, after)
  return {
    receipts: [receipts[issued.receipt]!, ...later.receipts],
    facts: [{ ...issued, receipt: 0 }, ...later.facts.map((fact) => ({ ...fact, receipt: fact.receipt + 1 }))],
  }
}

/** The file of a bundle of these tests; a retirement's has the cottage's issuance in it. */
export async function fileOf(bundle: Bundle, options: { readonly withhold?: boolean } = {}): Promise<Uint8Array> {
  return writeBundle(bundle, {
    ...options,
    ...(bundle.kind === 'retirement' && { issuances: [await cottageIssuance()] }),
  })
}
