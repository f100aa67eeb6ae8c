import type { NodePolicy } from '@assay/domain/dossier.ts'
import type { ParameterSet } from '@assay/domain/parameters.ts'
import { evaluateCase } from '@assay/domain/policy/caseEvaluation.ts'
import { scoreQuantification } from '@assay/domain/policy/quantificationScore.ts'
import { canonicalBytes, type JsonValue } from '@assay/protocol/canonicalJson.ts'
import type { CaseFile, QuantificationSubject } from '@assay/protocol/caseFile.ts'
import { quantificationParameters } from '@assay/protocol/caseParameters.ts'
import { subjectHash } from '@assay/protocol/subjectHash.ts'
import { parametersHash } from '@assay/protocol/terms.ts'
import { type Hex, keccak256 } from 'viem'
import { repeatQuantification } from './repeatQuantification.ts'
import type { Opinion } from './signReport.ts'

/** Hash of a node's published policy; part of every justification, so that a reader knows whose eyes looked. */
export function policyHash({ type, jurisdiction, reliesOn }: NodePolicy): Hex {
  return keccak256(canonicalBytes({ type, jurisdiction, reliesOn: [...reliesOn] }))
}

/** What this node thinks of a case file that it has checked: the domain's evaluation under the node's own policy. */
export function formOpinion(file: CaseFile, policy: NodePolicy, parameters: ParameterSet): Opinion {
  if (file.subject.kind === 'quantification') return ofQuantification(file, file.subject, policy, parameters)
  const evaluation = evaluateCase(file.subject.dossier, policy, parameters)
  return {
    scoreE4: evaluation.scoreE4,
    agrees: evaluation.agrees,
    critical: evaluation.critical,
    justification: {
      policyHash: policyHash(policy),
      subjectHash: subjectHash(file.subject),
      evaluation: evaluation as unknown as JsonValue,
    },
  }
}

/** Every step is repeated, and one kilogram apart is a ground for rejection; what the documents are worth is in the score (domain.md 2.2). */
function ofQuantification(
  file: CaseFile,
  subject: QuantificationSubject,
  policy: NodePolicy,
  parameters: ParameterSet,
): Opinion {
  const repeated = repeatQuantification(subject, parameters)
  const equal = repeated.netKg === subject.netKg && repeated.bufferKg === subject.bufferKg
  const asked = file.proposedQuantity === subject.netKg
  const { sources, documents, netKg, bufferKg } = subject
  const of = { claimed: { netKg, bufferKg }, repeated, proposedKg: file.proposedQuantity, sources, documents }
  const { scoreE4, score, scores } = scoreQuantification(of, parameters)
  return {
    scoreE4,
    agrees: equal && asked && scoreE4 >= file.opened.scoreThresholdE4,
    critical: !equal,
    justification: {
      policyHash: policyHash(policy),
      subjectHash: subjectHash(subject),
      parametersHash: parametersHash(parameters.versions(quantificationParameters(subject.methodologyId))),
      quantification: {
        claimed: { netKg: subject.netKg, bufferKg: subject.bufferKg },
        repeated: { netKg: repeated.netKg, bufferKg: repeated.bufferKg },
        scores,
        score,
        methodologyId: subject.methodologyId,
        methodologyVersion: subject.methodologyVersion,
        documents: subject.documents.map(({ documentId, kind, signature }) => ({ documentId, kind, signature })),
      },
    },
  }
}
