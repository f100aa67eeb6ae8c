/** One position of the Automatic Identification System, with the words of ITU-R M.1371-5 for "not available". */
import { inputs } from '@assay/domain/programmes/inputs.ts'
import { distanceM } from '../land/distance.ts'
import type { CsvRow } from './csvRows.ts'
import { documentProblems } from './documentProblems.ts'
import { readIsoDate } from './isoDate.ts'
import type { ParseInput } from './parsing.ts'

const metresPerNautical = 1_852
/** 102.3 knots: speed not available. */
const speedUnavailable = 102.3
/** Two receivers may report one moment; they agree within this distance. */
const sameMomentMetres = 500

export interface Position {
  /** Milliseconds since 1970. */
  readonly at: number
  readonly longitude: number
  readonly latitude: number
  /** Null when the vessel did not say. */
  readonly speedKnots: number | null
  readonly headingDegrees: number | null
  readonly line: number
}

type Unavailable = 'unavailable'

/** One row as a position, or why it is none. */
export function readPosition(
  file: string,
  row: CsvRow,
): Position | Unavailable | { problem: ReturnType<typeof documentProblems.TIME_INVALID> } {
  const place = (role: string) => ({ line: row.line, pointer: row.column(role), given: row.get(role) })
  const at = readInstant(row.get('time'))
  if (at === null) return { problem: documentProblems.TIME_INVALID(file, place('time')) }
  const latitude = readNumber(row.get('latitude'))
  const longitude = readNumber(row.get('longitude'))
  // 91 and 181 degrees are the standard's words for "not available".
  if (latitude === 91 || longitude === 181) return 'unavailable'
  if (latitude === null || Math.abs(latitude) > 90)
    return { problem: documentProblems.AIS_POSITION_INVALID(file, place('latitude')) }
  if (longitude === null || Math.abs(longitude) > 180)
    return { problem: documentProblems.AIS_POSITION_INVALID(file, place('longitude')) }
  const speed = row.get('speedKnots') === '' ? speedUnavailable : readNumber(row.get('speedKnots'))
  if (speed === null || speed < 0 || speed > speedUnavailable)
    return { problem: documentProblems.AIS_HEADING_INVALID(file, place('speedKnots')) }
  const heading = row.get('headingDegrees') === '' ? 511 : readNumber(row.get('headingDegrees'))
  if (heading === null || !(heading === 511 || (heading >= 0 && heading < 360))) {
    return { problem: documentProblems.AIS_HEADING_INVALID(file, place('headingDegrees')) }
  }
  const course = row.get('courseDegrees') === '' ? 360 : readNumber(row.get('courseDegrees'))
  if (course === null || course < 0 || course > 360)
    return { problem: documentProblems.AIS_HEADING_INVALID(file, place('courseDegrees')) }
  return {
    at,
    latitude,
    longitude,
    speedKnots: speed === speedUnavailable ? null : speed,
    headingDegrees: heading === 511 ? null : heading,
    line: row.line,
  }
}

/** Time must not run backwards, and the way from the position before must be one a vessel can sail. */
export function followProblem(
  file: string,
  before: Position | undefined,
  position: Position,
  parameters: ParseInput['parameters'],
) {
  if (before === undefined) return null
  const place = { line: position.line }
  if (position.at < before.at) return documentProblems.AIS_TIME_ORDER(file, place)
  const metres = distanceM(before, position)
  const hours = (position.at - before.at) / 3_600_000
  const most = Number(parameters.get(inputs.vessel.speedMaxKnots))
  const possible = hours * most * metresPerNautical + sameMomentMetres
  if (metres <= possible) return null
  const given = hours === 0 ? 'two places at once' : `${(metres / metresPerNautical / hours).toFixed(0)} knots`
  return documentProblems.AIS_SPEED_IMPLAUSIBLE(file, { ...place, given })
}

function readInstant(text: string): number | null {
  const match = /^(\d{4}-\d{2}-\d{2})[T ]((?:[01]\d|2[0-3]):\d{2}:\d{2}(?:\.\d{1,3})?)Z?$/.exec(text)
  if (match === null || readIsoDate(match[1]!) === null) return null
  const at = Date.parse(`${match[1]}T${match[2]}Z`)
  return Number.isNaN(at) ? null : at
}

function readNumber(text: string): number | null {
  return /^-?\d{1,6}(?:\.\d{1,10})?$/.test(text) ? Number(text) : null
}
