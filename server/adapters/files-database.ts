/** Documents as rows of the database, for processes that share no folder; `documentSeal.ts` says how they are encrypted. */
import type pg from 'pg'
import { type FileStore, fileErrors } from '../ports/files.ts'
import { digestOf, openDocument, sealDocument, wrapNewKey } from './documentSeal.ts'

interface StoredFile {
  readonly wrapped_key: Buffer | null
  readonly sealed: Buffer | null
}

/** SQLSTATE of a server whose disk is full. */
const diskFull = '53100'

/** `pool` should serve nobody else: a command stores documents while it holds a connection of its own. */
export function openDatabaseFiles(pool: pg.Pool, master: Uint8Array): FileStore {
  return {
    async put(bytes) {
      const sha256 = digestOf(bytes)
      const known = await find(pool, sha256)
      if (known === null) await insert(pool, master, sha256, bytes)
      const kept = known ?? (await find(pool, sha256))
      if (kept?.wrapped_key === null) throw fileErrors.FILE_ERASED({ sha256 })
      return sha256
    },
    async get(sha256) {
      const row = await find(pool, sha256)
      if (row === null) throw fileErrors.FILE_NOT_FOUND({ sha256: sha256.slice(0, 80) })
      if (row.wrapped_key === null || row.sealed === null) throw fileErrors.FILE_ERASED({ sha256 })
      return openDocument(master, row.wrapped_key, row.sealed, sha256)
    },
    async erase(sha256) {
      await pool.query(
        `insert into stored_files (sha256) values ($1)
         on conflict (sha256) do update set wrapped_key = null, sealed = null`,
        [sha256],
      )
    },
  }
}

/** Of two that store the same bytes at once the first one's row stays. */
async function insert(pool: pg.Pool, master: Uint8Array, sha256: string, bytes: Uint8Array): Promise<void> {
  const wrapped = wrapNewKey(master, sha256)
  try {
    await pool.query(
      'insert into stored_files (sha256, wrapped_key, sealed) values ($1, $2, $3) on conflict do nothing',
      [sha256, wrapped, sealDocument(master, wrapped, bytes, sha256)],
    )
  } catch (cause) {
    if ((cause as { code?: string }).code === diskFull) throw fileErrors.STORAGE_FULL({ sha256 }, { cause })
    throw cause
  }
}

async function find(pool: pg.Pool, sha256: string): Promise<StoredFile | null> {
  const { rows } = await pool.query<StoredFile>('select wrapped_key, sealed from stored_files where sha256 = $1', [
    sha256,
  ])
  return rows[0] ?? null
}
