/** One verifier's score of a quantification (domain.md 2.2): whether its credits repeat, and what the documents behind them are worth. */
import { inputChecks } from '../checks.ts'
import { exact, formatExact, roundDown, scaledDown, sum } from '../decimal.ts'
import type { DocumentRecord } from '../dossier.ts'
import type { ParameterSet } from '../parameters.ts'
import { secretTrees } from '../programmes/secretTrees.ts'
import { decimalText, fields, list, text } from '../shapes.ts'
import { documentShape } from './dossierShape.ts'
import { scoreErrors } from './verificationScore.ts'

const check = inputChecks(scoreErrors.SCORE_INPUT_INVALID)

/** Whole kilograms for the project and for the buffer. */
export interface CreditedKg {
  readonly netKg: string
  readonly bufferKg: string
}

export interface QuantificationDossier {
  readonly claimed: CreditedKg
  /** What came out when the methodology was run again. */
  readonly repeated: CreditedKg
  /** What the round asks about. */
  readonly proposedKg: string
  /** The documents that the inputs were read from. */
  readonly sources: readonly { readonly documentId: string }[]
  readonly documents: readonly DocumentRecord[]
}

const kg = fields<CreditedKg>({ netKg: decimalText, bufferKg: decimalText })
const dossierShape = fields<QuantificationDossier>({
  claimed: kg,
  repeated: kg,
  proposedKg: decimalText,
  sources: list(fields<{ readonly documentId: string }>({ documentId: text })),
  documents: list(documentShape),
})

/** Points from 0 to 100 with four decimals, rounded down. */
export interface QuantificationScore {
  readonly scores: { readonly quantity: string; readonly documents: string }
  /** VS. */
  readonly score: string
  readonly scoreE4: number
}

/**
 * VS = SUM(P x W) / SUM(W) over the two families a quantification has: it came to the kilogram or it did not, and the mean worth of the
 * documents that its inputs were read from, or of all when it read none. Custody and duties of a route are of deliveries.
 * @throws SCORE_INPUT_INVALID
 */
export function scoreQuantification(of: QuantificationDossier, parameters: ParameterSet): QuantificationScore {
  check.all({ of }, { of: dossierShape })
  const { quantityWeight, documentsWeight, ...worth } = parameters.get(secretTrees.verification.scoring)
  const same = of.repeated.netKg === of.claimed.netKg && of.repeated.bufferKg === of.claimed.bufferKg
  const quantity = exact(same && of.proposedKg === of.claimed.netKg ? 100n : 0n)
  const read = new Set(of.sources.map(({ documentId }) => documentId))
  const counted = of.documents.filter(({ documentId }) => read.size === 0 || read.has(documentId))
  const each = counted.map((document) => {
    const standing = standingOf(document)
    return standing === null ? exact(0n) : worth[standing]
  })
  const documents = each.length === 0 ? exact(0n) : roundDown(sum(each).div(exact(BigInt(each.length))), 4)
  const weighted = quantity.times(quantityWeight).plus(documents.times(documentsWeight))
  const score = roundDown(weighted.div(quantityWeight.plus(documentsWeight)), 4)
  return {
    scores: { quantity: formatExact(quantity), documents: formatExact(documents) },
    score: formatExact(score),
    scoreE4: Number(scaledDown(score, 4)),
  }
}

/** Null for a signature that is not over the bytes: such a document is worth nothing, whoever is named as its issuer. */
function standingOf({ signature, issuer }: DocumentRecord): 'authentic' | 'credible' | 'declared' | null {
  if (signature === 'invalid') return null
  if (signature === 'verified' && issuer.recognised) return 'authentic'
  return signature === 'verified' || issuer.recognised ? 'credible' : 'declared'
}
