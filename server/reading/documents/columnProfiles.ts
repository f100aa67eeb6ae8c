/**
 * Column profiles: how the columns of somebody's CSV mean the roles of a format. Shipped ones are data in this file; others are
 * declared through the API and never change.
 */
import { createHash } from 'node:crypto'
import { canonicalBytes, type JsonValue } from '@assay/protocol/canonicalJson.ts'
import { readIsoDate } from './isoDate.ts'

export const dateFormats = ['YYYY-MM-DD', 'YYYYMMDD', 'YYYY-MM', 'MM/DD/YYYY', 'DD.MM.YYYY'] as const
export const csvFormats = ['inspection-csv', 'ais-csv', 'trees-csv', 'bill-of-materials-csv', 'price-csv'] as const
export type CsvFormat = (typeof csvFormats)[number]

type Table = Readonly<Record<string, string>>

export interface ColumnProfile {
  readonly name: string
  readonly format: CsvFormat
  /** Role of the format to the name of the column that holds it. */
  readonly columns: Table
  /** Role to a value that holds for every row. */
  readonly constants?: Table
  /** Role to a table from the words of the file to those of the format. */
  readonly values?: Readonly<Record<string, Table>>
  readonly dateFormat?: (typeof dateFormats)[number]
  /** UN/ECE Recommendation 20. */
  readonly unitCode?: string
  readonly issuer?: { readonly name: string; readonly country: string }
}

/** Roles of each format: those a profile must map (to a column or a constant), and those it may. */
export const formatRoles: Readonly<
  Record<CsvFormat, { readonly required: readonly string[]; readonly optional: readonly string[] }>
> = {
  'inspection-csv': {
    required: ['number', 'issuedOn', 'quantity'],
    optional: [
      'hsCode',
      'originCountry',
      'productionSiteCountry',
      'grade',
      'moisturePercent',
      'loadPort',
      'dischargePort',
      'vesselImo',
      'transportDocument',
      'seller',
      'buyer',
    ],
  },
  'ais-csv': {
    required: ['mmsi', 'time', 'latitude', 'longitude'],
    optional: ['vesselImo', 'vesselName', 'speedKnots', 'courseDegrees', 'headingDegrees'],
  },
  'trees-csv': { required: ['species', 'diameterCm'], optional: ['plot', 'genus', 'heightM', 'woodDensity'] },
  'bill-of-materials-csv': { required: ['section', 'material', 'massKg'], optional: [] },
  'price-csv': { required: ['date', 'price', 'currency'], optional: [] },
}

/** Export inspection certificates of the Federal Grain Inspection Service, files CYxxxx.csv; six of the 112 columns are read. */
const fgisExportGrain: ColumnProfile = {
  name: 'fgis-export-grain',
  format: 'inspection-csv',
  columns: {
    number: 'Serial No.',
    issuedOn: 'Cert Date',
    quantity: 'Metric Ton',
    hsCode: 'Grain',
    grade: 'Grade',
    moisturePercent: 'M AVG',
  },
  constants: { originCountry: 'US' },
  values: {
    hsCode: {
      WHEAT: '1001',
      RYE: '1002',
      BARLEY: '1003',
      OATS: '1004',
      CORN: '1005',
      SORGHUM: '1007',
      TRITICALE: '1008',
      SOYBEANS: '1201',
      FLAXSEED: '1204',
      CANOLA: '1205',
      SUNFLOWER: '1206',
      MIXED: '',
    },
  },
  dateFormat: 'YYYYMMDD',
  unitCode: 'TNE',
  issuer: { name: 'Federal Grain Inspection Service', country: 'US' },
}

/** Positions as MarineCadastre.gov publishes them by day. */
const marineCadastre: ColumnProfile = {
  name: 'marinecadastre',
  format: 'ais-csv',
  columns: {
    mmsi: 'MMSI',
    time: 'BaseDateTime',
    latitude: 'LAT',
    longitude: 'LON',
    speedKnots: 'SOG',
    courseDegrees: 'COG',
    headingDegrees: 'Heading',
    vesselName: 'VesselName',
    vesselImo: 'IMO',
  },
}

const trees: ColumnProfile = {
  name: 'trees',
  format: 'trees-csv',
  columns: {
    plot: 'plot',
    species: 'species',
    diameterCm: 'diameterCm',
    heightM: 'heightM',
    woodDensity: 'woodDensity',
  },
}

const billOfMaterials: ColumnProfile = {
  name: 'bill-of-materials',
  format: 'bill-of-materials-csv',
  columns: { section: 'section', material: 'material', massKg: 'massKg' },
}

const prices: ColumnProfile = {
  name: 'prices',
  format: 'price-csv',
  columns: { date: 'date', price: 'price', currency: 'currency' },
  dateFormat: 'YYYY-MM-DD',
}

/** Daily spot prices with the columns Date and Price in US dollars. */
const datePriceUsd: ColumnProfile = {
  name: 'date-price-usd',
  format: 'price-csv',
  columns: { date: 'Date', price: 'Price' },
  constants: { currency: 'USD' },
  dateFormat: 'YYYY-MM-DD',
}

export const shippedProfiles: readonly ColumnProfile[] = [
  fgisExportGrain,
  marineCadastre,
  trees,
  billOfMaterials,
  prices,
  datePriceUsd,
]

/**
 * How a record names the profile it was read with. A declared one is named with the digest of its definition, so that the leaf commits
 * to how the columns were meant and nobody can be shown another meaning; a shipped one is in every copy of the program.
 */
export function profileLabel(profile: ColumnProfile): string {
  const { name } = profile
  if (shippedProfiles.some((shipped) => shipped.name === name)) return name
  const digest = createHash('sha256').update(canonicalBytes(profile as unknown as JsonValue))
  return `${name}/${digest.digest('hex')}`
}

/** The profile a format is read with when none is named; inspection certificates have none. */
export const defaultProfiles: Readonly<Partial<Record<CsvFormat, ColumnProfile>>> = {
  'ais-csv': marineCadastre,
  'trees-csv': trees,
  'bill-of-materials-csv': billOfMaterials,
  'price-csv': prices,
}

/** A date in one of the declared forms as ISO date, or null. */
export function readProfileDate(text: string, format: (typeof dateFormats)[number]): string | null {
  const patterns: Readonly<Record<(typeof dateFormats)[number], RegExp>> = {
    'YYYY-MM-DD': /^(?<y>\d{4})-(?<m>\d{2})-(?<d>\d{2})$/,
    YYYYMMDD: /^(?<y>\d{4})(?<m>\d{2})(?<d>\d{2})$/,
    'YYYY-MM': /^(?<y>\d{4})-(?<m>\d{2})$/,
    'MM/DD/YYYY': /^(?<m>\d{2})\/(?<d>\d{2})\/(?<y>\d{4})$/,
    'DD.MM.YYYY': /^(?<d>\d{2})\.(?<m>\d{2})\.(?<y>\d{4})$/,
  }
  const groups = patterns[format].exec(text)?.groups
  if (groups === undefined) return null
  return readIsoDate(`${groups.y}-${groups.m}-${groups.d ?? '01'}`)
}
