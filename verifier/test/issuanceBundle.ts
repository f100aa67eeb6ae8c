/** A genuine bundle of an issuance: G6, the hemp-lime cottage. */
import { methodologyOf } from '@assay/domain/methodology/methodologies.ts'
import { secretTrees } from '@assay/domain/programmes/secretTrees.ts'
import type { MethodologyId } from '@assay/domain/programmes/secretTreesUncertainty.ts'
import { initial } from '@assay/domain/test/parameters.ts'
import { node as policyOf } from '@assay/domain/test/wheat.ts'
import { bundleFormat, type IssuanceBundle } from '@assay/protocol/bundle.ts'
import type { JsonValue } from '@assay/protocol/canonicalJson.ts'
import { quantificationParameters } from '@assay/protocol/caseParameters.ts'
import { issuanceTermsOf } from '@assay/protocol/caseTerms.ts'
import { carbonClaimKey } from '@assay/protocol/claimKey.ts'
import { computeIssuance, creditIdOf } from '@assay/protocol/computation.ts'
import { idOf } from '@assay/protocol/ids.ts'
import type { QuantificationSource } from '@assay/protocol/measuredInputs.ts'
import { subjectHash } from '@assay/protocol/subjectHash.ts'
import { issuanceTermsHash, parametersHash } from '@assay/protocol/terms.ts'
import { basis, cottage, measured, saltOf } from '@assay/protocol/test/cases.ts'
import type { Address, Hex } from 'viem'
import { auditLogOf } from './auditLog.ts'
import { delivery, evidenceOf, versionsOf } from './caseParts.ts'
import { chainId, chainOf, contracts, type Said, startAt } from './chain.ts'
import { concludedSaid, openingSaid, policyHashOf, roundOf, type TestNode } from './committee.ts'

export const owner = basis.sovereign.toLowerCase() as Address
export const project = {
  projectId: '01950000-0000-7000-8000-000000000010',
  parcelId: '01950000-0000-7000-8000-000000000011',
  vintage: 20253,
}
export const issuedCase = '01950000-0000-7000-8000-000000000012'

/** What a server and verifiers in league with it claim against the documents. */
export interface Lie {
  /** What the documents say. */
  readonly read?: unknown
  readonly sources?: readonly QuantificationSource[]
}

/** A quantification by any methodology; the cottage of G6 unless something else is given. @param after number of the block before. */
export async function issuanceBundle(
  methodologyId: MethodologyId = 'hempLime',
  inputs: unknown = cottage,
  lie: Lie = {},
  after = 0,
): Promise<IssuanceBundle> {
  const { pool, quantify } = methodologyOf(methodologyId)
  const run = quantify(inputs, initial)
  const { methodologyVersion } = run
  const { sources: named, documents } = measured(methodologyId, inputs, lie.read)
  const sources = lie.sources ?? named
  const applied = { methodologyId, methodologyVersion, inputs: inputs as JsonValue, sources: [...sources] }
  const kg = { netKg: run.issuedKg, bufferKg: run.issuedBufferKg }
  const amounts = { netKg: BigInt(run.issuedKg), bufferKg: BigInt(run.issuedBufferKg) }
  const terms = issuanceTermsOf({ ...project, ...applied, ...amounts, caseId: issuedCase, to: owner }, initial)
  const termsHash = issuanceTermsHash(terms)
  const claim = {
    parcelCommitment: `0x${saltOf('polygon')}` as Hex,
    pool,
    period: project.vintage,
  }
  const { root, evidence } = evidenceOf([...delivery(['1', '1', '1']).documents.slice(0, 2), ...documents])
  const { threshold, consensus, minReports, challengeSeconds } = initial.get(secretTrees.verification.quorum)
  const policy = policyOf(9)
  const nodes: readonly TestNode[] = [{ policy, reliabilityE4: 9_000 }]
  const justification = {
    policyHash: policyHashOf(policy),
    subjectHash: subjectHash({ kind: 'quantification', ...project, ...applied, ...kg, to: owner, claim }),
    parametersHash: parametersHash(initial.versions(quantificationParameters(applied.methodologyId))),
    quantification: { repeated: kg },
  }
  const signed = await roundOf({ caseId: issuedCase, evidenceRoot: root, termsHash, round: 1, quantity: terms.netKg }, [
    { policy, scoreE4: 1_000_000, agrees: true, critical: false, justification },
  ])
  const opened = { caseId: issuedCase, claimKey: carbonClaimKey(claim), evidenceRoot: root, termsHash }
  const opening = openingSaid(nodes, opened)
  const challengeUntil = startAt + BigInt(after + opening.length + 1 + challengeSeconds)
  const quorum = {
    scoreThresholdE4: threshold.times(10_000).toNumber(),
    consensusBps: consensus.times(10_000).toNumber(),
    minReports,
  }
  const { steps, result } = computeIssuance(terms, terms.netKg, terms.netKg)
  const { log, anchored } = auditLogOf({ kind: 'issuance', id: issuedCase })
  const issued = issuedSaid(result)
  const { Allocation: _allocation, Escrow: _escrow, ...used } = contracts
  return {
    format: bundleFormat,
    kind: 'issuance',
    chain: { chainId, contracts: used },
    ...(await chainOf(
      [
        ...opening,
        concludedSaid(nodes, signed, { ...quorum, caseId: issuedCase, contracted: terms.netKg, challengeUntil }),
        { ...issued, args: { ...issued.args, at: challengeUntil } },
        anchored,
      ],
      after,
    )),
    auditLog: log,
    case: {
      caseId: issuedCase,
      ...quorum,
      windowSeconds: challengeSeconds,
      contractedQuantity: terms.netKg.toString(),
      parameters: versionsOf(quantificationParameters(applied.methodologyId)),
      evidence,
      rounds: [signed.round],
      subject: { kind: 'quantification', ...project, ...applied, to: owner, claim: claim as unknown as JsonValue },
      terms: { ...terms, to: terms.to.toLowerCase(), ...kg },
      computation: {
        run: run as unknown as JsonValue,
        steps: steps.map((step) => ({ ...step, inputs: { ...step.inputs } })),
        netKg: result.netKg.toString(),
        bufferKg: result.bufferKg.toString(),
      },
    },
  }
}

/** What the contract says when the cottage's credits are issued. */
export function issuedSaid(issued: { netKg: bigint; bufferKg: bigint }): Said {
  const id = creditIdOf(idOf('project', project.projectId), project.vintage)
  return {
    contract: 'CarbonCredit',
    event: 'Issued',
    args: { caseId: idOf('case', issuedCase), id, to: owner, ...issued },
  }
}
