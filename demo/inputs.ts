/** Reads the project's own inputs (`inputs/`) and gives each run a delivery of its own. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { DocumentKind } from '@assay/domain/dossier.ts'
import type { StoryInputs } from './playStories.ts'
import { inspectionProfile, outlyingSurveyor } from './population.ts'
import type { Shipment, ShipmentContract, ShipmentDocument, ShipmentStep } from './shipment.ts'
import type { CarbonInputs, GeoJsonFeature } from './stories/carbonProject.ts'

const folder = fileURLToPath(new URL('../inputs', import.meta.url))

/** Transport document of the files; every run puts its own in its place, since a delivery can be claimed only once. */
const transportDocument = 'SBXWHEAT0001'

interface Row {
  readonly fileName: string
  /** Another file of the same name's place, for a story that differs. */
  readonly from?: string
  readonly kind: DocumentKind
  readonly format: string
  readonly query?: Readonly<Record<string, string>>
  readonly signedBy: string | null
}

/** The ten kinds of document a wheat delivery needs, and a second survey; the insurer did not sign. */
const wheat: readonly Row[] = [
  { fileName: 'bill-of-lading.json', kind: 'billOfLading', format: 'dcsa-ebl-3.0', signedBy: 'Sandbox Blue Line' },
  {
    fileName: 'commercial-invoice.json',
    kind: 'commercialInvoice',
    format: 'commercial-invoice-json',
    signedBy: 'Sandbox Prairie Grain',
  },
  {
    fileName: 'certificate-of-origin.json',
    kind: 'certificateOfOrigin',
    format: 'certificate-of-origin-json',
    signedBy: 'Sandbox Chamber of Commerce',
  },
  {
    fileName: 'export-declaration.json',
    kind: 'exportDeclaration',
    format: 'certificate-json',
    signedBy: 'Sandbox Customs Office',
  },
  {
    fileName: 'phytosanitary-certificate.json',
    kind: 'phytosanitaryCertificate',
    format: 'certificate-json',
    signedBy: 'Sandbox Plant Health Service',
  },
  { fileName: 'insurance-certificate.json', kind: 'insuranceCertificate', format: 'certificate-json', signedBy: null },
  {
    fileName: 'warehouse-receipt.json',
    kind: 'warehouseReceipt',
    format: 'certificate-json',
    signedBy: 'Sandbox Silo Company',
  },
  {
    fileName: 'inspection-certificate.csv',
    kind: 'inspectionCertificate',
    format: 'inspection-csv',
    query: { profile: inspectionProfile.name },
    signedBy: 'Sandbox Grain Inspection',
  },
  {
    fileName: 'draft-survey.json',
    kind: 'quantitySurvey',
    format: 'quantity-survey-json',
    signedBy: 'Sandbox Harbour Surveyors',
  },
  {
    fileName: 'dockside-survey.json',
    kind: 'quantitySurvey',
    format: 'quantity-survey-json',
    signedBy: outlyingSurveyor,
  },
  {
    fileName: 'vessel-track.csv',
    kind: 'vesselTrack',
    format: 'ais-csv',
    query: { profile: 'marinecadastre', vesselImo: '9074729', issuer: 'Sandbox Sky Track', issuerCountry: 'NL' },
    signedBy: 'Sandbox Sky Track',
  },
]

const from = (changes: Readonly<Record<string, string>>): readonly Row[] =>
  wheat.map((row) => (changes[row.fileName] === undefined ? row : { ...row, from: changes[row.fileName]! }))

const shortage = from({
  'inspection-certificate.csv': 'inspection-certificate-short.csv',
  'draft-survey.json': 'draft-survey-short.json',
  'dockside-survey.json': 'dockside-survey-short.json',
})
const forged = from({ 'certificate-of-origin.json': 'certificate-of-origin-forged.json' })
/** Papers for goods that never were: nobody but the seller vouches for them. */
const invented = wheat
  .filter(({ kind }) => kind === 'billOfLading' || kind === 'commercialInvoice')
  .map((row) => ({ ...row, signedBy: null }))

const stories: Readonly<Record<Parameters<StoryInputs['readShipment']>[0], readonly Row[]>> = {
  G1: wheat,
  G2: shortage,
  G3: forged,
  G4: invented,
  'G4-other': invented,
}

export const readShipment: StoryInputs['readShipment'] = (story, run): Shipment => {
  const rows = stories[story]
  const names = new Set(rows.map(({ fileName }) => fileName))
  const custody = readJson<readonly ShipmentStep[]>('wheat/custody.json')
  return {
    contract: readJson<ShipmentContract>('wheat/contract.json'),
    documents: rows.map((row) =>
      documentOf(row, `SBX${story.replace('-other', 'B')}${run}`.toUpperCase().slice(0, 20)),
    ),
    custody: custody.map((step) =>
      step.fileName !== null && !names.has(step.fileName) ? { ...step, fileName: null } : step,
    ),
  }
}

function documentOf(
  { fileName, from: other, kind, format, query, signedBy }: Row,
  reference: string,
): ShipmentDocument {
  const text = readFileSync(join(folder, 'wheat', other ?? fileName), 'utf8').replaceAll(transportDocument, reference)
  const mediaType = fileName.endsWith('.csv') ? 'text/csv' : 'application/json'
  return {
    kind,
    format,
    fileName,
    mediaType,
    bytes: Buffer.from(text),
    signedBy,
    ...(query === undefined ? {} : { query }),
  }
}

export const readCottage = (): CarbonInputs => ({
  slug: 'cottage',
  ownerName: 'Sandbox Cottage Owner',
  parcel: readJson<GeoJsonFeature>('cottage/parcel.geojson'),
  billOfMaterials: readFileSync(join(folder, 'cottage', 'bill-of-materials.csv')),
  completedOn: '2025-09-15',
})

/** A second project: a pool needs more than one. */
export const readNeighbour = (): CarbonInputs => ({
  ...readCottage(),
  slug: 'neighbour',
  ownerName: 'Sandbox Neighbour',
  billOfMaterials: readFileSync(join(folder, 'cottage', 'neighbour-bill-of-materials.csv')),
})

/** Prices whose volatility the wheat stories stand on. */
export const readWheatPrices = (): Uint8Array => readFileSync(join(folder, 'prices', 'wheat.csv'))

function readJson<T>(path: string): T {
  return JSON.parse(readFileSync(join(folder, path), 'utf8')) as T
}
