/** Case files for tests, consistent in every number: the wheat delivery of domain.md 2.27 and the cottage of G6. */

import type { Dossier } from '@assay/domain/dossier.ts'
import { quantifyHempLime } from '@assay/domain/methodology/hempLime.ts'
import type { ParameterSet } from '@assay/domain/parameters.ts'
import { assessCase } from '@assay/domain/policy/caseAssessment.ts'
import type { CaseFile, QuantificationSubject } from '@assay/protocol/caseFile.ts'
import { allocationTermsOf, issuanceTermsOf } from '@assay/protocol/caseTerms.ts'
import { carbonClaimKey, tradeClaimKey } from '@assay/protocol/claimKey.ts'
import { idOf } from '@assay/protocol/ids.ts'
import type { QuantificationSource } from '@assay/protocol/measuredInputs.ts'
import { allocationTermsHash, issuanceTermsHash } from '@assay/protocol/terms.ts'
import { basis, cottage, disclose, measured, wheatClaim } from '@assay/protocol/test/cases.ts'
import { initial } from '../../domain/test/parameters.ts'
import { wheat } from '../../domain/test/wheat.ts'

export const committee = [0, 1, 2, 3, 4, 5, 6]

const chain = { chainId: 31_337, verifyingContract: '0x5FbDB2315678afecb367f032d93F642f64180aa3' } as const

/** G1, unless other surveys or another dossier are given. */
export function wheatFile(dossierOf: Dossier = wheat(), parameters: ParameterSet = initial): CaseFile {
  const dossier = { ...dossierOf, caseId: dossierOf.contracted.tradeId }
  const claim = wheatClaim(dossier)
  const { root, evidence } = disclose(dossier.documents)
  const { thresholdE4, tier } = assessCase(dossier, parameters)
  return {
    caseId: dossier.caseId,
    onChainId: idOf('case', dossier.caseId),
    reference: 'WHEAT-1',
    chain,
    opened: {
      claimKey: tradeClaimKey(claim),
      evidenceRoot: root,
      termsHash: allocationTermsHash(allocationTermsOf(dossier, basis, parameters)),
      committee,
      contractedQuantity: '10000000',
      scoreThresholdE4: thresholdE4,
      consensusBps: tier.consensusBps,
      minReports: tier.minSources,
      windowSeconds: tier.challengeWindowSeconds,
      deadline: '2026-04-01T00:00:00.000Z',
    },
    round: 1,
    proposedQuantity: '10000000',
    parametersAt: parameters.asOf,
    evidence,
    subject: { kind: 'trade', dossier, basis, claim },
  }
}

/**
 * G6: 9,108 kg gross, 6,967 kg to the project, 1,229 kg to the buffer.
 * @param inputs what a server claims instead of what the bill says, with everything else computed from it
 */
export function cottageFile(inputs = cottage, namedInstead?: readonly QuantificationSource[]): CaseFile {
  const caseId = '01950000-0000-7000-8000-000000000010'
  const projectId = '01950000-0000-7000-8000-000000000011'
  const run = quantifyHempLime(inputs, initial)
  const claim = {
    parcelCommitment: `0x${'ab'.repeat(32)}`,
    pool: 'harvestedProducts',
    period: 20253,
  } as const
  const { sources, documents } = measured('hempLime', inputs, cottage)
  const { root, evidence } = disclose(documents)
  const subject: QuantificationSubject = {
    kind: 'quantification',
    projectId,
    parcelId: '01950000-0000-7000-8000-000000000012',
    to: '0x70997970C51812dc3A010C7d01b50e0d17dc79C8',
    vintage: 20253,
    methodologyId: 'hempLime',
    methodologyVersion: run.methodologyVersion,
    inputs: inputs as never,
    sources: namedInstead ?? sources,
    netKg: run.issuedKg,
    bufferKg: run.issuedBufferKg,
    documents,
    claim,
  }
  const kg = { netKg: BigInt(run.issuedKg), bufferKg: BigInt(run.issuedBufferKg) }
  const terms = issuanceTermsOf({ ...subject, caseId, ...kg }, initial)
  return {
    caseId,
    onChainId: idOf('case', caseId),
    reference: 'COTTAGE-1',
    chain,
    opened: {
      claimKey: carbonClaimKey(claim),
      evidenceRoot: root,
      termsHash: issuanceTermsHash(terms),
      committee: [7],
      contractedQuantity: run.issuedKg,
      scoreThresholdE4: 850_000,
      consensusBps: 7_500,
      minReports: 1,
      windowSeconds: 172_800,
      deadline: '2026-04-01T00:00:00.000Z',
    },
    round: 1,
    proposedQuantity: run.issuedKg,
    parametersAt: initial.asOf,
    evidence,
    subject,
  }
}
