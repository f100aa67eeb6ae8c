import type pg from 'pg'

/** Runs `work` while this process alone holds the named lock; returns null at once when another one does. The lock belongs
 *  to a connection of its own, so it falls free with the process, however that ends. `lost` tells when the connection broke. */
export async function withLock<R>(
  pool: pg.Pool,
  name: string,
  work: (lost: AbortSignal) => Promise<R>,
): Promise<R | null> {
  const client = await pool.connect()
  const lost = new AbortController()
  const onError = () => lost.abort()
  client.on('error', onError)
  client.on('end', onError)
  let broken = true
  try {
    const { rows } = await client.query<{ taken: boolean }>(
      'select pg_try_advisory_lock(hashtextextended($1, 0)) as taken',
      [name],
    )
    broken = false
    if (!rows[0]?.taken) return null
    try {
      return await work(lost.signal)
    } finally {
      await client.query('select pg_advisory_unlock(hashtextextended($1, 0))', [name]).catch(() => {
        broken = true
      })
    }
  } finally {
    client.off('error', onError)
    client.off('end', onError)
    client.release(broken)
  }
}
