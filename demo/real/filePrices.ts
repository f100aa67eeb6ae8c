/** Published price series: all that can be read are filed as data of their markets; one of them gives the price of the trade. */
import { formatExact, parseExact, roundDown } from '@assay/domain/decimal.ts'
import type { AssayClient } from '../../sdk/typescript/client.ts'
import { type ColumnProfile, profileFor, readHeader, readRows } from './csv.ts'
import type { DataFolder } from './dataFolder.ts'
import { type DocumentView, fileDocument } from './fileDocument.ts'
import { createTally, type Tally } from './tally.ts'

export interface Quote {
  /** PT per tonne, at par with the US dollar of the series, rounded down to two decimals. */
  readonly pricePt: string
  readonly date: string
  readonly from: string
}

export interface Prices {
  readonly tally: Tally
  /** The price of the goods; null when no series is about them. */
  readonly quote: Quote | null
  /** Files that are no price series of known goods, with the reason. */
  readonly aside: readonly string[]
}

/** What the trade needs a price for. */
export interface Wanted {
  readonly hsCode: string
  readonly description: string
  /** The price is the last one up to this day. */
  readonly day: string
}

interface Series {
  readonly file: string
  readonly market: string
  readonly profile: ColumnProfile
  readonly isWanted: boolean
  readonly title: string
}

const publishers: readonly { readonly mark: RegExp; readonly name: string; readonly country: string }[] = [
  { mark: /(^|\/)eia-/, name: 'U.S. Energy Information Administration', country: 'US' },
  { mark: /(^|\/)imf-/, name: 'International Monetary Fund', country: 'US' },
  { mark: /./, name: 'Sandbox price desk', country: 'CH' },
]
/** Markets that file names are known to speak of. */
const knownMarkets: readonly { readonly mark: RegExp; readonly market: string }[] = [
  { mark: /brent|wti|crude/, market: 'HS:2709' },
]

export async function filePrices(operator: AssayClient, data: DataFolder, wanted: Wanted | null): Promise<Prices> {
  const tally = createTally()
  const aside: string[] = []
  const known = await operator.all<ColumnProfile>('/profiles')
  // Those of earlier runs fit one column of a wide table; which column is wanted is decided below.
  const profiles = known.filter(({ name }) => !name.startsWith(monthly))
  const titles = seriesTitles(data)
  let quote: Quote | null = null
  for (const file of data.files('prices', '.csv')) {
    const series = seriesOf(file, data, profiles, titles, wanted)
    if (typeof series === 'string') {
      aside.push(`${file}: ${series}`)
      continue
    }
    if (!profiles.includes(series.profile)) await operator.post('/profiles', series.profile)
    const filed = await fileSeries(operator, data, series)
    if (filed.view === null) tally.refuse(filed.reasons)
    else tally.accept(Number(filed.view.details.points))
    for (const row of filed.rows) tally.refuse(row)
    if (series.isWanted && filed.view !== null && wanted !== null) quote ??= quoteOf(data, series, wanted, filed.view)
  }
  return { tally, quote, aside }
}

function seriesOf(
  file: string,
  data: DataFolder,
  profiles: readonly ColumnProfile[],
  titles: ReadonlyMap<string, string>,
  wanted: Wanted | null,
): Series | string {
  const header = readHeader(data.text(file))
  const heading = wanted === null ? null : `HS:${wanted.hsCode.slice(0, 4)}`
  if (header.includes('description')) return 'describes series, holds no prices'
  const single = profileFor(profiles, 'price-csv', header)
  if (single !== undefined) {
    const isWanted = wanted !== null && words(wanted.description).some((word) => words(file).includes(word))
    const market = isWanted ? heading : (knownMarkets.find(({ mark }) => mark.test(file))?.market ?? null)
    return market === null
      ? 'its name speaks of no known goods'
      : { file, market, profile: single, isWanted, title: file }
  }
  if (wanted === null || heading === null) return 'there is no trade that needs a price'
  const column = header.find((name) => isAbout(titles.get(name), wanted.description))
  if (column === undefined) return `no column is described as the price per metric ton of ${wanted.description}`
  return { file, market: heading, profile: monthlyProfile(column), isWanted: true, title: `${file} ${column}` }
}

/** "Soybean Oil, Chicago ..., US$ per metric ton" is about "Refined Soybean Oil": every word of its name is in the goods'. */
function isAbout(title: string | undefined, goods: string): boolean {
  if (title === undefined || !/US\$ per metric ton/.test(title)) return false
  const named = words(title.split(',')[0] ?? '')
  return named.length > 0 && named.every((word) => words(goods).includes(word))
}

const monthly = 'month-'

function monthlyProfile(column: string): ColumnProfile {
  return {
    name: `${monthly}${column.toLowerCase().replaceAll(/[^a-z0-9]/g, '-')}`,
    format: 'price-csv',
    columns: { date: 'month', price: column },
    constants: { currency: 'USD' },
    dateFormat: 'YYYY-MM',
  }
}

function fileSeries(operator: AssayClient, data: DataFolder, { file, market, profile }: Series) {
  const publisher = publishers.find(({ mark }) => mark.test(file))!
  return fileDocument(operator, operator, {
    file,
    bytes: data.read(file),
    query: {
      subjectKind: 'market',
      subjectId: market,
      kind: 'priceSeries',
      format: 'price-csv',
      profile: profile.name,
      mode: 'quarantine',
      issuer: publisher.name,
      issuerCountry: publisher.country,
    },
  })
}

/** The last price up to the day. Nothing in another currency: Payment Token is at par with the US dollar. */
function quoteOf(
  data: DataFolder,
  { file, profile, title }: Series,
  { day }: Wanted,
  view: DocumentView,
): Quote | null {
  const { date: dateColumn = '', price: priceColumn = '' } = profile.columns
  const last = readRows(data.text(file)).findLast(
    (row) => (row[dateColumn] ?? '~') <= day && /^\d+(\.\d+)?$/.test(row[priceColumn] ?? ''),
  )
  if (last === undefined || view.details.currency !== 'USD') return null
  const price = parseExact(last[priceColumn]!.slice(0, 40), priceColumn)
  return { pricePt: formatExact(roundDown(price, 2)), date: last[dateColumn]!, from: title }
}

/** Descriptions of series by the name of their column. */
function seriesTitles(data: DataFolder): ReadonlyMap<string, string> {
  const rows = data
    .files('prices', '.csv')
    .filter((file) => readHeader(data.text(file)).includes('description'))
    .flatMap((file) => readRows(data.text(file)))
  return new Map(rows.map((row) => [row.code ?? '', row.description ?? '']))
}

/** Words of more than two letters: "in" and the like say nothing about goods. */
const words = (text: string): readonly string[] => text.toLowerCase().match(/[a-z]{3,}/g) ?? []
