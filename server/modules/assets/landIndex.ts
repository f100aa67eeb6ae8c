/** The store behind the land grid: whose polygons lie where, for a writer that holds the locks of the squares it touches. */
import { createHash, randomBytes } from 'node:crypto'
import { inputs } from '@assay/domain/programmes/inputs.ts'
import { toExact } from '@assay/domain/quantity.ts'
import { sql } from 'kysely'
import type { CommandContext } from '../../module.ts'
import { sharedAreaM2 } from '../../reading/land/geometry.ts'
import { type MultiPolygon, openSealedPolygon } from '../../reading/land/polygon.ts'
import { chunksOf } from './chunksOf.ts'
import { type GridCells, gridCells, squareNames } from './landGrid.ts'

export interface LandIndex {
  cellsOf(polygon: MultiPolygon): GridCells
  /** Waits until no other transaction can register land in these squares; held until this one ends. Then reads who lies there. */
  lock(cells: readonly GridCells[]): Promise<void>
  /** Land that shares more than the tolerated area, the largest share first; only in squares that were locked. */
  overlaps(polygon: MultiPolygon, cells: GridCells): Promise<readonly Overlap[]>
  /** From here on the parcel is found like registered land. */
  add(parcel: IndexedParcel): void
  /** Writes what was added. The parcels must be stored before. */
  store(): Promise<void>
}

export interface IndexedParcel {
  readonly parcelId: string
  readonly polygon: MultiPolygon
  readonly cells: GridCells
}

export interface Overlap {
  readonly parcelId: string
  /** Square metres, two decimals; null when the overlay could not be computed. */
  readonly areaM2: string | null
}

/** Who is in which square: those a square covers, and besides those that lie below it. */
interface Squares {
  readonly covering: Map<string, string[]>
  readonly below: Map<string, string[]>
}

/** Opens the index for one command: what it reads once it keeps until it ends. */
export async function openLandIndex(context: CommandContext): Promise<LandIndex> {
  const key = await gridKey(context)
  const tolerance = Number(toExact(context.parameters.get(inputs.land.overlapToleranceM2)).toFixed())
  const nameOf = squareNames(key)
  const squares: Squares = { covering: new Map(), below: new Map() }
  const commitments = new Map<string, string>()
  const polygons = new Map<string, MultiPolygon>()
  const added: IndexedParcel[] = []
  const settle = (parcelId: string, cell: string, covers: boolean) => {
    const side = covers ? squares.covering : squares.below
    const others = side.get(cell)
    if (others === undefined) side.set(cell, [parcelId])
    else others.push(parcelId)
  }
  const polygonOf = async (parcelId: string) => {
    const polygon =
      polygons.get(parcelId) ?? openSealedPolygon(await context.files.get(commitments.get(parcelId)!)).polygon
    polygons.set(parcelId, polygon)
    return polygon
  }
  return {
    cellsOf: (polygon) => gridCells(polygon, nameOf),
    async lock(cells) {
      // One order for all writers, so that two of them never wait for each other.
      const locks = [...new Set(cells.flatMap(({ locks }) => locks.map(lockNumber)))].sort((a, b) => (a < b ? -1 : 1))
      for (const lock of locks) await sql`select pg_advisory_xact_lock(${lock.toString()}::bigint)`.execute(context.db)
      for (const { cell, covers, id, commitment } of await inhabitants(context, cells)) {
        settle(id, cell, covers)
        commitments.set(id, commitment)
      }
    },
    async overlaps(polygon, cells) {
      const found: { parcelId: string; area: number }[] = []
      for (const parcelId of neighbours(squares, cells)) {
        const area = shareOrUndecided(polygon, await polygonOf(parcelId))
        if (!(area <= tolerance)) found.push({ parcelId, area })
      }
      found.sort((a, b) => b.area - a.area)
      return found.map(({ parcelId, area }) => ({ parcelId, areaM2: Number.isFinite(area) ? area.toFixed(2) : null }))
    },
    add(parcel) {
      added.push(parcel)
      polygons.set(parcel.parcelId, parcel.polygon)
      for (const { cell, covers } of rowsOf(parcel)) settle(parcel.parcelId, cell, covers)
    },
    async store() {
      for (const rows of chunksOf(added.splice(0).flatMap(rowsOf), rowsMost))
        await context.db.insertInto('parcel_cells').values(rows).execute()
    },
  }
}

/** Rows of one statement at most: a statement takes 65,535 values. */
const rowsMost = 10_000

function rowsOf({ parcelId, cells }: IndexedParcel) {
  return [
    ...cells.covering.map((cell) => ({ cell, parcel_id: parcelId, covers: true })),
    ...cells.above.map((cell) => ({ cell, parcel_id: parcelId, covers: false })),
  ]
}

/** Parcels that may meet the squares: same square, one above, or one below. In one order, whoever was read first. */
function neighbours(squares: Squares, { covering, above }: GridCells): readonly string[] {
  const found = [
    ...covering.flatMap((cell) => [...(squares.covering.get(cell) ?? []), ...(squares.below.get(cell) ?? [])]),
    ...above.flatMap((cell) => squares.covering.get(cell) ?? []),
  ]
  return [...new Set(found)].sort()
}

/** Registered land in the squares of all candidates: whoever has one of the covering squares, or covers one above. */
async function inhabitants(context: CommandContext, cells: readonly GridCells[]) {
  const covering = [...new Set(cells.flatMap((each) => each.covering))]
  const above = [...new Set(cells.flatMap((each) => each.above))]
  const { rows } = await sql<{ cell: string; covers: boolean; id: string; commitment: string }>`
    select c.cell, c.covers, p.id, p.commitment
    from parcel_cells c join parcels p on p.id = c.parcel_id and p.state <> 'refused'
    where c.cell = any(${covering}::text[]) or c.covers and c.cell = any(${above}::text[])`.execute(context.db)
  return rows
}

/** An overlay that fails for numeric reasons counts as an overlap: land is not registered on a guess. */
function shareOrUndecided(a: MultiPolygon, b: MultiPolygon): number {
  try {
    return sharedAreaM2(a, b)
  } catch {
    return Number.POSITIVE_INFINITY
  }
}

/** The key that names of squares are hashed with: made once, kept as a file of the encrypted store. */
async function gridKey({ db, files }: CommandContext): Promise<Uint8Array> {
  const row = await db.selectFrom('land_grid').select('key_file').executeTakeFirst()
  if (row !== undefined) return files.get(row.key_file)
  const keyFile = await files.put(new Uint8Array(randomBytes(32)))
  await db
    .insertInto('land_grid')
    .values({ one: true, key_file: keyFile })
    .onConflict((conflict) => conflict.column('one').doNothing())
    .execute()
  const { key_file: kept } = await db.selectFrom('land_grid').select('key_file').executeTakeFirstOrThrow()
  return files.get(kept)
}

/** A signed 64-bit number of its own room, from a square's name. */
function lockNumber(cell: string): bigint {
  return createHash('sha256').update(`assets.land/${cell}`).digest().readBigInt64BE(0)
}
