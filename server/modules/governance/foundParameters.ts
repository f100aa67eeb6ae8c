import { beginning } from '@assay/domain/parameters.ts'
import { parameterOf } from '@assay/domain/programmes/catalogue.ts'
import type { FoundingValue } from '@assay/domain/programmes/sandbox.ts'
import type { CommandContext } from '../../module.ts'

/**
 * Founds an installation with other values than the initial ones: version 2 of each parameter, in force from the beginning.
 * Only the first founding counts: a parameter that has any version already keeps it, so this can be repeated at every start.
 * Errors: PARAMETER_UNKNOWN, PARAMETER_INVALID.
 */
export async function foundParameters(
  { db, now }: Pick<CommandContext, 'db' | 'now'>,
  values: readonly FoundingValue[],
): Promise<void> {
  const governed = new Set(
    (await db.selectFrom('parameter_versions').select('key').distinct().execute()).map((row) => row.key),
  )
  for (const { key, value, reason } of values) {
    const parameter = parameterOf(key)
    parameter.codec.decode(value, '', key)
    if (governed.has(key)) continue
    await db
      .insertInto('parameter_versions')
      .values({
        key,
        version: 2,
        value: JSON.stringify(value),
        effective_from: beginning,
        reason,
        authority: parameter.authority,
        announced_at: now,
      })
      .onConflict((conflict) => conflict.doNothing())
      .execute()
    await db
      .insertInto('parameter_decisions')
      .values({ key, version: 2, decision: 'confirmed', reason, decided_at: now })
      .onConflict((conflict) => conflict.doNothing())
      .execute()
  }
}
