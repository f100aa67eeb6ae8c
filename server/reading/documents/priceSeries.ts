/** Price series as CSV, one price a day, oldest first. */
import { categoryOfHs, commodityCategories } from '@assay/domain/assetClasses.ts'
import { formatExact, parseExact } from '@assay/domain/decimal.ts'
import { AssayError } from '@assay/domain/errors.ts'
import { type PricePoint, volatilityOf } from '@assay/domain/policy/volatility.ts'
import { inputs } from '@assay/domain/programmes/inputs.ts'
import { currencyDecimals } from '../codes/countryCodes.ts'
import { type InputProblem, InputRefused, type RefusedRow } from '../problems.ts'
import { readProfileDate } from './columnProfiles.ts'
import { type CsvRow, readCsv } from './csvRows.ts'
import { documentProblems } from './documentProblems.ts'
import type { ParsedDocument, ParseInput } from './parsing.ts'
import { readDecimal } from './statements.ts'

export const pricesMost = 50_000

/** @throws InputRefused */
export function parsePriceSeries(input: ParseInput): ParsedDocument {
  const { points, refusedRows, currency } = readPrices(input)
  const [first] = points
  const last = points.at(-1)
  if (first === undefined || last === undefined || (input.mode === 'refuse' && refusedRows.length > 0))
    throw new InputRefused(refusedRows.flatMap(({ problems }) => problems))
  return {
    number: `${input.file}/${last.date}`,
    issuedOn: last.date,
    issuer: input.profile?.issuer ?? null,
    statements: [],
    details: {
      points: points.length,
      from: first.date,
      to: last.date,
      currency,
      ...volatilityDetails(input, points),
    },
    refusedRows,
  }
}

/** The volatility of the trailing window over its reference; a series too short or too sparse has none, and says so. */
function volatilityDetails(
  { parameters, market }: ParseInput,
  points: readonly PricePoint[],
): ParsedDocument['details'] {
  if (market === undefined) return {}
  const category = commodityCategories.find((name) => name === market) ?? categoryOfHs(market.slice('HS:'.length))
  try {
    const { sigma, ratioHalfUp, returns } = volatilityOf(points, {
      windowDays: parameters.get(inputs.prices.windowDays),
      returnsLeast: parameters.get(inputs.prices.returnsLeast),
      reference: parameters.get(inputs.prices.referenceVolatility)[category],
    })
    return { volatilityRatio: formatExact(ratioHalfUp), sigma: formatExact(sigma), returns }
  } catch (error) {
    if (!(error instanceof AssayError) || error.code !== 'TOO_FEW_RETURNS') throw error
    return { volatilityRatio: null, returns: Number(error.details.returns) }
  }
}

/** The good rows in order, all in the currency of the first, and the others. @throws InputRefused when the file as a whole cannot be read. */
export function readPrices({ file, bytes, profile }: ParseInput): {
  points: readonly PricePoint[]
  refusedRows: readonly RefusedRow[]
  currency: string
} {
  const required = ['date', 'price', 'currency']
  const { rows, refused } = readCsv(file, bytes, profile!, { rowsMost: pricesMost, required })
  const refusedRows: RefusedRow[] = [...refused]
  const points: PricePoint[] = []
  let currency = ''
  for (const row of rows) {
    const previous = points.length === 0 ? null : { date: points.at(-1)!.date, currency }
    const read = readPoint(file, row, profile!.dateFormat ?? 'YYYY-MM-DD', previous)
    if ('problem' in read) refusedRows.push({ position: row.position, problems: [read.problem], row: row.raw })
    else {
      points.push(read)
      currency = row.get('currency')
    }
  }
  return { points, refusedRows, currency }
}

function readPoint(
  file: string,
  row: CsvRow,
  dateFormat: NonNullable<NonNullable<ParseInput['profile']>['dateFormat']>,
  previous: { readonly date: string; readonly currency: string } | null,
): PricePoint | { problem: InputProblem } {
  const place = (role: string) => ({ line: row.line, pointer: row.column(role), given: row.get(role) })
  const date = readProfileDate(row.get('date'), dateFormat)
  if (date === null) return { problem: documentProblems.DATE_INVALID(file, place('date')) }
  if (previous !== null && date <= previous.date)
    return { problem: documentProblems.PRICE_DATE_ORDER(file, place('date')) }
  // Statistics programs write 75.8299865722656; 12 places are far below any tick.
  const text = row.get('price').replace(/^(-?\d+\.\d{12})\d+$/, '$1')
  const price = readDecimal(text, -1e12, 1e12)
  if (price === null) return { problem: documentProblems.NUMBER_INVALID(file, place('price')) }
  const exactPrice = parseExact(price, 'price')
  if (!exactPrice.greaterThan(0)) return { problem: documentProblems.PRICE_NOT_POSITIVE(file, place('price')) }
  if (currencyDecimals(row.get('currency')) === undefined)
    return { problem: documentProblems.CURRENCY_UNKNOWN(file, place('currency')) }
  if (previous !== null && row.get('currency') !== previous.currency)
    return { problem: documentProblems.PRICE_CURRENCY_CHANGES(file, place('currency')) }
  return { date, price: exactPrice }
}
