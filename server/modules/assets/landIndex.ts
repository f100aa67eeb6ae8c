/** The store behind the land grid: whose polygons lie where, for a writer that holds the locks of the squares it touches. */
import { createHash, randomBytes } from 'node:crypto'
import { inputs } from '@assay/domain/programmes/inputs.ts'
import { toExact } from '@assay/domain/quantity.ts'
import { sql } from 'kysely'
import type { CommandContext } from '../../module.ts'
import { sharedAreaM2 } from '../../reading/land/geometry.ts'
import { type MultiPolygon, openSealedPolygon } from '../../reading/land/polygon.ts'
import { type GridCells, gridCells } from './landGrid.ts'

export interface LandIndex {
  cellsOf(polygon: MultiPolygon): GridCells
  /** Waits until no other transaction can register land in these squares; held until this one ends. */
  lock(cells: readonly GridCells[]): Promise<void>
  /** Registered land that shares more than the tolerated area, the largest share first. */
  overlaps(polygon: MultiPolygon, cells: GridCells): Promise<readonly Overlap[]>
  add(parcelId: string, cells: GridCells): Promise<void>
}

export interface Overlap {
  readonly parcelId: string
  /** Square metres, two decimals; null when the overlay could not be computed. */
  readonly areaM2: string | null
}

/** Opens the index for one command; polygons read once are kept until it ends. */
export async function openLandIndex(context: CommandContext): Promise<LandIndex> {
  const key = await gridKey(context)
  const seen = new Map<string, MultiPolygon>()
  const tolerance = Number(toExact(context.parameters.get(inputs.land.overlapToleranceM2)).toFixed())
  return {
    cellsOf: (polygon) => gridCells(polygon, key),
    async lock(cells) {
      // One order for all writers, so that two of them never wait for each other.
      const locks = [...new Set(cells.flatMap(({ locks }) => locks.map(lockNumber)))].sort((a, b) => (a < b ? -1 : 1))
      for (const lock of locks) await sql`select pg_advisory_xact_lock(${lock.toString()}::bigint)`.execute(context.db)
    },
    async overlaps(polygon, cells) {
      const found: { parcelId: string; area: number }[] = []
      for (const { id, commitment } of await neighbours(context, cells)) {
        const other = seen.get(commitment) ?? openSealedPolygon(await context.files.get(commitment)).polygon
        seen.set(commitment, other)
        const area = shareOrUndecided(polygon, other)
        if (!(area <= tolerance)) found.push({ parcelId: id, area })
      }
      found.sort((a, b) => b.area - a.area)
      return found.map(({ parcelId, area }) => ({ parcelId, areaM2: Number.isFinite(area) ? area.toFixed(2) : null }))
    },
    async add(parcelId, cells) {
      const rows = [
        ...cells.covering.map((cell) => ({ cell, parcel_id: parcelId, covers: true })),
        ...cells.above.map((cell) => ({ cell, parcel_id: parcelId, covers: false })),
      ]
      await context.db.insertInto('parcel_cells').values(rows).execute()
    },
  }
}

/** Parcels that may meet the squares: same square, one above, or one below. */
async function neighbours(context: CommandContext, { covering, above }: GridCells) {
  return context.db
    .selectFrom('parcels')
    .select(['parcels.id', 'parcels.commitment'])
    .where('parcels.state', '<>', 'refused')
    .where((where) =>
      where.exists(
        where
          .selectFrom('parcel_cells')
          .select('parcel_cells.cell')
          .whereRef('parcel_cells.parcel_id', '=', 'parcels.id')
          .where((cell) =>
            cell.or([
              cell('parcel_cells.cell', 'in', covering),
              ...(above.length === 0
                ? []
                : [cell.and([cell('parcel_cells.cell', 'in', above), cell('parcel_cells.covers', '=', true)])]),
            ]),
          ),
      ),
    )
    .orderBy('parcels.id')
    .execute()
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
