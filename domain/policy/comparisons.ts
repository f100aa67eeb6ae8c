/**
 * Cross-document consistency (domain.md 2.2, 2.4 level 3): every statement of every usable document is compared once. What
 * the contract declares is compared with the contract; any other field with the value most documents state, whose first
 * statement is the reference and is not counted. So the comparisons can be counted and shown one by one.
 */

import { sameGoods } from '../assetClasses.ts'
import { type Exact, exact, formatExact, parseExact } from '../decimal.ts'
import { type Dossier, type StatementField, statementFields } from '../dossier.ts'
import { AssayError } from '../errors.ts'
import type { ParameterSet } from '../parameters.ts'
import { fictraEvidence } from '../programmes/fictraEvidence.ts'
import { compareText, normalName, usableDocuments } from './documentChecks.ts'

export interface Comparison {
  readonly field: StatementField
  readonly documentId: string
  readonly stated: string
  readonly reference: string
  /** `contract`, or the document whose statement is the reference. */
  readonly referenceFrom: string
  readonly agrees: boolean
}

interface Tolerances {
  /** Share of the contracted quantity. */
  readonly quantity: Exact
  readonly moisturePoints: Exact
}

interface FieldRule {
  /** Spellings of one value give one text. */
  readonly normal: (value: string) => string
  readonly agrees: (stated: string, reference: string, tolerances: Tolerances) => boolean
}

const trimmed = (value: string) => value.trim().toUpperCase()
const equal = (stated: string, reference: string) => stated === reference
const code: FieldRule = { normal: trimmed, agrees: equal }
const name: FieldRule = { normal: normalName, agrees: equal }
const number = (agrees: FieldRule['agrees']): FieldRule => ({ normal: normalNumber, agrees })

const rules: Readonly<Record<StatementField, FieldRule>> = {
  quantityTonnes: number((stated, reference, { quantity }) =>
    withDecimals(stated, reference, (a, b) => a.minus(b).abs().lessThanOrEqualTo(b.abs().times(quantity))),
  ),
  hsCode: { normal: (value) => value.replaceAll(/[^0-9]/g, ''), agrees: sameGoods },
  originCountry: code,
  productionSiteCountry: code,
  loadPort: code,
  dischargePort: code,
  vesselImo: code,
  shippedOn: code,
  departedOn: code,
  arrivedOn: code,
  seller: name,
  buyer: name,
  transportDocument: name,
  invoiceValue: number(equal),
  currency: code,
  moisturePercent: number((stated, reference, { moisturePoints }) =>
    withDecimals(stated, reference, (a, b) => a.minus(b).abs().lessThanOrEqualTo(moisturePoints)),
  ),
  grade: name,
}

/** All comparisons, ordered by field and document. */
export function compareDocuments(dossier: Dossier, parameters: ParameterSet): readonly Comparison[] {
  const tolerances: Tolerances = {
    quantity: crossSourceTolerance(dossier, parameters),
    moisturePoints: parameters.get(fictraEvidence.moistureTolerancePoints),
  }
  return statementFields.flatMap((field) => compareField(dossier, field, tolerances))
}

/** Allowed discrepancy of quantities between sources, as a share (2.2). */
export function crossSourceTolerance(dossier: Dossier, parameters: ParameterSet): Exact {
  const { bulk, highValue } = parameters.get(fictraEvidence.crossSource)
  return dossier.contracted.highValue ? highValue : bulk
}

/** What the contract itself says of a field; null when it says nothing. */
export function contractedValue(dossier: Dossier, field: StatementField): string | null {
  const { contracted } = dossier
  switch (field) {
    case 'quantityTonnes':
    case 'hsCode':
    case 'originCountry':
    case 'productionSiteCountry':
    case 'loadPort':
    case 'dischargePort':
      return contracted[field]
    default:
      return null
  }
}

function compareField(dossier: Dossier, field: StatementField, tolerances: Tolerances): readonly Comparison[] {
  const rule = rules[field]
  const stated = usableDocuments(dossier).flatMap(({ documentId, statements }) =>
    statements
      .filter((statement) => statement.field === field)
      .map(({ value }) => ({ documentId, value: rule.normal(value) }))
      .toSorted((a, b) => compareText(a.value, b.value)),
  )
  const declared = contractedValue(dossier, field)
  const reference =
    declared === null ? majority(stated) : { value: rule.normal(declared), documentId: 'contract', index: -1 }
  if (reference === null) return []
  return stated
    .filter((_, index) => index !== reference.index)
    .map(({ documentId, value }) => ({
      field,
      documentId,
      stated: value,
      reference: reference.value,
      referenceFrom: reference.documentId,
      agrees: rule.agrees(value, reference.value, tolerances),
    }))
}

/** The value stated most often, the smaller text on a tie, and where it is stated first. */
function majority(stated: readonly { documentId: string; value: string }[]) {
  const counts = new Map<string, number>()
  for (const { value } of stated) counts.set(value, (counts.get(value) ?? 0) + 1)
  const [most] = [...counts].toSorted(([a, countA], [b, countB]) => countB - countA || compareText(a, b))
  if (most === undefined) return null
  const index = stated.findIndex(({ value }) => value === most[0])
  return { ...stated[index]!, index }
}

/** Plain notation; a text that is no number stays as it is and agrees with nothing but itself. */
function normalNumber(value: string): string {
  const parsed = tryDecimal(value.trim())
  return parsed === null ? value.trim() : formatExact(parsed)
}

function withDecimals(a: string, b: string, test: (a: Exact, b: Exact) => boolean): boolean {
  const [first, second] = [tryDecimal(a), tryDecimal(b)]
  return first !== null && second !== null && test(first, second)
}

/** A stated number, or null when it is none. Statements are evidence: a malformed one disagrees, it does not stop the case. */
export function tryDecimal(text: string): Exact | null {
  try {
    return parseExact(text, 'statement')
  } catch (error) {
    if (error instanceof AssayError) return null
    throw error
  }
}

/** Middle value; the mean of the two middle ones when their number is even. Null of none. */
export function median(values: readonly Exact[]): Exact | null {
  if (values.length === 0) return null
  const ordered = values.toSorted((a, b) => a.comparedTo(b))
  const upper = ordered[Math.floor(ordered.length / 2)]!
  if (ordered.length % 2 === 1) return upper
  return upper.plus(ordered[ordered.length / 2 - 1]!).div(exact(2n))
}
