/** The documents of the folder, filed about the trade: DCSA messages, papers in the project's own formats, inspections, the vessel's track. */
import type { DocumentKind } from '@assay/domain/dossier.ts'
import { signDetached } from '../sign.ts'
import type { Choice } from './chooseShipment.ts'
import type { Vessel } from './chooseVessel.ts'
import { type ColumnProfile, profileFor, readHeader } from './csv.ts'
import { type Filed, fileDocument } from './fileDocument.ts'
import type { RealStage } from './realStage.ts'
import { createTally, type Reason, type Tally } from './tally.ts'

export interface Evidence {
  readonly tally: Tally
  readonly track: { readonly tally: Tally; readonly vessel: Vessel | null }
  /** Accepted documents by kind: the proofs of the steps of custody. */
  readonly filed: ReadonlyMap<DocumentKind, string>
  /** Files that are in none of the formats of a trade's documents. */
  readonly aside: readonly string[]
}

interface Paper {
  readonly file: string
  readonly kind: DocumentKind
  readonly format: string
  readonly profile?: string
  readonly issuerName: string | null
}

export async function fileEvidence(
  stage: RealStage,
  tradeId: string,
  choice: Choice,
  vessels: readonly Vessel[],
): Promise<Evidence> {
  const tally = createTally()
  const filed = new Map<DocumentKind, string>()
  const messages = [...(choice.shipment?.files ?? []), ...choice.others].map(
    (file): Paper => ({
      file,
      kind: 'billOfLading',
      format: 'dcsa-ebl-3.0',
      issuerName: issuerOf(stage.data.text(file)),
    }),
  )
  // Shipping instructions may leave out where the shipper sits.
  const silent = { issuerCountry: choice.shipment?.shipperCountry ?? '' }
  const own = ownPapers(stage)
  const inspected = await inspections(stage)
  for (const reason of own.broken) tally.refuse([reason])
  for (const paper of [...messages, ...own.papers, ...inspected.papers]) {
    const { view, reasons } = await file(stage, tradeId, paper, paper.format === 'dcsa-ebl-3.0' ? silent : {})
    if (view === null) tally.refuse(reasons)
    else {
      tally.accept(1)
      if (!filed.has(paper.kind)) filed.set(paper.kind, view.documentId)
    }
  }
  for (const reason of choice.untradeable) tally.refuse([reason])
  const track = await fileTrack(stage, tradeId, vessels, filed)
  return { tally, track, filed, aside: [...own.aside, ...inspected.aside] }
}

/** The first vessel whose track the API takes. */
async function fileTrack(
  stage: RealStage,
  tradeId: string,
  vessels: readonly Vessel[],
  filed: Map<DocumentKind, string>,
): Promise<Evidence['track']> {
  const tally = createTally()
  for (const vessel of vessels) {
    const isPublic = vessel.file.includes('marinecadastre')
    const issuerName = isPublic ? 'MarineCadastre.gov' : 'Sandbox Sky Track'
    const paper: Paper = { file: vessel.file, kind: 'vesselTrack', format: 'ais-csv', issuerName }
    const more = {
      vesselImo: vessel.imo,
      mode: 'quarantine',
      issuer: issuerName,
      issuerCountry: isPublic ? 'US' : 'NL',
    }
    const { view, reasons, rows } = await file(stage, tradeId, paper, more)
    for (const row of rows) tally.refuse(row)
    if (view === null) {
      tally.refuse(reasons)
      continue
    }
    tally.accept(Number(view.details.positions))
    filed.set('vesselTrack', view.documentId)
    return { tally, vessel }
  }
  return { tally, vessel: null }
}

/** Signed when the sandbox holds the key of the issuer that the paper names; nobody else's signature can be made. */
async function file(
  stage: RealStage,
  tradeId: string,
  { file, kind, format, profile, issuerName }: Paper,
  more: Readonly<Record<string, string>> = {},
): Promise<Filed> {
  const bytes = stage.data.read(file)
  const issuer = stage.sandbox.issuers.find(({ name }) => name === issuerName)
  return fileDocument(stage.inspector, stage.operator, {
    file,
    bytes,
    query: {
      subjectKind: 'trade',
      subjectId: tradeId,
      kind,
      format,
      ...(profile === undefined ? {} : { profile }),
      ...more,
      ...(issuer === undefined ? {} : { signature: await signDetached(issuer, bytes) }),
    },
  })
}

const ownFormats: Readonly<Record<string, { readonly kind?: DocumentKind; readonly format: string }>> = {
  'assay/commercial-invoice/1': { kind: 'commercialInvoice', format: 'commercial-invoice-json' },
  'assay/certificate-of-origin/1': { kind: 'certificateOfOrigin', format: 'certificate-of-origin-json' },
  'assay/quantity-survey/1': { kind: 'quantitySurvey', format: 'quantity-survey-json' },
  // Names its own kind.
  'assay/certificate/1': { format: 'certificate-json' },
}

interface Sorted {
  readonly papers: readonly Paper[]
  readonly aside: readonly string[]
}

/** Papers in the project's own formats, wherever they lie below `documents`; what is no JSON may have been one. */
function ownPapers({ data }: RealStage): Sorted & { readonly broken: readonly Reason[] } {
  const papers: Paper[] = []
  const broken: Reason[] = []
  const aside: string[] = []
  for (const file of data.files('documents', '.json')) {
    const isMessage = file.startsWith('documents/dcsa/')
    const text = data.text(file)
    const head = headOf(text)
    const known = Object.hasOwn(ownFormats, String(head?.format)) ? ownFormats[String(head?.format)] : undefined
    const kind = known?.kind ?? (head?.kind as DocumentKind)
    if (known !== undefined) papers.push({ file, kind, format: known.format, issuerName: issuerOf(text) })
    else if (head === null && !isMessage) broken.push({ code: 'NOT_JSON', message: 'The file is not JSON', file })
    else if (!isMessage) aside.push(file)
  }
  return { papers, broken, aside }
}

/** Tables of `trade` that have the columns of a declared profile of inspection certificates. */
async function inspections({ data, inspector }: RealStage): Promise<Sorted> {
  const { items } = await inspector.get<{ items: readonly (ColumnProfile & { issuer?: { name: string } })[] }>(
    '/profiles',
  )
  const papers: Paper[] = []
  const aside: string[] = []
  for (const file of data.files('trade', '.csv')) {
    const profile = profileFor(items, 'inspection-csv', readHeader(data.text(file)))
    const issuerName = items.find(({ name }) => name === profile?.name)?.issuer?.name ?? null
    if (profile === undefined) aside.push(file)
    else
      papers.push({ file, kind: 'inspectionCertificate', format: 'inspection-csv', profile: profile.name, issuerName })
  }
  return { papers, aside }
}

interface Head {
  readonly format?: unknown
  readonly kind?: unknown
  readonly issuer?: { readonly name?: unknown }
  readonly documentParties?: { readonly issuingParty?: { readonly partyName?: unknown } }
}

/** Null when the text is no JSON. */
function headOf(text: string): Head | null {
  try {
    return (JSON.parse(text) ?? {}) as Head
  } catch {
    return null
  }
}

function issuerOf(text: string): string | null {
  const { issuer, documentParties } = headOf(text) ?? {}
  const name = issuer?.name ?? documentParties?.issuingParty?.partyName
  return typeof name === 'string' ? name : null
}
