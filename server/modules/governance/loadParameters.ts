import type { ParameterSet, ParameterVersion } from '@assay/domain/parameters.ts'
import { parametersAt } from '@assay/domain/programmes/catalogue.ts'
import type { QueryContext } from '../../module.ts'
import { governanceErrors } from './errors.ts'

type Db = QueryContext['db']

/**
 * The parameters in force at `at`: versions announced by then whose date has come, initial values for the rest. Every request
 * asks, so the decoded set is kept while the same versions are in force. Errors: PARAMETERS_DAMAGED.
 */
export async function loadParameters(db: Db, at: Date): Promise<ParameterSet> {
  const stored = await storedVersions(db, at)
  const identity = stored.map(({ key, version }) => `${key}@${version}`).join(' ')
  let known = decoded.get(identity)
  if (known === undefined) {
    known = decode(stored, at)
    if (decoded.size >= decodedMost) decoded.clear()
    decoded.set(identity, known)
  }
  return Object.freeze({ ...known, asOf: at.toISOString() })
}

/** Sets by the versions they are made of; versions never change, so an entry is never wrong. */
const decoded = new Map<string, ParameterSet>()
const decodedMost = 32

function decode(stored: readonly ParameterVersion[], at: Date): ParameterSet {
  try {
    return parametersAt(stored, at)
  } catch (cause) {
    throw governanceErrors.PARAMETERS_DAMAGED({}, { cause })
  }
}

/** Stored versions that are in force at `at`: per key the one with the latest date, the newest of equals. A version announced
 *  after `at` is left out, so that repeating an old computation reads what it read then. */
async function storedVersions(db: Db, at: Date): Promise<readonly ParameterVersion[]> {
  const rows = await db
    .selectFrom('parameter_versions')
    .distinctOn('key')
    .select(['key', 'version', 'value', 'effective_from'])
    .where('effective_from', '<=', at)
    .where('announced_at', '<=', at)
    .orderBy('key')
    .orderBy('effective_from', 'desc')
    .orderBy('version', 'desc')
    .execute()
  return rows.map((row) => ({
    key: row.key,
    version: row.version,
    value: row.value as ParameterVersion['value'],
    effectiveFrom: row.effective_from.toISOString(),
  }))
}

/** Every version ever announced, for a replay of history. */
export async function listVersions(db: Db): Promise<readonly ParameterVersion[]> {
  const rows = await db
    .selectFrom('parameter_versions')
    .select(['key', 'version', 'value', 'effective_from'])
    .orderBy('key')
    .orderBy('version')
    .execute()
  return rows.map((row) => ({
    key: row.key,
    version: row.version,
    value: row.value as ParameterVersion['value'],
    effectiveFrom: row.effective_from.toISOString(),
  }))
}
