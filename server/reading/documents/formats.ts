/**
 * Formats as a table: what kinds of document each can be, how large a file may be, and who reads it. A new format is a new row.
 */
import type { DocumentKind } from '@assay/domain/dossier.ts'
import { parseBillOfMaterials } from './billOfMaterials.ts'
import { certificateKinds, parseCertificate } from './certificate.ts'
import { parseCertificateOfOrigin } from './certificateOfOrigin.ts'
import { type ColumnProfile, profileLabel } from './columnProfiles.ts'
import { parseCommercialInvoice } from './commercialInvoice.ts'
import { parseDcsaBillOfLading } from './dcsaBillOfLading.ts'
import { parseInspectionCertificate } from './inspectionCsv.ts'
import type { ParsedDocument, ParseInput } from './parsing.ts'
import { parsePriceSeries } from './priceSeries.ts'
import { parseQuantitySurvey } from './quantitySurvey.ts'
import { parseTreeInventory } from './treeInventory.ts'
import { parseVesselTrack } from './vesselTrack.ts'

const kib = 1024
const mib = 1024 * kib

export const formatNames = [
  'dcsa-ebl-3.0',
  'commercial-invoice-json',
  'certificate-of-origin-json',
  'quantity-survey-json',
  'certificate-json',
  'inspection-csv',
  'ais-csv',
  'trees-csv',
  'bill-of-materials-csv',
  'price-csv',
] as const
export type FormatName = (typeof formatNames)[number]

export interface Format {
  readonly title: string
  /** Goes up when the same bytes would be read otherwise: every record names the version that read it. */
  readonly version: number
  readonly kinds: readonly DocumentKind[]
  readonly mediaTypes: readonly string[]
  readonly limitBytes: number
  /** What is read depends on governed parameters. */
  readonly governed?: true
  /** @throws InputRefused */
  readonly parse: (input: ParseInput) => ParsedDocument
}

const json = ['application/json']
const csv = ['text/csv']

export const formats: Readonly<Record<FormatName, Format>> = {
  'dcsa-ebl-3.0': {
    title: 'DCSA Electronic Bill of Lading 3.0: transport document, shipping instructions or issuance request',
    kinds: ['billOfLading'],
    mediaTypes: json,
    version: 2,
    limitBytes: mib,
    parse: parseDcsaBillOfLading,
  },
  'commercial-invoice-json': {
    title: 'Commercial invoice, assay/commercial-invoice/1',
    kinds: ['commercialInvoice'],
    mediaTypes: json,
    version: 2,
    limitBytes: mib,
    parse: parseCommercialInvoice,
  },
  'certificate-of-origin-json': {
    title: 'Certificate of origin, assay/certificate-of-origin/1',
    kinds: ['certificateOfOrigin'],
    mediaTypes: json,
    version: 2,
    limitBytes: mib,
    parse: parseCertificateOfOrigin,
  },
  'quantity-survey-json': {
    title: 'Quantity or weight certificate, assay/quantity-survey/1',
    kinds: ['quantitySurvey'],
    mediaTypes: json,
    version: 1,
    limitBytes: 256 * kib,
    parse: parseQuantitySurvey,
  },
  'certificate-json': {
    title: 'Any other certificate that states facts, assay/certificate/1',
    kinds: certificateKinds,
    mediaTypes: json,
    version: 1,
    limitBytes: 256 * kib,
    parse: parseCertificate,
  },
  'inspection-csv': {
    title: 'Export inspection certificate, CSV with the columns of a profile',
    kinds: ['inspectionCertificate'],
    mediaTypes: csv,
    version: 1,
    limitBytes: 16 * mib,
    parse: parseInspectionCertificate,
  },
  'ais-csv': {
    title: 'Vessel track of AIS positions, CSV',
    kinds: ['vesselTrack'],
    mediaTypes: csv,
    version: 2,
    limitBytes: 32 * mib,
    governed: true,
    parse: parseVesselTrack,
  },
  'trees-csv': {
    title: 'Tree inventory, CSV',
    kinds: ['treeInventory'],
    mediaTypes: csv,
    version: 2,
    limitBytes: 16 * mib,
    parse: parseTreeInventory,
  },
  'bill-of-materials-csv': {
    title: 'Bill of materials of a building, CSV',
    kinds: ['billOfMaterials'],
    mediaTypes: csv,
    version: 1,
    limitBytes: 256 * kib,
    parse: parseBillOfMaterials,
  },
  'price-csv': {
    title: 'Price series, CSV',
    kinds: ['priceSeries'],
    mediaTypes: csv,
    version: 2,
    limitBytes: 4 * mib,
    parse: parsePriceSeries,
  },
}

/** The largest file any format takes. */
export const largestBytes = Math.max(...Object.values(formats).map(({ limitBytes }) => limitBytes))

export const mediaTypes: readonly string[] = [...new Set(Object.values(formats).flatMap((format) => format.mediaTypes))]

/** Who reads a format now, as records and evidence leaves name it: `inspection-csv/1/fgis-export-grain`. */
export function parserOf(format: FormatName, profile: ColumnProfile | null): string {
  return [format, formats[format].version, ...(profile === null ? [] : [profileLabel(profile)])].join('/')
}
