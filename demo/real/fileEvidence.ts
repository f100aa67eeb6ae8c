/** The documents of the folder, filed about the trade: DCSA messages, papers in the project's own formats, inspections, the vessel's track. */
import type { DocumentKind } from '@assay/domain/dossier.ts'
import { signDetached } from '../sign.ts'
import type { Choice } from './chooseShipment.ts'
import type { Vessel } from './chooseVessel.ts'
import { type ColumnProfile, profileFor, readHeader } from './csv.ts'
import { type Filed, fileDocument } from './fileDocument.ts'
import type { RealStage } from './realStage.ts'
import { createTally, type Tally } from './tally.ts'

export interface Evidence {
  readonly tally: Tally
  readonly track: { readonly tally: Tally; readonly vessel: Vessel | null }
  /** Accepted documents by kind: the proofs of the steps of custody. */
  readonly filed: ReadonlyMap<DocumentKind, string>
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
  for (const paper of [...messages, ...ownPapers(stage), ...(await inspections(stage))]) {
    const { view, reasons } = await file(stage, tradeId, paper, paper.format === 'dcsa-ebl-3.0' ? silent : {})
    if (view === null) tally.refuse(reasons)
    else {
      tally.accept(1)
      if (!filed.has(paper.kind)) filed.set(paper.kind, view.documentId)
    }
  }
  for (const reason of choice.untradeable) tally.refuse([reason])
  const track = await fileTrack(stage, tradeId, vessels, filed)
  return { tally, track, filed }
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

/** Papers in the project's own formats, wherever they lie below `documents`. */
function ownPapers({ data }: RealStage): readonly Paper[] {
  return data.files('documents', '.json').flatMap((file): Paper[] => {
    const head = headOf(data.text(file))
    const known = ownFormats[String(head.format)]
    if (known === undefined) return []
    return [
      {
        file,
        kind: known.kind ?? (head.kind as DocumentKind),
        format: known.format,
        issuerName: issuerOf(data.text(file)),
      },
    ]
  })
}

/** Tables of `trade` that have the columns of a declared profile of inspection certificates. */
async function inspections({ data, inspector }: RealStage): Promise<readonly Paper[]> {
  const { items } = await inspector.get<{ items: readonly (ColumnProfile & { issuer?: { name: string } })[] }>(
    '/profiles',
  )
  return data.files('trade', '.csv').flatMap((file): Paper[] => {
    const profile = profileFor(items, 'inspection-csv', readHeader(data.text(file)))
    if (profile === undefined) return []
    const issuerName = items.find(({ name }) => name === profile.name)?.issuer?.name ?? null
    return [{ file, kind: 'inspectionCertificate', format: 'inspection-csv', profile: profile.name, issuerName }]
  })
}

interface Head {
  readonly format?: unknown
  readonly kind?: unknown
  readonly issuer?: { readonly name?: unknown }
  readonly documentParties?: { readonly issuingParty?: { readonly partyName?: unknown } }
}

function headOf(text: string): Head {
  try {
    return (JSON.parse(text) ?? {}) as Head
  } catch {
    return {}
  }
}

function issuerOf(text: string): string | null {
  const { issuer, documentParties } = headOf(text)
  const name = issuer?.name ?? documentParties?.issuingParty?.partyName
  return typeof name === 'string' ? name : null
}
