/**
 * Vessel tracks of the Automatic Identification System as CSV, one position a row (message fields of ITU-R M.1371-5). Only the
 * positions of the vessel asked for are judged; a port call is a stretch of positions lying still near a sea port.
 */
import { inputs } from '@assay/domain/programmes/inputs.ts'
import { type InputProblem, InputRefused, type RefusedRow } from '../problems.ts'
import { followProblem, type Position, readPosition } from './aisPosition.ts'
import { type CsvRow, readCsv } from './csvRows.ts'
import { documentProblems } from './documentProblems.ts'
import { readImo } from './imo.ts'
import { Findings, type ParsedDocument, type ParseInput } from './parsing.ts'
import { type PortCall, portCallsOf } from './portCalls.ts'

export const positionsMost = 500_000

/** @throws InputRefused */
export function parseVesselTrack(input: ParseInput): ParsedDocument {
  const { file, bytes, parameters, profile } = input
  const required = ['mmsi', 'time', 'latitude', 'longitude']
  const { rows, refused } = readCsv(file, bytes, profile!, { rowsMost: positionsMost, required })
  const vessel = selectVessel(file, rows, input.vesselImo)
  const refusedRows: RefusedRow[] = [...refused]
  const { positions, unavailable } = readTrack(input, vessel.rows, refusedRows)
  if (input.mode === 'refuse' && refusedRows.length > 0)
    throw new InputRefused(refusedRows.flatMap(({ problems }) => problems))
  if (positions.length < parameters.get(inputs.vessel.positionsLeast)) {
    throw new InputRefused([documentProblems.AIS_TOO_SHORT(file, { given: positions.length })])
  }
  const calls = portCallsOf(positions, {
    radiusMetres: Number(parameters.get(inputs.vessel.portRadiusKm).times(1000)),
    speedMostKnots: Number(parameters.get(inputs.vessel.portSpeedMaxKnots)),
  })
  const findings = new Findings(input)
  findings.state('vesselImo', vessel.imo, { pointer: 'IMO' })
  stateVoyage(findings, calls, positions)
  return {
    number: `${vessel.mmsi}/${dayOf(positions[0]!.at)}`,
    issuedOn: dayOf(positions.at(-1)!.at),
    issuer: profile!.issuer ?? null,
    statements: findings.finish(),
    details: {
      mmsi: vessel.mmsi,
      vesselName: vessel.name,
      positions: positions.length,
      positionsUnavailable: unavailable,
      headingsUnavailable: positions.filter(({ headingDegrees }) => headingDegrees === null).length,
      from: new Date(positions[0]!.at).toISOString(),
      to: new Date(positions.at(-1)!.at).toISOString(),
      portCalls: calls.map(({ port, from, to, positions: count }) => ({ port, from, to, positions: count })),
    },
    refusedRows,
  }
}

/** The plausible positions in order; the others go to `refusedRows`. */
function readTrack({ file, parameters }: ParseInput, rows: readonly CsvRow[], refusedRows: RefusedRow[]) {
  const read: { row: CsvRow; position: Position }[] = []
  let unavailable = 0
  const refuse = (row: CsvRow, problem: InputProblem) =>
    refusedRows.push({ position: row.position, problems: [problem], row: row.raw })
  for (const row of rows) {
    const position = readPosition(file, row)
    if (position === 'unavailable') unavailable += 1
    else if ('problem' in position) refuse(row, position.problem)
    else read.push({ row, position })
  }
  const follow = (before: Position | undefined, position: Position) => followProblem(file, before, position, parameters)
  let kept: { row: CsvRow; position: Position }[] = []
  for (const [index, each] of read.entries()) {
    const last = kept.at(-1)
    const problem = follow(last?.position, each.position)
    const next = read[index + 1]?.position
    // A track may begin with a stale position: when the one after confirms the leap, the first is the wrong one.
    const staleStart =
      problem?.code === 'AIS_SPEED_IMPLAUSIBLE' &&
      kept.length === 1 &&
      next !== undefined &&
      follow(each.position, next) === null &&
      follow(last?.position, next) !== null
    if (problem === null) kept.push(each)
    else if (staleStart && last !== undefined) {
      refuse(last.row, { ...problem, line: last.row.line })
      kept = [each]
    } else refuse(each.row, problem)
  }
  return { positions: kept.map(({ position }) => position), unavailable }
}

function selectVessel(file: string, rows: readonly CsvRow[], wanted: string | undefined) {
  const imo = wanted === undefined ? null : readImo(wanted)
  if (wanted !== undefined && imo === null) {
    throw new InputRefused([documentProblems.IMO_INVALID(file, { pointer: 'vesselImo', given: wanted })])
  }
  const mine = imo === null ? rows : rows.filter((row) => readImo(row.get('vesselImo')) === imo)
  const [first] = mine
  if (first === undefined) throw new InputRefused([documentProblems.AIS_VESSEL_ABSENT(file, { given: wanted })])
  const other = mine.find((row) => row.get('mmsi') !== first.get('mmsi'))
  if (imo === null && other !== undefined) {
    throw new InputRefused([documentProblems.AIS_VESSEL_NOT_SELECTED(file, { line: other.line })])
  }
  const stated = first.get('vesselImo')
  const own = imo ?? (stated === '' ? null : readImo(stated))
  if (own === null && stated !== '') {
    throw new InputRefused([
      documentProblems.IMO_INVALID(file, { line: first.line, pointer: first.column('vesselImo'), given: stated }),
    ])
  }
  return { imo: own, mmsi: first.get('mmsi'), name: first.get('vesselName'), rows: mine }
}

/** The first call is the port of loading and the last the port of discharge; a track with one call says which only when it
 *  shows the vessel leave or come. */
function stateVoyage(findings: Findings, calls: readonly PortCall[], positions: readonly Position[]): void {
  const [first] = calls
  const last = calls.at(-1)
  if (first === undefined || last === undefined) return
  const leaves = first.lastIndex < positions.length - 1
  const comes = last.firstIndex > 0
  if (leaves && (calls.length > 1 || !comes)) {
    findings.state('loadPort', first.port, {})
    findings.state('departedOn', first.to.slice(0, 10), {})
  }
  if (comes && (calls.length > 1 || !leaves)) {
    findings.state('dischargePort', last.port, {})
    findings.state('arrivedOn', last.from.slice(0, 10), {})
  }
}

const dayOf = (at: number) => new Date(at).toISOString().slice(0, 10)
