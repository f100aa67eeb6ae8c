/**
 * The land grid finds the neighbours of a polygon without storing where it is. The world is cut into squares of 2^-level
 * degree; a polygon is covered by squares of the level at which it needs about sixteen. A square's name enters the database
 * only as a keyed hash, so that the rows tell who is near whom and not where; the key lies in the encrypted file store.
 *
 * Two polygons meet only if a covering square of one equals, contains or lies in a covering square of the other. So each
 * polygon stores its covering squares and all squares above them, and looks for: others that cover one of either kind, and
 * others that have one of its covering squares above them.
 */
import { createHmac } from 'node:crypto'
import { boxOf, type MultiPolygon, unitsPerDegree } from '../../reading/land/polygon.ts'

/** 2^-13 degree is about 14 m north to south. */
const finestLevel = 13
const coarsestLevel = 0
/** Squares along one side of the box at the level chosen. */
const perSideMost = 4
/** Squares of 1/8 degree (about 14 km) are the units of locking: writers in different squares never wait for each other. */
const lockLevel = 3

/** A parcel reaches no farther than this in either direction, so that the squares of one parcel stay few. */
export const spanMostDegrees = 1

export function isTooWide(polygon: MultiPolygon): boolean {
  const [west, south, east, north] = boxOf(polygon)
  return Math.max(east - west, north - south) > spanMostDegrees * unitsPerDegree
}

export interface GridCells {
  readonly covering: readonly string[]
  readonly above: readonly string[]
  /** Squares of the lock level, for advisory locks. */
  readonly locks: readonly string[]
}

/** The name of a square in the database: hashed with the key, once for all who touch the square. */
export function squareNames(key: Uint8Array): (square: string) => string {
  const known = new Map<string, string>()
  return (square) => {
    const name = known.get(square) ?? createHmac('sha256', key).update(square).digest('base64url').slice(0, 22)
    known.set(square, name)
    return name
  }
}

/** Hashed squares of a polygon. */
export function gridCells(polygon: MultiPolygon, nameOf: (square: string) => string): GridCells {
  const box = boxOf(polygon)
  let level = finestLevel
  while (level > coarsestLevel && span(box, level) > perSideMost) level -= 1
  const covering = squares(box, level)
  const above = new Set<string>()
  for (let upper = level - 1; upper >= coarsestLevel; upper -= 1)
    for (const name of squares(box, upper)) above.add(name)
  return {
    covering: covering.map(nameOf),
    above: [...above].map(nameOf),
    locks: squares(box, lockLevel).map(nameOf),
  }
}

type Box = ReturnType<typeof boxOf>

function span([west, south, east, north]: Box, level: number): number {
  return Math.max(index(east, level) - index(west, level), index(north, level) - index(south, level)) + 1
}

/** Names of the squares a box touches. Bounds are inclusive, so that two polygons that only share an edge meet as well. */
function squares([west, south, east, north]: Box, level: number): string[] {
  const names: string[] = []
  for (let x = index(west, level); x <= index(east, level); x += 1) {
    for (let y = index(south, level); y <= index(north, level); y += 1) names.push(`${level}/${x}/${y}`)
  }
  return names
}

function index(units: number, level: number): number {
  return Math.floor((units * 2 ** level) / unitsPerDegree)
}
