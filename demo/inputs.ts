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
/** Building of the bills of materials; every run puts its own in its place, since a bill can back one building only. */
const building = 'SBXCOTTAGE0001'

interface Row {
  readonly fileName: string
  /** Path below the folder. */
  readonly from: string
  readonly kind: DocumentKind
  readonly format: string
  readonly query?: Readonly<Record<string, string>>
  readonly signedBy: string | null
}

const paper = (fileName: string, kind: DocumentKind, format: string, signedBy: string | null): Row => ({
  fileName,
  from: `documents/${fileName}`,
  kind,
  format,
  signedBy,
})

/** The ten kinds of document a wheat delivery needs, and a second survey; the insurer did not sign. */
const wheat: readonly Row[] = [
  {
    ...paper('bill-of-lading.json', 'billOfLading', 'dcsa-ebl-3.0', 'Sandbox Blue Line'),
    from: 'documents/dcsa/bill-of-lading.json',
  },
  paper('commercial-invoice.json', 'commercialInvoice', 'commercial-invoice-json', 'Sandbox Prairie Grain'),
  paper(
    'certificate-of-origin.json',
    'certificateOfOrigin',
    'certificate-of-origin-json',
    'Sandbox Chamber of Commerce',
  ),
  paper('export-declaration.json', 'exportDeclaration', 'certificate-json', 'Sandbox Customs Office'),
  paper(
    'phytosanitary-certificate.json',
    'phytosanitaryCertificate',
    'certificate-json',
    'Sandbox Plant Health Service',
  ),
  paper('insurance-certificate.json', 'insuranceCertificate', 'certificate-json', null),
  paper('warehouse-receipt.json', 'warehouseReceipt', 'certificate-json', 'Sandbox Silo Company'),
  {
    ...paper('inspection-certificate.csv', 'inspectionCertificate', 'inspection-csv', 'Sandbox Grain Inspection'),
    from: 'trade/inspection-certificate.csv',
    query: { profile: inspectionProfile.name },
  },
  paper('draft-survey.json', 'quantitySurvey', 'quantity-survey-json', 'Sandbox Harbour Surveyors'),
  paper('dockside-survey.json', 'quantitySurvey', 'quantity-survey-json', outlyingSurveyor),
  {
    ...paper('vessel-track.csv', 'vesselTrack', 'ais-csv', 'Sandbox Sky Track'),
    from: 'ais/vessel-track.csv',
    query: { profile: 'marinecadastre', vesselImo: '9074729', issuer: 'Sandbox Sky Track', issuerCountry: 'NL' },
  },
]

/** The same papers, some of them with other contents. */
const from = (changes: Readonly<Record<string, string>>): readonly Row[] =>
  wheat.map((row) => {
    const other = changes[row.fileName]
    return other === undefined ? row : { ...row, from: `stories/${other}` }
  })

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
  const custody = readJson<readonly ShipmentStep[]>('stories/custody.json')
  return {
    contract: readJson<ShipmentContract>('stories/contract.json'),
    documents: rows.map((row) =>
      documentOf(row, `SBX${story.replace('-other', 'B')}${run}`.toUpperCase().slice(0, 20)),
    ),
    custody: custody.map((step) =>
      step.fileName !== null && !names.has(step.fileName) ? { ...step, fileName: null } : step,
    ),
  }
}

function documentOf({ fileName, from: path, kind, format, query, signedBy }: Row, reference: string): ShipmentDocument {
  const text = readFileSync(join(folder, path), 'utf8').replaceAll(transportDocument, reference)
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

const billOf = (file: string, of: string) =>
  Buffer.from(readFileSync(join(folder, 'cottage', file), 'utf8').replaceAll(building, of))

/** @param run sets its building apart from those of other runs. */
export const readCottage = (run: string): CarbonInputs => ({
  slug: 'cottage',
  ownerName: 'Sandbox Cottage Owner',
  parcel: readJson<GeoJsonFeature>('cottage/parcel.geojson'),
  billOfMaterials: billOf('bill-of-materials.csv', run),
  completedOn: '2025-09-15',
})

/** A second project: a pool needs more than one. */
export const readNeighbour = (run: string): CarbonInputs => ({
  ...readCottage(run),
  slug: 'neighbour',
  ownerName: 'Sandbox Neighbour',
  billOfMaterials: billOf('neighbour-bill-of-materials.csv', run),
})

/** Prices whose volatility the wheat stories stand on. */
export const readWheatPrices = (): Uint8Array => readFileSync(join(folder, 'prices', 'wheat.csv'))

function readJson<T>(path: string): T {
  return JSON.parse(readFileSync(join(folder, path), 'utf8')) as T
}
