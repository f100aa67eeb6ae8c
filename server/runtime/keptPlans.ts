/**
 * Lets PostgreSQL keep the plans of what a process asks again and again: a text gets a name, and a connection parses and plans a
 * named text once (a prepared statement). It halves what a small query costs the database.
 */
import type { PostgresPool, PostgresPoolClient } from 'kysely'
import type pg from 'pg'

/** Every connection keeps every named text, so there are not endlessly many. */
const namesMost = 500
/** With more values a text is most likely a list of changing length, which would use up the names. */
const valuesMost = 40

/** The pool as the query builder wants it. */
export function keepPlans(pool: pg.Pool): PostgresPool {
  const names = nameTexts()
  return {
    options: pool.options,
    connect: async () => connectionOf(await pool.connect(), names),
    end: () => pool.end(),
  }
}

/** True for an error that says that a kept plan answers with other columns than before: somebody has migrated the database
 *  meanwhile. The plan is forgotten, so the same again succeeds; inside a transaction that is the whole transaction. */
export function isOutdatedPlan(error: unknown): boolean {
  const { code, routine } = error as { code?: unknown; routine?: unknown }
  return code === '0A000' && routine === 'RevalidateCachedQuery'
}

function connectionOf(client: pg.PoolClient, names: Names): PostgresPoolClient {
  const ask = (text: string, values: readonly unknown[]) =>
    client.query({ ...names.of(text, values), values: [...values] })
  const query = async (text: string, values: readonly unknown[]) => {
    try {
      return await ask(text, values)
    } catch (error) {
      if (!isOutdatedPlan(error)) throw error
      names.forget()
      // In a transaction nothing can follow an error; whoever runs it begins anew.
      return ask(text, values).catch(() => Promise.reject(error))
    }
  }
  return {
    processID: (client as { processID?: number }).processID,
    // Cursors, its other form, are used nowhere.
    query: query as unknown as PostgresPoolClient['query'],
    release: (destroy) => client.release(destroy),
  }
}

interface Names {
  of(text: string, values: readonly unknown[]): { readonly text: string; readonly name?: string }
  /** Whatever was named gets another name from now on. */
  forget(): void
}

function nameTexts(): Names {
  const names = new Map<string, string>()
  let given = 0
  return {
    of(text, values) {
      const known = names.get(text)
      if (known !== undefined) return { text, name: known }
      if (values.length === 0 || values.length > valuesMost || names.size >= namesMost) return { text }
      const name = `q${++given}`
      names.set(text, name)
      return { text, name }
    },
    forget: () => names.clear(),
  }
}
