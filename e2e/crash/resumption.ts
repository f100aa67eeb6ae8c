/** How long what was under way at a kill takes to be done: the jobs that were due and the transactions that were owed. */
import type pg from 'pg'

const lookMs = 250

export interface Resumption {
  /** Notes what is under way now. */
  note(what: string): void
  /** Waits for everything noted; the longest it took, and at which kill. */
  settled(): Promise<readonly { what: string; seconds: number }[]>
}

export function watchResumption(pool: pg.Pool, withinMs: number): Resumption {
  const pending: Promise<{ what: string; seconds: number }>[] = []
  return {
    note(what) {
      pending.push(follow(pool, what, withinMs))
    },
    settled: () => Promise.all(pending),
  }
}

async function follow(pool: pg.Pool, what: string, withinMs: number): Promise<{ what: string; seconds: number }> {
  const from = Date.now()
  const owed = await patiently(from + withinMs, () => underWay(pool))
  for (;;) {
    const seconds = (Date.now() - from) / 1_000
    const still = await patiently(from + withinMs, () => underWay(pool))
    if (![...owed].some((item) => still.has(item))) return { what, seconds }
    // The caller compares with the limit; looking on for ever would only hide it.
    if (seconds * 1_000 > withinMs) return { what, seconds: Number.POSITIVE_INFINITY }
    await new Promise((resume) => setTimeout(resume, lookMs))
  }
}

/** Jobs that are due or back off after a failure, and transactions not final, by name. */
async function underWay(pool: pg.Pool): Promise<ReadonlySet<string>> {
  const { rows } = await pool.query<{ name: string }>(`
    select 'job ' || id as name from graphile_worker.jobs where run_at <= now() or attempts > 0
    union all select 'intent ' || id from chain_intents where state not in ('final', 'failed')`)
  return new Set(rows.map(({ name }) => name))
}

/** The database may be the one that was killed. */
async function patiently<T>(until: number, ask: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await ask()
    } catch (error) {
      if (Date.now() > until) throw error
      await new Promise((resume) => setTimeout(resume, lookMs))
    }
  }
}
