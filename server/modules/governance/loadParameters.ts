import type { ParameterSet, ParameterVersion } from '@assay/domain/parameters.ts'
import { stepsTaken } from '@assay/domain/phasing.ts'
import { parameterOf, parametersAt } from '@assay/domain/programmes/catalogue.ts'
import type { QueryContext } from '../../module.ts'
import { governanceErrors } from './errors.ts'
import { confirmedVersions, versionOf } from './versions.ts'

type Db = QueryContext['db']

/**
 * The parameters in force at `at`: versions announced and confirmed by then whose date has come, initial values for the rest. Every request
 * asks, so the decoded set is kept while the same versions are in force. Errors: PARAMETERS_DAMAGED.
 */
export async function loadParameters(db: Db, at: Date): Promise<ParameterSet> {
  const stored = await storedVersions(db, at)
  const identity = stored.map((row) => `${row.key}@${row.version}${stepOf(row, at)}`).join(' ')
  let known = decoded.get(identity)
  if (known === undefined) {
    known = decode(stored, at)
    if (decoded.size >= decodedMost) decoded.clear()
    decoded.set(identity, known)
  }
  return Object.freeze({ ...known, asOf: at.toISOString() })
}

/** A version that comes in step by step is another one each day. */
function stepOf(row: ParameterVersion, at: Date): string {
  if (row.phasedFrom === undefined) return ''
  return `/${stepsTaken(parameterOf(row.key), row, at) ?? 'whole'}`
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
  const rows = await confirmedVersions(db)
    .distinctOn('version.key')
    .where('version.effective_from', '<=', at)
    .where('version.announced_at', '<=', at)
    .where('decision.decided_at', '<=', at)
    .orderBy('version.key')
    .orderBy('version.effective_from', 'desc')
    .orderBy('version.version', 'desc')
    .execute()
  return rows.map(versionOf)
}

/** Every version that is or will be in force, for a replay of history. */
export async function listVersions(db: Db): Promise<readonly ParameterVersion[]> {
  const rows = await confirmedVersions(db).orderBy('version.key').orderBy('version.version').execute()
  return rows.map(versionOf)
}
