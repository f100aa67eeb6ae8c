/** What a node notices in a dossier besides the score, and how much it matters (domain.md 2.2-2.4). */

import { sameGoods } from '../assetClasses.ts'
import type { DocumentRecord, Dossier, StatementField } from '../dossier.ts'
import type { ParameterSet } from '../parameters.ts'
import { fictraEvidence } from '../programmes/fictraEvidence.ts'
import type { Comparison } from './comparisons.ts'
import {
  checkCustody,
  checkDuties,
  checkRequirements,
  compareText,
  countSources,
  isAuthentic,
  usableDocuments,
} from './documentChecks.ts'
import { statedShipments } from './statedShipments.ts'
import type { Tier } from './tiers.ts'

/** `critical`: a ground for rejection. `major`: the node cannot agree, a reviewer must look. `minor`: worth knowing. */
export type Severity = 'critical' | 'major' | 'minor'

/** A flag is a row: code and severity. */
export const flagSeverities = {
  ORIGIN_MISMATCH: 'critical', // a country of origin is not the declared production site's
  SCORE_BELOW_FLOOR: 'critical', // the score alone asks for rejection
  TRUST_BELOW_FLOOR: 'critical', // the trust band receives no allocation
  SIGNATURE_INVALID: 'major', // a document is not what its issuer signed
  GOODS_MISMATCH: 'major', // a document is about other goods
  LOAD_PORT_MISMATCH: 'major', // the paper that the claim is made of names another port
  CLAIM_NOT_AUTHENTIC: 'major', // the paper that the claim is made of is not signed by a recognised issuer
  DATES_OUT_OF_ORDER: 'major', // discharged before loaded
  SOVEREIGN_CONFIRMATION_MISSING: 'major',
  SOURCES_TOO_FEW: 'major', // for the tier, or of a kind
  QUANTITY_UNSURVEYED: 'major', // no survey the node relies on
  QUANTITY_OUTSIDE_TOLERANCE: 'major',
  QUANTITY_SHORTFALL: 'major', // all surveys agree on less: a review round can ask about that
  SURVEYS_DISAGREE: 'minor',
  QUALITY_SOURCES_TOO_FEW: 'minor',
  DOCUMENT_MISSING: 'minor',
  DOCUMENT_NOT_AUTHENTIC: 'minor',
  CUSTODY_GAP: 'minor',
  DUTY_UNMET: 'minor',
  STATEMENT_DISAGREES: 'minor',
} as const satisfies Readonly<Record<string, Severity>>
export type FlagCode = keyof typeof flagSeverities

export interface Flag {
  readonly code: FlagCode
  readonly severity: Severity
  readonly detail: string
  /** Documents concerned, sorted. */
  readonly documentIds: readonly string[]
}

export function flag(code: FlagCode, detail: string, documentIds: readonly string[] = []): Flag {
  return { code, severity: flagSeverities[code], detail, documentIds: [...new Set(documentIds)].toSorted(compareText) }
}

/** Everything the dossier alone gives rise to, the same for every node. */
export function dossierFlags(
  dossier: Dossier,
  comparisons: readonly Comparison[],
  tier: Tier,
  parameters: ParameterSet,
): readonly Flag[] {
  return [
    ...originFlags(dossier),
    ...signatureFlags(dossier),
    ...goodsFlags(dossier),
    ...claimFlags(dossier),
    ...dateFlags(dossier),
    ...sourceFlags(dossier, tier, parameters),
    ...completenessFlags(dossier, parameters),
    ...comparisons
      .filter(({ agrees }) => !agrees)
      .map(({ field, stated, reference, documentId }) =>
        flag('STATEMENT_DISAGREES', `${field}: ${stated} instead of ${reference}`, [documentId]),
      ),
  ]
}

/** Origin is exact (2.2): the certificate of origin, and every authentic document, must name the declared site's country. */
function originFlags(dossier: Dossier): readonly Flag[] {
  const site = dossier.contracted.productionSiteCountry
  const flags: Flag[] = []
  if (dossier.contracted.originCountry !== site) {
    flags.push(
      flag('ORIGIN_MISMATCH', `the contract declares ${dossier.contracted.originCountry}, its site lies in ${site}`),
    )
  }
  const binding = usableDocuments(dossier).filter(
    (document) => document.kind === 'certificateOfOrigin' || isAuthentic(document),
  )
  for (const document of binding) {
    for (const country of valuesOf(document, 'originCountry', 'productionSiteCountry')) {
      if (country.trim().toUpperCase() === site.toUpperCase()) continue
      flags.push(
        flag('ORIGIN_MISMATCH', `${document.kind} names ${country}, the site lies in ${site}`, [document.documentId]),
      )
    }
  }
  return flags
}

function signatureFlags(dossier: Dossier): readonly Flag[] {
  return dossier.documents
    .filter(({ signature }) => signature === 'invalid')
    .toSorted((a, b) => compareText(a.documentId, b.documentId))
    .map(({ kind, documentId }) => flag('SIGNATURE_INVALID', kind, [documentId]))
}

function goodsFlags(dossier: Dossier): readonly Flag[] {
  const contracted = dossier.contracted.hsCode
  return usableDocuments(dossier).flatMap((document) =>
    valuesOf(document, 'hsCode')
      .map((stated) => stated.replaceAll(/[^0-9]/g, ''))
      .filter((stated) => !sameGoods(stated, contracted))
      .map((stated) => flag('GOODS_MISMATCH', `${stated} instead of ${contracted}`, [document.documentId])),
  )
}

/** Anyone can write a bill with a number nobody has claimed yet, so only its issuer's signature makes it a claim. */
function claimFlags({ contracted, documents }: Dossier): readonly Flag[] {
  return statedShipments(documents).flatMap(({ documentId, authentic, loadPort }) => [
    ...(authentic ? [] : [flag('CLAIM_NOT_AUTHENTIC', 'not signed by a recognised issuer', [documentId])]),
    ...(loadPort.trim().toUpperCase() === contracted.loadPort.trim().toUpperCase()
      ? []
      : [flag('LOAD_PORT_MISMATCH', `${loadPort} instead of ${contracted.loadPort}`, [documentId])]),
  ])
}

/** Load before discharge (2.4, logical validation): nothing arrives before the first departure or shipment. */
function dateFlags(dossier: Dossier): readonly Flag[] {
  const documents = usableDocuments(dossier)
  const dates = (...fields: readonly StatementField[]) =>
    documents.flatMap((document) => valuesOf(document, ...fields).map((date) => ({ date, id: document.documentId })))
  const [arrival] = dates('arrivedOn').toSorted((a, b) => compareText(a.date, b.date))
  if (arrival === undefined) return []
  return dates('shippedOn', 'departedOn')
    .filter(({ date }) => date > arrival.date)
    .map(({ date, id }) => flag('DATES_OUT_OF_ORDER', `arrival ${arrival.date} before ${date}`, [arrival.id, id]))
}

function sourceFlags(dossier: Dossier, tier: Tier, parameters: ParameterSet): readonly Flag[] {
  const minimum = parameters.get(fictraEvidence.minimumSources)
  const counts = countSources(dossier)
  const needed = {
    all: tier.minSources,
    primary: minimum.primary,
    secondary: minimum.secondary,
    quantity: minimum.quantity,
    origin: minimum.origin,
  }
  const flags = (['all', 'primary', 'secondary', 'quantity', 'origin'] as const)
    .filter((kind) => counts[kind] < needed[kind])
    .map((kind) => flag('SOURCES_TOO_FEW', `${kind}: ${counts[kind]} of ${needed[kind]}`))
  if (counts.quality < minimum.quality) {
    flags.push(flag('QUALITY_SOURCES_TOO_FEW', `${counts.quality} of ${minimum.quality}`))
  }
  const confirmed = usableDocuments(dossier).some(
    (document) => document.kind === 'sovereignConfirmation' && isAuthentic(document),
  )
  if (tier.sovereignConfirmation === 'mandatory' && !confirmed) {
    flags.push(flag('SOVEREIGN_CONFIRMATION_MISSING', 'no authentic confirmation of the exporting sovereign'))
  }
  return flags
}

function completenessFlags(dossier: Dossier, parameters: ParameterSet): readonly Flag[] {
  const requirements = checkRequirements(dossier, parameters)
  return [
    ...requirements.filter(({ documentId }) => documentId === null).map(({ kind }) => flag('DOCUMENT_MISSING', kind)),
    ...requirements.flatMap(({ kind, documentId, authentic }) =>
      documentId === null || authentic ? [] : [flag('DOCUMENT_NOT_AUTHENTIC', kind, [documentId])],
    ),
    ...checkCustody(dossier).undocumented.map((checkpoint) => flag('CUSTODY_GAP', checkpoint)),
    ...checkDuties(dossier).unmet.map((duty) => flag('DUTY_UNMET', duty)),
  ]
}

function valuesOf(document: DocumentRecord, ...fields: readonly StatementField[]): readonly string[] {
  return document.statements.filter(({ field }) => fields.includes(field)).map(({ value }) => value)
}
