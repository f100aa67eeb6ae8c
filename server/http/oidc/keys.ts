/**
 * Keys that sign access tokens. They live in the database, so that every `serve` process signs and verifies alike; the
 * private part is sealed. Rotation: `rotateSigningKey` adds a key that signs from the next start of a process on; the older
 * ones go on verifying until their last token has expired.
 */
import { exportJWK, generateKeyPair, type JWK } from 'jose'
import { type Kysely, sql, type Transaction } from 'kysely'
import type { Database } from '../../generated/rows.ts'
import type { Seal } from '../seal.ts'

export const signingAlgorithm = 'ES256'

/** Arbitrary, but the same in every process: the lock that lets one process make the first key. */
const firstKeyLock = 7_204_117

export interface SigningKeys {
  /** Private JWKs, newest first. */
  readonly signing: readonly JWK[]
}

/** Keys in force; makes the first one when there is none. */
export async function loadSigningKeys(db: Kysely<Database>, seal: Seal, now: Date): Promise<SigningKeys> {
  const rows = await db.transaction().execute(async (transaction) => {
    await sql`select pg_advisory_xact_lock(${firstKeyLock})`.execute(transaction)
    const present = await activeKeys(transaction)
    if (present.length > 0) return present
    await insertSigningKey(transaction, seal, now)
    return activeKeys(transaction)
  })
  return {
    signing: rows.map((row) => JSON.parse(seal.open(row.sealed_private_jwk, row.kid).toString('utf8')) as JWK),
  }
}

/** Adds a key and retires those whose tokens must no longer be valid (`retireBefore`: created earlier than that).
 *  @returns the id of the new key. */
export async function rotateSigningKey(
  db: Kysely<Database>,
  seal: Seal,
  at: { readonly now: Date; readonly retireBefore: Date },
): Promise<string> {
  return db.transaction().execute(async (transaction) => {
    await sql`select pg_advisory_xact_lock(${firstKeyLock})`.execute(transaction)
    await transaction
      .updateTable('signing_keys')
      .set({ retired_at: at.now })
      .where('created_at', '<', at.retireBefore)
      .where('retired_at', 'is', null)
      .execute()
    return insertSigningKey(transaction, seal, at.now)
  })
}

/** The public JWK of a key that is not retired, or null. */
export async function findVerificationKey(db: Kysely<Database>, kid: string): Promise<JWK | null> {
  const row = await db
    .selectFrom('signing_keys')
    .select('public_jwk')
    .where('kid', '=', kid)
    .where('retired_at', 'is', null)
    .executeTakeFirst()
  return row === undefined ? null : (row.public_jwk as JWK)
}

function activeKeys(db: Transaction<Database>) {
  return db
    .selectFrom('signing_keys')
    .select(['kid', 'sealed_private_jwk'])
    .where('retired_at', 'is', null)
    .orderBy('created_at', 'desc')
    .orderBy('kid')
    .execute()
}

async function insertSigningKey(db: Transaction<Database>, seal: Seal, now: Date): Promise<string> {
  const pair = await generateKeyPair(signingAlgorithm, { extractable: true })
  const [publicJwk, privateJwk] = [await exportJWK(pair.publicKey), await exportJWK(pair.privateKey)]
  const kid = crypto.randomUUID()
  const header = { kid, alg: signingAlgorithm, use: 'sig' }
  await db
    .insertInto('signing_keys')
    .values({
      kid,
      algorithm: signingAlgorithm,
      public_jwk: JSON.stringify({ ...publicJwk, ...header }),
      sealed_private_jwk: seal.seal(Buffer.from(JSON.stringify({ ...privateJwk, ...header })), kid),
      created_at: now,
    })
    .execute()
  return kid
}
