import { runtimeErrors } from './errors.ts'
import { isOutdatedPlan } from './keptPlans.ts'

const attemptsMost = 5

/** Repeats a transaction that lost to another one (deadlock 40P01, serialisation failure 40001) or to a migration. Errors:
 *  DATABASE_BUSY. */
export async function retryConflicts<R>(run: () => Promise<R>): Promise<R> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await run()
    } catch (error) {
      const code = (error as { code?: unknown }).code
      if (code !== '40001' && code !== '40P01' && !isOutdatedPlan(error)) throw error
      if (attempt === attemptsMost) throw runtimeErrors.DATABASE_BUSY({}, { cause: error })
      await new Promise((resume) => setTimeout(resume, 5 * 2 ** attempt * (0.5 + Math.random())))
    }
  }
}
