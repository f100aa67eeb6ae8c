/**
 * Configuration: every environment variable the product reads, in one table, validated once at start. `server/README.md`
 * is compared with this table by a test. Nothing else in the repository reads `process.env`.
 */
import { join } from 'node:path'
import { defineErrors } from '@assay/domain/errors.ts'
import type { Address, Hex } from 'viem'
import {
  address,
  amount,
  directory,
  failpointName,
  httpUrl,
  integer,
  key,
  mnemonic,
  name,
  oneOf,
  privateKey,
  publicUrl,
  urlOf,
} from './configForms.ts'
import type { KeyedWallet } from './wallets.ts'

export const configErrors = defineErrors({
  CONFIG_INVALID: {
    status: 500,
    title: 'An environment variable has a value that cannot be used',
    remedy:
      'Give the variable that `variable` names a value as `expected` says; server/README.md lists every variable with its default.',
  },
})

/** One environment variable. `parse` throws a plain Error whose message says what would be valid. */
interface Variable<T> {
  readonly doc: string
  readonly default: string | null
  readonly parse: (text: string) => T
}

const variables = {
  NETWORK: variable(
    'Name of the chain and of its address book; `embedded` is the chain this program starts itself.',
    'embedded',
    name,
  ),
  DATABASE_URL: variable(
    'PostgreSQL 15 or newer. Empty: `start` runs an embedded one.',
    '',
    urlOf('postgres:', 'postgresql:'),
  ),
  RPC_URL: variable(
    'JSON-RPC endpoint of the chain. Empty: `start` runs an embedded one.',
    '',
    urlOf('http:', 'https:'),
  ),
  REDIS_URL: variable(
    'Redis in which several `serve` processes share the limit of requests. Empty, or while it does not answer: each counts for itself.',
    '',
    urlOf('redis:', 'rediss:'),
  ),
  HOST: variable('Address the API listens on.', '127.0.0.1', name),
  PORT: variable(
    'Port of the API; `start` takes the next free one when it is taken. 0: any free port.',
    '8080',
    integer(0, 65_535),
  ),
  PUBLIC_URL: variable(
    'How clients reach the API, by https when they are elsewhere. Empty: `http://HOST:PORT`.',
    '',
    publicUrl,
  ),
  STATE_DIR: variable('Folder for keys, documents, address books and the embedded services.', '.assay', directory),
  ADDRESS_BOOK: variable('File with the addresses of the contracts. Empty: in the state folder.', '', directory),
  WALLET_MNEMONIC: variable("BIP-39 words of the installation's wallets. Empty: in the state folder.", '', mnemonic),
  WALLET_OPERATOR: walletKey('opens cases, sends what anybody may send, and gives the other wallets money for gas'),
  WALLET_REVIEWER: walletKey('reviews cases, holds and reversals'),
  WALLET_REGISTRAR: walletKey('registers land titles'),
  WALLET_NODE_REGISTRAR: walletKey('registers nodes of the committee'),
  WALLET_COMPLIANCE: walletKey('freezes parties and revokes claims'),
  WALLET_TREASURY: walletKey('mints Payment Token'),
  WALLET_ANCHOR: walletKey('publishes the heads of the audit log'),
  WALLET_DEPLOYER: walletKey('pays for the deployment and has no role afterwards'),
  WALLET_ADMIN: walletAddress('grants and takes roles'),
  WALLET_UPGRADER: walletAddress('upgrades contracts'),
  WALLET_GOVERNANCE: walletAddress("sets the contracts' parameters"),
  DOCUMENT_KEY: variable('Unlocks documents; 64 hexadecimal digits. Empty: in the state folder.', '', key),
  HTTP_SECRET: variable('Seals signing keys; 64 hexadecimal digits. Empty: in the state folder.', '', key),
  DOCUMENT_STORE: variable('`disk`: documents are in the state folder; `database`.', 'disk', oneOf('disk', 'database')),
  LOG_LEVEL: variable(
    '`debug`, `info`, `warn`, `error` or `silent`.',
    'info',
    oneOf('debug', 'info', 'warn', 'error', 'silent'),
  ),
  REQUESTS_PER_MINUTE: variable(
    'Requests the API answers to one client per minute; more are refused.',
    '12000',
    integer(1, 100_000_000),
  ),
  DATABASE_POOL_SIZE: variable('Connections per process.', '16', integer(2, 200)),
  WORKER_CONCURRENCY: variable('Jobs one `work` process runs at a time.', '4', integer(1, 64)),
  INDEX_BATCH_BLOCKS: variable('Blocks read per step while catching up.', '500', integer(1, 10_000)),
  INDEX_POLL_MS: variable('Pause between two looks at the chain.', '250', integer(10, 60_000)),
  SUBMIT_POLL_MS: variable('Pause between two rounds of the submitter.', '200', integer(10, 60_000)),
  RPC_TIMEOUT_MS: variable('Longest wait for one answer of the chain node.', '10000', integer(100, 120_000)),
  MAX_FEE_PER_GAS_WEI: variable(
    'Highest fee the submitter pays; above it intents are parked until the price falls.',
    '200000000000',
    amount,
  ),
  REPLACE_AFTER_MS: variable(
    'A transaction not included for this long is replaced at a higher fee.',
    '30000',
    integer(100, 3_600_000),
  ),
  FAILPOINT: variable(
    'For crash tests: the name of a point where the process kills itself, as in `submitter.signed@3`.',
    '',
    failpointName,
  ),
  WALLET_MINIMUM_WEI: variable(
    'A wallet of ours below this balance is topped up by the operator before it sends.',
    '200000000000000000',
    amount,
  ),
} as const

type Variables = typeof variables
type Parsed = { readonly [Key in keyof Variables]: ReturnType<Variables[Key]['parse']> }

/** Null: in the state folder (`runtime/secrets.ts`). */
export interface ConfiguredSecrets {
  readonly mnemonic: string | null
  readonly documentKey: Uint8Array | null
  readonly httpSecret: Uint8Array | null
}

/** Wallets that are not the mnemonic's; null: they are. */
export interface ConfiguredWallets {
  readonly keys: Readonly<Record<KeyedWallet, Hex | null>>
  /** Of those whose keys are elsewhere, as in a wallet of several signers. */
  readonly addresses: Readonly<Record<'admin' | 'upgrader' | 'governance', Address | null>>
}

export interface Config {
  readonly network: string
  /** True when this program runs the chain itself: a reorganisation past finality is then a restart, not an alarm. */
  readonly embeddedChain: boolean
  readonly databaseUrl: string
  readonly rpcUrl: string
  readonly redisUrl: string | null
  readonly host: string
  readonly port: number
  readonly publicUrl: string
  readonly stateDir: string
  readonly addressBook: string
  readonly secrets: ConfiguredSecrets
  readonly wallets: ConfiguredWallets
  readonly documentStore: Parsed['DOCUMENT_STORE']
  readonly logLevel: Parsed['LOG_LEVEL']
  readonly requestsPerMinute: number
  readonly databasePoolSize: number
  readonly workerConcurrency: number
  readonly indexBatchBlocks: number
  readonly indexPollMs: number
  readonly submitPollMs: number
  readonly rpcTimeoutMs: number
  readonly maxFeePerGasWei: bigint
  readonly replaceAfterMs: number
  readonly walletMinimumWei: bigint
  readonly failpoint: string | null
}

/** Reads and checks the environment. Throws CONFIG_INVALID naming the first variable that is wrong. */
export function readConfig(environment: Readonly<Record<string, string | undefined>> = process.env): Config {
  const read = Object.fromEntries(
    Object.entries(variables).map(([key, row]) => [key, parse(key, row as Variable<unknown>, environment[key])]),
  ) as unknown as Parsed
  return {
    network: read.NETWORK,
    embeddedChain: read.NETWORK === 'embedded',
    databaseUrl: read.DATABASE_URL,
    rpcUrl: read.RPC_URL,
    redisUrl: read.REDIS_URL === '' ? null : read.REDIS_URL,
    host: read.HOST,
    port: read.PORT,
    publicUrl: read.PUBLIC_URL === '' ? httpUrl(read.HOST, read.PORT) : read.PUBLIC_URL.replace(/\/$/, ''),
    stateDir: read.STATE_DIR,
    addressBook: read.ADDRESS_BOOK || join(read.STATE_DIR, `addresses-${read.NETWORK}.json`),
    secrets: {
      mnemonic: read.WALLET_MNEMONIC || null,
      documentKey: read.DOCUMENT_KEY || null,
      httpSecret: read.HTTP_SECRET || null,
    },
    wallets: walletsOf(read),
    documentStore: read.DOCUMENT_STORE,
    logLevel: read.LOG_LEVEL,
    requestsPerMinute: read.REQUESTS_PER_MINUTE,
    databasePoolSize: read.DATABASE_POOL_SIZE,
    workerConcurrency: read.WORKER_CONCURRENCY,
    indexBatchBlocks: read.INDEX_BATCH_BLOCKS,
    indexPollMs: read.INDEX_POLL_MS,
    submitPollMs: read.SUBMIT_POLL_MS,
    rpcTimeoutMs: read.RPC_TIMEOUT_MS,
    maxFeePerGasWei: read.MAX_FEE_PER_GAS_WEI,
    replaceAfterMs: read.REPLACE_AFTER_MS,
    walletMinimumWei: read.WALLET_MINIMUM_WEI,
    failpoint: read.FAILPOINT === '' ? null : read.FAILPOINT,
  }
}

function walletsOf(read: Parsed): ConfiguredWallets {
  return {
    keys: {
      operator: read.WALLET_OPERATOR || null,
      reviewer: read.WALLET_REVIEWER || null,
      registrar: read.WALLET_REGISTRAR || null,
      nodeRegistrar: read.WALLET_NODE_REGISTRAR || null,
      compliance: read.WALLET_COMPLIANCE || null,
      treasury: read.WALLET_TREASURY || null,
      anchor: read.WALLET_ANCHOR || null,
      deployer: read.WALLET_DEPLOYER || null,
    },
    addresses: {
      admin: read.WALLET_ADMIN || null,
      upgrader: read.WALLET_UPGRADER || null,
      governance: read.WALLET_GOVERNANCE || null,
    },
  }
}

/** The table as documentation rows, for the README's test. */
export function configTable(): readonly { name: string; default: string; doc: string }[] {
  return Object.entries(variables).map(([key, row]) => ({ name: key, default: row.default ?? '', doc: row.doc }))
}

function walletKey(does: string): Variable<Hex | ''> {
  return variable(`Private key of the wallet that ${does}. Empty: the mnemonic's.`, '', privateKey)
}

function walletAddress(does: string): Variable<Address | ''> {
  return variable(
    `Address of the wallet that ${does}, each time after a delay. Empty, on the embedded chain only: the mnemonic's.`,
    '',
    address,
  )
}

function variable<T>(doc: string, fallback: string | null, parser: (text: string) => T): Variable<T> {
  return { doc, default: fallback, parse: parser }
}

function parse(key: string, row: Variable<unknown>, given: string | undefined): unknown {
  const text = given ?? row.default ?? ''
  // An empty default means "not configured"; the parser judges only what somebody wrote.
  if (text === '' && row.default === '') return ''
  try {
    return row.parse(text)
  } catch (cause) {
    // The value itself may be a credential (DATABASE_URL), so it is never repeated.
    throw configErrors.CONFIG_INVALID({ variable: key, expected: (cause as Error).message })
  }
}
