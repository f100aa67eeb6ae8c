import { portsWithPosition } from '../codes/portCodes.ts'
import { distanceM } from '../land/distance.ts'
import type { Position } from './aisPosition.ts'

/** A vessel lay still near a sea port. */
export interface PortCall {
  /** UN/LOCODE. */
  readonly port: string
  /** First and last moment of lying still, ISO instants. */
  readonly from: string
  readonly to: string
  readonly positions: number
  /** Places in the track. */
  readonly firstIndex: number
  readonly lastIndex: number
}

export interface CallRules {
  readonly radiusMetres: number
  readonly speedMostKnots: number
}

/** Port calls in the order of the track. Positions without a speed neither begin nor end one. */
export function portCallsOf(track: readonly Position[], rules: CallRules): readonly PortCall[] {
  const calls: { port: string; first: number; last: number; positions: number }[] = []
  for (const [index, position] of track.entries()) {
    if (position.speedKnots === null || position.speedKnots > rules.speedMostKnots) continue
    const port = nearestPort(position, rules.radiusMetres)
    const current = calls.at(-1)
    if (port === null) continue
    if (current?.port === port) {
      current.last = index
      current.positions += 1
    } else {
      calls.push({ port, first: index, last: index, positions: 1 })
    }
  }
  return calls.map(({ port, first, last, positions }) => ({
    port,
    from: new Date(track[first]!.at).toISOString(),
    to: new Date(track[last]!.at).toISOString(),
    positions,
    firstIndex: first,
    lastIndex: last,
  }))
}

/** One degree of latitude is never shorter than this. */
const metresPerDegree = 110_000

function nearestPort(at: Position, radiusMetres: number): string | null {
  const reach = radiusMetres / metresPerDegree
  let best: { code: string; metres: number } | null = null
  for (const { code, position } of portsWithPosition()) {
    if (Math.abs(position.latitude - at.latitude) > reach) continue
    const metres = distanceM(position, at)
    // The smaller code decides between ports at one place, so that every run answers the same.
    if (
      metres > radiusMetres ||
      (best !== null && (metres > best.metres || (metres === best.metres && code > best.code)))
    )
      continue
    best = { code, metres }
  }
  return best?.code ?? null
}
