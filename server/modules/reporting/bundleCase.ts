/** The case's part of a bundle: what the committee was shown, what it signed, and what followed from it by the rules. */
import type { DocumentRecord } from '@assay/domain/dossier.ts'
import { methodologyOf } from '@assay/domain/methodology/methodologies.ts'
import type { Parameter, ParameterSet } from '@assay/domain/parameters.ts'
import type { AllocationBundle, BundleCase, IssuanceBundle } from '@assay/protocol/bundle.ts'
import type { JsonValue } from '@assay/protocol/canonicalJson.ts'
import type { CaseFile } from '@assay/protocol/caseFile.ts'
import { deliveryParameters, quantificationParameters } from '@assay/protocol/caseParameters.ts'
import { allocationTermsOf, issuanceTermsOf } from '@assay/protocol/caseTerms.ts'
import { computeAllocation, computeIssuance } from '@assay/protocol/computation.ts'
import { sealOf } from '@assay/protocol/seal.ts'
import type { CommandContext } from '../../module.ts'
import { countedReports, listReports, readCaseFile, roundsOf, type StoredTally } from '../verification/index.ts'
import { reportingErrors } from './errors.ts'

/** The case of a Foundation Token allocation. @throws CASE_NOT_FOUND BUNDLE_SUBJECT_INCOMPLETE */
export async function deliveryCase(ctx: CommandContext, caseId: string): Promise<AllocationBundle['case']> {
  const file = await readCaseFile(ctx, caseId)
  if (file.subject.kind !== 'trade') throw reportingErrors.BUNDLE_SUBJECT_INCOMPLETE({ caseId, missing: 'delivery' })
  const { dossier, basis, claim } = file.subject
  const parameters = await ctx.parametersAt(new Date(file.parametersAt))
  const terms = allocationTermsOf(dossier, basis, parameters)
  const { steps, result } = computeAllocation(
    terms,
    BigInt(file.proposedQuantity),
    BigInt(file.opened.contractedQuantity),
  )
  const { documents, ...shell } = dossier
  return {
    ...(await commonPart(ctx, file, documents, versionsOf(parameters, deliveryParameters))),
    subject: {
      kind: 'trade',
      shown: { private: { dossier: asJson(shell), claim: asJson(claim) } },
      basis: asJson(basis),
    },
    terms: {
      ...terms,
      buyer: terms.buyer.toLowerCase(),
      seller: terms.seller.toLowerCase(),
      sovereign: terms.sovereign.toLowerCase(),
      factorsE4: [...terms.factorsE4],
      weightsE4: [...terms.weightsE4],
      ptValue: terms.ptValue.toString(),
      expected: terms.expected.toString(),
    },
    computation: { steps: steps.map((step) => ({ ...step, inputs: { ...step.inputs } })), ftRaw: result.toString() },
  }
}

/** The case of a credit issuance. @throws CASE_NOT_FOUND BUNDLE_SUBJECT_INCOMPLETE METHODOLOGY_UNKNOWN */
export async function quantificationCase(ctx: CommandContext, caseId: string): Promise<IssuanceBundle['case']> {
  const file = await readCaseFile(ctx, caseId)
  const { subject } = file
  if (subject.kind !== 'quantification') {
    throw reportingErrors.BUNDLE_SUBJECT_INCOMPLETE({ caseId, missing: 'quantification' })
  }
  const parameters = await ctx.parametersAt(new Date(file.parametersAt))
  const kg = { netKg: BigInt(subject.netKg), bufferKg: BigInt(subject.bufferKg) }
  const terms = issuanceTermsOf({ ...subject, caseId, ...kg }, parameters)
  const { steps, result } = computeIssuance(
    terms,
    BigInt(file.proposedQuantity),
    BigInt(file.opened.contractedQuantity),
  )
  const run = methodologyOf(subject.methodologyId).quantify(subject.inputs, parameters)
  const { kind, projectId, parcelId, vintage, methodologyId, methodologyVersion, inputs, sources } = subject
  return {
    ...(await commonPart(
      ctx,
      file,
      subject.documents,
      versionsOf(parameters, quantificationParameters(subject.methodologyId)),
    )),
    subject: {
      ...{ kind, projectId, parcelId, vintage, methodologyId, methodologyVersion, inputs },
      sources: [...sources],
      to: subject.to.toLowerCase(),
      claim: asJson(subject.claim),
    },
    terms: { ...terms, to: terms.to.toLowerCase(), netKg: terms.netKg.toString(), bufferKg: terms.bufferKg.toString() },
    computation: {
      run: asJson(run),
      steps: steps.map((step) => ({ ...step, inputs: { ...step.inputs } })),
      netKg: result.netKg.toString(),
      bufferKg: result.bufferKg.toString(),
    },
  }
}

type CommonPart = Omit<BundleCase, 'subject' | 'terms' | 'computation'>

async function commonPart(
  ctx: CommandContext,
  file: CaseFile,
  documents: readonly DocumentRecord[],
  parameters: CommonPart['parameters'],
): Promise<CommonPart> {
  const { scoreThresholdE4, consensusBps, minReports, windowSeconds, contractedQuantity } = file.opened
  return {
    caseId: file.caseId,
    ...{ scoreThresholdE4, consensusBps, minReports, windowSeconds, contractedQuantity },
    parameters,
    evidence: evidencePart(file, documents),
    rounds: await roundsPart(ctx, file),
  }
}

/** A document's leaf is the seal of its record, so the same value proves it and lets it be withheld. */
function evidencePart(file: CaseFile, documents: readonly DocumentRecord[]): CommonPart['evidence'] {
  const records = new Map(documents.map((record) => [record.documentId, record]))
  return file.evidence
    .map(({ documentId, salt, proof: { leafHash, index, size, proof } }) => ({
      document: salt === null ? { seal: leafHash } : sealOf(asJson(records.get(documentId)), salt),
      ...{ index, size },
      proof: [...proof],
    }))
    .sort((a, b) => a.index - b.index)
}

async function roundsPart(ctx: CommandContext, file: CaseFile): Promise<CommonPart['rounds']> {
  const reports = await listReports(ctx, file.caseId)
  const rounds = (await roundsOf(ctx, file.caseId)).filter(({ round }) => round <= file.round)
  return rounds.map(({ round, proposed_quantity, tally }) => {
    const ofRound = reports.filter(({ report }) => report.round === round)
    const counted = countedReports(ofRound, tally as StoredTally | null)
    if (counted === null) throw reportingErrors.BUNDLE_SUBJECT_INCOMPLETE({ caseId: file.caseId, missing: 'reports' })
    return {
      round,
      proposedQuantity: proposed_quantity,
      reports: counted.map(({ nodeIndex, policy, report, signature, justification }) => ({
        nodeIndex,
        report: { ...report },
        signature,
        explanation: {
          private: { justification: justification as JsonValue, ...(namesPolicy(justification) && { policy }) },
        },
      })),
    }
  })
}

/** A node that gave no reasons named no policy either: nothing would bind the one that the register knows. */
function namesPolicy(justification: unknown): boolean {
  return typeof justification === 'object' && justification !== null && 'policyHash' in justification
}

function versionsOf(parameters: ParameterSet, of: readonly Parameter<unknown>[]): CommonPart['parameters'] {
  return parameters.versions(of).map(({ key, version, value }) => ({ key, version, value }))
}

function asJson(value: unknown): JsonValue {
  return value as JsonValue
}
