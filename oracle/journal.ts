/**
 * What the node has signed. A report is written here before it is sent, once per case and round, and never replaced: so a
 * node that dies at any moment sends the same report again and can never sign a second one for the same round.
 */
import { randomBytes } from 'node:crypto'
import {
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  unlinkSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import type { JsonValue } from '@assay/protocol/canonicalJson.ts'
import type { CaseFile } from '@assay/protocol/caseFile.ts'
import { Type } from 'typebox'
import { Value } from 'typebox/value'
import { oracleErrors } from './errors.ts'
import { syncFolder } from './keyFile.ts'

const Bytes32 = Type.String({ pattern: '^0x[0-9a-f]{64}$' })

const SignedReportSchema = Type.Object({
  caseId: Type.String(),
  /** Digest that was signed: names chain, contract and every field. */
  digest: Bytes32,
  report: Type.Object({
    caseId: Bytes32,
    round: Type.Integer({ minimum: 1 }),
    evidenceRoot: Bytes32,
    termsHash: Bytes32,
    quantity: Type.String({ pattern: '^[0-9]{1,39}$' }),
    scoreE4: Type.Integer({ minimum: 0, maximum: 1_000_000 }),
    agrees: Type.Boolean(),
    critical: Type.Boolean(),
    justificationHash: Bytes32,
  }),
  signature: Type.String({ pattern: '^0x[0-9a-f]{130}$' }),
})

/** A signed report as it is sent. */
export interface SignedReport {
  /** Uuid of the case. */
  readonly caseId: string
  readonly digest: string
  readonly report: {
    readonly caseId: string
    readonly round: number
    readonly evidenceRoot: string
    readonly termsHash: string
    readonly quantity: string
    readonly scoreE4: number
    readonly agrees: boolean
    readonly critical: boolean
    readonly justificationHash: string
  }
  readonly signature: string
  /** What `justificationHash` is the hash of. */
  readonly justification: JsonValue
}

export interface Journal {
  /** The report signed for this round, or null. @throws ORACLE_JOURNAL_CORRUPT */
  find(caseId: string, round: number): SignedReport | null
  /** Stores a report unless the round has one already. Returns the one that stands; that one must be sent. */
  keep(signed: SignedReport): SignedReport
  /** True for the one chain and contract that this journal serves: the first it is asked about. */
  serves(chain: CaseFile['chain']): boolean
  /** Notes why nothing was signed, for the operator. The first refusal of a round stays; a report may still follow it. */
  refuse(caseId: string, round: number, reason: Readonly<Record<string, unknown>>): void
}

/** Opens the journal in a folder of its own, creating it; drafts left by a crash are removed. */
export function openJournal(folder: string): Journal {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  for (const name of readdirSync(folder)) if (name.endsWith('.draft')) remove(join(folder, name))
  const pathOf = (caseId: string, round: number) => {
    if (!/^[0-9a-f-]{36}$/.test(caseId) || !Number.isSafeInteger(round) || round < 1) {
      throw new TypeError('a journal entry is named by a uuid and a round')
    }
    return join(folder, `${caseId}.${round}.json`)
  }
  const find = (caseId: string, round: number) => readEntry(pathOf(caseId, round))
  return {
    find,
    keep(signed) {
      const path = pathOf(signed.caseId, signed.report.round)
      writeOnce(folder, path, JSON.stringify(signed))
      const stands = readEntry(path)
      if (stands === null) throw oracleErrors.ORACLE_JOURNAL_CORRUPT({ entry: path, problem: 'has vanished' })
      return stands
    },
    serves({ chainId, verifyingContract }) {
      const path = join(folder, 'chain')
      const name = `${chainId}/${verifyingContract.toLowerCase()}`
      if (!existsSync(path)) writeOnce(folder, path, name)
      return readFileSync(path, 'utf8') === name
    },
    refuse(caseId, round, reason) {
      const path = pathOf(caseId, round).replace(/json$/, 'refused')
      writeOnce(folder, path, `${JSON.stringify({ time: new Date().toISOString(), caseId, round, ...reason })}\n`)
    },
  }
}

function readEntry(path: string): SignedReport | null {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw oracleErrors.ORACLE_JOURNAL_CORRUPT({ entry: path, problem: 'cannot be read' }, { cause })
  }
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    value = undefined
  }
  if (!Value.Check(SignedReportSchema, value)) {
    throw oracleErrors.ORACLE_JOURNAL_CORRUPT({ entry: path, problem: 'is not a signed report' })
  }
  return value as unknown as SignedReport
}

/** The link gives a complete, synced file its name in one step and fails when the name is taken: first writer wins. */
function writeOnce(folder: string, path: string, text: string): void {
  const draft = `${path}.${randomBytes(6).toString('hex')}.draft`
  const file = openSync(draft, 'wx', 0o600)
  try {
    writeSync(file, text)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
  try {
    linkSync(draft, path)
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw cause
  } finally {
    remove(draft)
  }
  syncFolder(folder)
}

function remove(path: string): void {
  try {
    unlinkSync(path)
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ENOENT') throw cause
  }
}
