/**
 * The three secrets of an installation. Each of its processes needs the same: from its configuration, or from its state folder,
 * where `migrate` makes them for a new installation. The database keeps their fingerprints: a process with other secrets would sign with
 * foreign wallets and seal documents that nobody else can read, so it does not start.
 */
import { hkdfSync, randomBytes, randomUUID } from 'node:crypto'
import { link, mkdir, open, readFile, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { generateMnemonic } from '@scure/bip39'
import { wordlist } from '@scure/bip39/wordlists/english'
import type pg from 'pg'
import type { Config } from '../config.ts'
import { key as keyForm, mnemonic as mnemonicForm } from '../configForms.ts'
import { runtimeErrors } from './errors.ts'

export interface Secrets {
  readonly mnemonic: string
  readonly documentKey: Uint8Array
  readonly httpSecret: Uint8Array
}

interface Plan<T> {
  readonly variable: string
  /** In the state folder. */
  readonly file: string
  readonly make: () => T
  /** As in the file. */
  readonly write: (secret: T) => Uint8Array
  /** Throws when the file is damaged. */
  readonly read: (bytes: Uint8Array) => T
}

const key = { make: () => randomBytes(32), write: asIs, read: (bytes: Uint8Array) => keyForm(hexOf(bytes)) }

const plans: { readonly [Name in keyof Secrets]: Plan<Secrets[Name]> } = {
  mnemonic: {
    variable: 'WALLET_MNEMONIC',
    file: 'mnemonic',
    make: () => generateMnemonic(wordlist, 256),
    write: (words) => Buffer.from(`${words}\n`),
    read: (bytes) => mnemonicForm(Buffer.from(bytes).toString('utf8')),
  },
  documentKey: { variable: 'DOCUMENT_KEY', file: join('files', 'master.key'), ...key },
  httpSecret: { variable: 'HTTP_SECRET', file: 'http.secret', ...key },
}
const names = Object.keys(plans) as (keyof Secrets)[]

/** Fresh secrets as lines of an environment file. */
export function freshSecrets(): readonly string[] {
  const { mnemonic, documentKey, httpSecret } = plans
  return [
    `${mnemonic.variable}="${mnemonic.make()}"`,
    ...[documentKey, httpSecret].map(({ variable, make }) => `${variable}=${hexOf(make())}`),
  ]
}

/** Those of this process. Errors: SECRET_MISSING, SECRET_DAMAGED. */
export async function readSecrets(config: Config): Promise<Secrets> {
  const read = async <Name extends keyof Secrets>(name: Name): Promise<Secrets[Name]> => {
    const { variable, file, read } = plans[name]
    const configured = config.secrets[name] as Secrets[Name] | null
    if (configured !== null) return configured
    const bytes = await readOrNull(join(config.stateDir, file))
    if (bytes === null) throw runtimeErrors.SECRET_MISSING({ variable, file: join(config.stateDir, file) })
    try {
      return read(bytes)
    } catch (cause) {
      throw runtimeErrors.SECRET_DAMAGED({ variable, file: join(config.stateDir, file) }, { cause })
    }
  }
  return {
    mnemonic: await read('mnemonic'),
    documentKey: await read('documentKey'),
    httpSecret: await read('httpSecret'),
  }
}

/** For a database without an installation, makes what is missing and makes the secrets its own; otherwise as `checkSecrets`.
 *  Errors: SECRET_MISSING, SECRET_DAMAGED, SECRET_DIFFERS. */
export async function foundSecrets(config: Config, pool: pg.Pool): Promise<void> {
  const { rowCount } = await pool.query('select from secret_fingerprints')
  if (rowCount === 0) for (const name of names) await makeMissing(config, plans[name] as Plan<unknown>, name)
  const secrets = await readSecrets(config)
  for (const name of names) {
    await pool.query('insert into secret_fingerprints (secret, fingerprint) values ($1, $2) on conflict do nothing', [
      plans[name].variable,
      fingerprint(secrets, name),
    ])
  }
  await checkSecrets(pool, secrets)
}

/** Are these the secrets of the installation in this database? Errors: INSTALLATION_MISSING, SECRET_DIFFERS. */
export async function checkSecrets(pool: pg.Pool, secrets: Secrets): Promise<void> {
  const { rows } = await pool
    .query<{ secret: string; fingerprint: Buffer }>('select secret, fingerprint from secret_fingerprints')
    .catch((error: { code?: string }) => {
      if (error.code === undefinedTable) return { rows: [] }
      throw error
    })
  if (rows.length === 0) throw runtimeErrors.INSTALLATION_MISSING()
  for (const name of names) {
    const { variable } = plans[name]
    const known = rows.find(({ secret }) => secret === variable)
    if (known === undefined || !known.fingerprint.equals(fingerprint(secrets, name)))
      throw runtimeErrors.SECRET_DIFFERS({ variable })
  }
}

const undefinedTable = '42P01'

async function makeMissing(config: Config, plan: Plan<unknown>, name: keyof Secrets): Promise<void> {
  const path = join(config.stateDir, plan.file)
  if (config.secrets[name] !== null || (await readOrNull(path)) !== null) return
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  const beside = `${path}.${randomUUID()}.new`
  const file = await open(beside, 'wx', 0o600)
  await file.writeFile(plan.write(plan.make()))
  await file.sync()
  await file.close()
  // Of two processes that make it at once the first one wins, and nobody ever sees half a secret.
  await link(beside, path).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error
  })
  await rm(beside)
}

/** One way (HKDF, RFC 5869): the secrets have 128 bits and more, which nobody tries out. */
function fingerprint(secrets: Secrets, name: keyof Secrets): Buffer {
  return Buffer.from(hkdfSync('sha256', secrets[name], 'assay', `fingerprint of ${plans[name].variable}`, 32))
}

async function readOrNull(path: string): Promise<Uint8Array | null> {
  try {
    return await readFile(path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}

function hexOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex')
}

function asIs(bytes: Uint8Array): Uint8Array {
  return bytes
}
