/** Settings of a node: a JSON file named by ASSAY_ORACLE_CONFIG, each setting overridden by its environment variable. */
import { readFileSync } from 'node:fs'
import {
  type DocumentKind,
  documentKinds,
  type IssuerType,
  issuerTypes,
  type NodePolicy,
} from '@assay/domain/dossier.ts'
import { type Static, Type } from 'typebox'
import { Value } from 'typebox/value'
import { oracleErrors } from './errors.ts'

const Policy = Type.Object(
  {
    nodeIndex: Type.Integer({ minimum: 0, maximum: 255 }),
    type: Type.Enum([...issuerTypes] as [IssuerType, ...IssuerType[]]),
    jurisdiction: Type.String({ pattern: '^[A-Z]{2}$' }),
    reliesOn: Type.Array(Type.String({ minLength: 1, maxLength: 200 }), { maxItems: 100 }),
  },
  { additionalProperties: false },
)

const KnownIssuer = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 200 }),
    country: Type.String({ pattern: '^[A-Z]{2}$' }),
    type: Type.Enum([...issuerTypes] as [IssuerType, ...IssuerType[]]),
    documentKinds: Type.Array(Type.Enum([...documentKinds] as [DocumentKind, ...DocumentKind[]]), { maxItems: 50 }),
    /** Ed25519, member `x` of the JWK; null for an issuer whose signatures this node takes for none. */
    key: Type.Union([Type.String({ pattern: '^[A-Za-z0-9_-]{43}$' }), Type.Null()]),
  },
  { additionalProperties: false },
)

const Settings = Type.Object(
  {
    apiUrl: Type.String({ pattern: '^https?://[^\\s]+$', maxLength: 500 }),
    clientId: Type.String({ minLength: 1, maxLength: 200 }),
    clientSecret: Type.String({ minLength: 1, maxLength: 500 }),
    keyFile: Type.String({ minLength: 1, maxLength: 4096 }),
    journalDir: Type.String({ minLength: 1, maxLength: 4096 }),
    policy: Policy,
    /** The operator's own register of issuers; null takes the installation's. */
    issuers: Type.Union([Type.Array(KnownIssuer, { maxItems: 1_000 }), Type.Null()]),
    pollMinMs: Type.Integer({ minimum: 50, maximum: 600_000 }),
    pollMaxMs: Type.Integer({ minimum: 50, maximum: 600_000 }),
    requestTimeoutMs: Type.Integer({ minimum: 100, maximum: 120_000 }),
    /** Process to stop with; null when the node is supervised by the operating system. */
    parentPid: Type.Union([Type.Integer({ minimum: 1 }), Type.Null()]),
  },
  { additionalProperties: false },
)
export type OracleConfig = Static<typeof Settings> & { readonly policy: NodePolicy }

const defaults = {
  issuers: null,
  pollMinMs: 1_000,
  pollMaxMs: 30_000,
  requestTimeoutMs: 15_000,
  parentPid: null,
}

/** Environment variable of each setting; those marked are whole numbers or JSON. */
const variables = [
  ['ASSAY_ORACLE_API_URL', 'apiUrl', 'text'],
  ['ASSAY_ORACLE_CLIENT_ID', 'clientId', 'text'],
  ['ASSAY_ORACLE_CLIENT_SECRET', 'clientSecret', 'text'],
  ['ASSAY_ORACLE_KEY_FILE', 'keyFile', 'text'],
  ['ASSAY_ORACLE_JOURNAL_DIR', 'journalDir', 'text'],
  ['ASSAY_ORACLE_POLICY', 'policy', 'json'],
  ['ASSAY_ORACLE_ISSUERS', 'issuers', 'json'],
  ['ASSAY_ORACLE_POLL_MIN_MS', 'pollMinMs', 'json'],
  ['ASSAY_ORACLE_POLL_MAX_MS', 'pollMaxMs', 'json'],
  ['ASSAY_ORACLE_REQUEST_TIMEOUT_MS', 'requestTimeoutMs', 'json'],
  ['ASSAY_ORACLE_PARENT_PID', 'parentPid', 'json'],
] as const

/**
 * Reads and checks the settings.
 * @throws ORACLE_CONFIG_INVALID naming the setting; secrets never appear in it.
 */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): OracleConfig {
  const given: Record<string, unknown> = { ...defaults, ...readFile(environment.ASSAY_ORACLE_CONFIG) }
  for (const [variable, setting, kind] of variables) {
    const text = environment[variable]
    if (text !== undefined && text !== '') given[setting] = kind === 'text' ? text : parseJson(text, variable)
  }
  return checkConfig(given)
}

/** Checks settings that come from elsewhere than the environment. @throws as `readConfig` */
export function checkConfig(given: unknown): OracleConfig {
  const [problem] = Value.Errors(Settings, given)
  if (problem !== undefined) {
    throw oracleErrors.ORACLE_CONFIG_INVALID({
      setting: problem.instancePath === '' ? 'configuration' : problem.instancePath.slice(1),
      problem: problem.message,
    })
  }
  const config = given as OracleConfig
  if (config.pollMaxMs < config.pollMinMs) {
    throw oracleErrors.ORACLE_CONFIG_INVALID({ setting: 'pollMaxMs', problem: 'must not be below pollMinMs' })
  }
  return config
}

function readFile(path: string | undefined): Record<string, unknown> {
  if (path === undefined || path === '') return {}
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (cause) {
    throw oracleErrors.ORACLE_CONFIG_INVALID({ setting: 'ASSAY_ORACLE_CONFIG', problem: 'cannot be read' }, { cause })
  }
  const value = parseJson(text, 'ASSAY_ORACLE_CONFIG')
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw oracleErrors.ORACLE_CONFIG_INVALID({ setting: 'ASSAY_ORACLE_CONFIG', problem: 'must be a JSON object' })
  }
  return value as Record<string, unknown>
}

function parseJson(text: string, setting: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw oracleErrors.ORACLE_CONFIG_INVALID({ setting, problem: 'must be JSON' })
  }
}
