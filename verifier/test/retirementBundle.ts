/** A genuine bundle of a retirement: 500 kg of the cottage's credits. */
import { bundleFormat, bundleIdOf, type RetirementBundle } from '@assay/protocol/bundle.ts'
import type { JsonValue } from '@assay/protocol/canonicalJson.ts'
import { idOf } from '@assay/protocol/ids.ts'
import { retirementHashes } from '@assay/protocol/retirementHashes.ts'
import { sealOf } from '@assay/protocol/seal.ts'
import { saltOf } from '@assay/protocol/test/cases.ts'
import type { Hex } from 'viem'
import { auditLogOf } from './auditLog.ts'
import { chainId, chainOf, contracts, type Said } from './chain.ts'
import { issuanceBundle, issuedCase, issuedSaid, owner, project } from './issuanceBundle.ts'

export async function retirementBundle(): Promise<RetirementBundle> {
  const retirementId = '01950000-0000-7000-8000-000000000013'
  const texts = {
    beneficiary: 'Example Bakery',
    purpose: 'Deliveries of 2025',
    salt: `0x${saltOf('retirement')}` as Hex,
  }
  const hashes = retirementHashes(texts)
  const issued = issuedSaid({ netKg: 6967n, bufferKg: 1229n })
  const { log, anchored } = auditLogOf({ kind: 'retirement', id: retirementId })
  const retired: Said = {
    contract: 'CarbonCredit',
    event: 'Retired',
    args: { retirementId: idOf('retirement', retirementId), id: issued.args.id, holder: owner, kg: 500n, ...hashes },
  }
  return {
    format: bundleFormat,
    kind: 'retirement',
    chain: { chainId, contracts: { CarbonCredit: contracts.CarbonCredit, AuditAnchor: contracts.AuditAnchor } },
    ...(await chainOf([issued, retired, anchored])),
    auditLog: log,
    retirement: {
      retirementId,
      projectId: project.projectId,
      vintage: project.vintage,
      creditId: String(issued.args.id),
      holder: owner,
      kg: '500',
      beneficiary: sealOf(texts, saltOf('beneficiary')),
      ...hashes,
      issuances: [{ caseId: issuedCase, bundleId: bundleIdOf((await issuanceBundle()) as unknown as JsonValue) }],
    },
  }
}
