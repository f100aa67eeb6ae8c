/** A quantified project: from the inputs to the credits issued. */

import type { DocumentRecord } from '@assay/domain/dossier.ts'
import { methodologyOf } from '@assay/domain/methodology/methodologies.ts'
import { scoreQuantification } from '@assay/domain/policy/quantificationScore.ts'
import { secretTrees } from '@assay/domain/programmes/secretTrees.ts'
import type { IssuanceBundle } from '@assay/protocol/bundle.ts'
import { canonicalJson, type JsonValue } from '@assay/protocol/canonicalJson.ts'
import { type CarbonClaim, carbonClaimKey } from '@assay/protocol/claimKey.ts'
import { computeIssuance, creditIdOf } from '@assay/protocol/computation.ts'
import { idOf } from '@assay/protocol/ids.ts'
import { checkMeasuredInputs } from '@assay/protocol/measuredInputs.ts'
import { quantificationSeed } from '@assay/protocol/quantificationSeed.ts'
import { type ShownQuantification, subjectHash } from '@assay/protocol/subjectHash.ts'
import { type IssuanceTerms, issuanceTermsHash, methodologyHash, parametersHash } from '@assay/protocol/terms.ts'
import type { Hex } from 'viem'
import { type OpenedFact, parametersOf } from './checkCommittee.ts'
import { type Checklist, holds, same } from './checklist.ts'
import { explainedIn } from './checkPrivate.ts'
import { factOf, type ProvenFact } from './facts.ts'

type QuantificationCase = IssuanceBundle['case']

export function checkQuantification(of: QuantificationCase, opened: OpenedFact, list: Checklist): void {
  const { subject } = of
  const terms = termsOf(of)
  const parameters = parametersOf(of)
  list.check(
    'terms',
    'the terms of the issuance hash to what the chain holds and every report names; they are about this case, project, methodology and these parameters',
    () => {
      same('the hash of the terms', issuanceTermsHash(terms), opened.termsHash)
      same('the case of the terms', terms.caseId, opened.caseId)
      same('the project of the terms', terms.projectId, idOf('project', subject.projectId))
      same('the parcel of the terms', terms.parcelId, idOf('parcel', subject.parcelId))
      same('the receiver of the terms', terms.to, subject.to)
      same('the vintage of the terms', terms.vintage, subject.vintage)
      const { methodologyId, methodologyVersion: version, inputs } = subject
      const sources = subject.sources as unknown as JsonValue
      same(
        'the hash of methodology, inputs, their documents and parameters',
        methodologyHash({ methodologyId, version, inputs, sources, parametersHash: parametersHash(of.parameters) }),
        terms.methodologyHash,
      )
      same('the contracted quantity', of.contractedQuantity, terms.netKg.toString())
    },
  )
  list.check('claim key', 'parcel, pool and period hash to the claim key, which the chain lets succeed once', () => {
    const claim = subject.claim as unknown as CarbonClaim
    same('the period of the claim', claim.period, subject.vintage)
    same('the members of the claim', Object.keys(claim).sort().join(), 'parcelCommitment,period,pool')
    same('the claim key', carbonClaimKey(claim), opened.claimKey)
  })
  list.check('thresholds', 'threshold, quorum and window are the governed ones', () => {
    const quorum = parameters.get(secretTrees.verification.quorum)
    same('the threshold', of.scoreThresholdE4, quorum.threshold.times(10_000).toNumber())
    same('the share that must agree', of.consensusBps, quorum.consensus.times(10_000).toNumber())
    same('the number of reports needed', of.minReports, quorum.minReports)
    same('the challenge window', of.windowSeconds, quorum.challengeSeconds)
  })
  list.check(
    'methodology',
    'the methodology was run again on the inputs: every step, deduction and carry is the same',
    () => {
      same(
        'the version',
        (subject.inputs as { methodologyVersion?: string }).methodologyVersion,
        subject.methodologyVersion,
      )
      const { seed } = subject.inputs as { seed?: string }
      const given = quantificationSeed(subject.projectId, subject.vintage)
      if (seed !== undefined) same('the seed, which follows from project and vintage', seed, given)
      const { pool, quantify } = methodologyOf(subject.methodologyId)
      same('the pool of the claim', (subject.claim as unknown as CarbonClaim).pool, pool)
      const run = quantify(subject.inputs, parameters)
      same('the run', canonicalJson(of.computation.run as JsonValue), canonicalJson(run as unknown as JsonValue))
      same('whole kg for the owner', run.issuedKg, terms.netKg.toString())
      same('whole kg for the buffer', run.issuedBufferKg, terms.bufferKg.toString())
    },
  )
  checkMeasured(of, list)
  checkOpinions(of, terms, list)
}

/** The records that are shown. */
function recordsOf({ evidence }: QuantificationCase): readonly DocumentRecord[] {
  return evidence.flatMap(({ document }) =>
    document.value === undefined ? [] : [document.value as unknown as DocumentRecord],
  )
}

/** The mass of the credits is the mass in the documents. */
function checkMeasured(of: QuantificationCase, list: Checklist): void {
  const { subject, evidence } = of
  const records = recordsOf(of)
  const named = subject.sources.length
  let missing: readonly string[] = []
  list.check(
    'inputs',
    `${named} documents hold what was measured, every line once; what else the inputs state is the owner's word, which the verifiers signed`,
    () => {
      missing = checkMeasuredInputs(subject, records)
      const hidden = evidence.length - records.length
      holds(missing.length <= hidden, `document ${missing[0]} is not among the evidence`)
    },
  )
  if (missing.length === 0) return
  list.withheld(
    'inputs',
    `${missing.length} of the ${named} documents behind the inputs are withheld: whether they hold these lines could not be looked at; the inputs are those the verifiers signed`,
  )
}

interface Explained {
  readonly subjectHash: Hex
  readonly parametersHash: Hex
  readonly quantification: { readonly repeated: { readonly netKg: string; readonly bufferKg: string } }
}

/** Each verifier who explains the answer says what the recomputation says, about what this bundle shows. */
function checkOpinions(of: QuantificationCase, terms: IssuanceTerms, list: Checklist): void {
  const open = explainedIn(of)
  const records = of.evidence.every(({ document }) => document.value !== undefined) ? recordsOf(of) : null
  if (open.length === 0) {
    list.withheld('evaluations', 'what the verifiers explained is withheld; their answers are signed')
    return
  }
  list.check(
    'evaluations',
    `${open.length} verifier(s) repeated the quantification with the same result, from the same inputs and parameters`,
    () => {
      for (const { nodeIndex, justification, report } of open) {
        const given = justification as unknown as Explained
        same(`the parameters of node ${nodeIndex}`, parametersHash(of.parameters), given.parametersHash)
        same(`the kg node ${nodeIndex} found`, given.quantification.repeated.netKg, terms.netKg.toString())
        same(`the buffer node ${nodeIndex} found`, given.quantification.repeated.bufferKg, terms.bufferKg.toString())
        const { netKg, bufferKg } = of.terms
        const shown = { ...of.subject, netKg, bufferKg } as unknown as ShownQuantification
        same(`what node ${nodeIndex} was shown`, subjectHash(shown), given.subjectHash)
        if (records === null) continue
        const { repeated } = given.quantification
        const { sources } = of.subject
        const about = {
          claimed: { netKg, bufferKg },
          repeated,
          proposedKg: report.quantity,
          sources,
          documents: records,
        }
        same(`the score of node ${nodeIndex}`, report.scoreE4, scoreQuantification(about, parametersOf(of)).scoreE4)
      }
    },
  )
}

/** The credits issued, recomputed from signed terms and the verified quantity, equal the chain's. */
export function checkIssuance(
  of: QuantificationCase,
  verified: { quantity: bigint; concluded: ProvenFact },
  facts: readonly ProvenFact[],
  list: Checklist,
): void {
  const terms = termsOf(of)
  const computed = list.check('quantity', 'the credits for owner and buffer were recomputed step by step', () => {
    const { steps, result } = computeIssuance(terms, verified.quantity, BigInt(of.contractedQuantity))
    same('the steps', canonicalJson(of.computation.steps as never), canonicalJson(steps as never))
    same('kg for the owner', of.computation.netKg, result.netKg.toString())
    same('kg for the buffer', of.computation.bufferKg, result.bufferKg.toString())
    return result
  })
  list.check(
    'issued',
    `the chain issued exactly these credits: ${computed?.netKg ?? '?'} kg to the owner, ${computed?.bufferKg ?? '?'} kg to the buffer`,
    () => {
      const { args, timestamp } = factOf(facts, 'Issued')
      same('the case of the issuance', args.caseId, terms.caseId)
      same('the credit', args.id, creditIdOf(terms.projectId, terms.vintage))
      same('the receiver', String(args.to).toLowerCase(), terms.to)
      same('kg for the owner', args.netKg, computed?.netKg)
      same('kg for the buffer', args.bufferKg, computed?.bufferKg)
      holds(
        timestamp >= (verified.concluded.args.challengeUntil as bigint),
        'it was issued while the outcome could be contested',
      )
    },
  )
}

function termsOf(of: QuantificationCase): IssuanceTerms {
  const { terms } = of
  return { ...terms, netKg: BigInt(terms.netKg), bufferKg: BigInt(terms.bufferKg) } as unknown as IssuanceTerms
}
