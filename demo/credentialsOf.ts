/**
 * Credentials of the sandbox's parties, for the guides: `createClient(credentialsOf('seller'))`, or in a shell
 * `eval "$(node demo/credentialsOf.ts seller)"`. Elsewhere than in a sandbox the operator of the installation gives them to each party.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Credentials, readSandbox } from './sandbox.ts'

export interface Access extends Credentials {
  readonly url: string
}

/** Parties that `npm run -s join` registers. */
export const joining = ['seller', 'buyer', 'sovereign', 'landowner', 'creditBuyer'] as const
export type Joining = (typeof joining)[number]

export function joinedFile(stateDir: string): string {
  return join(stateDir, 'joined.json')
}

/**
 * @param name operator, governance, treasury, reviewer, inspector, auditor, delegate1, delegate2, one of `joining`, or a node: verifier,
 * oracle-1 to oracle-7
 */
export function credentialsOf(name: string, stateDir = process.env.STATE_DIR ?? '.assay'): Access {
  const { url } = readJson<{ url: string }>(join(stateDir, 'instance.json'), 'start the sandbox with `npm start`')
  if (/^(verifier|oracle-\d)$/.test(name)) {
    const node = readJson<Credentials>(join(stateDir, 'oracles', `${name}.json`), 'name a node of the sandbox')
    return { url, partyId: '', clientId: node.clientId, clientSecret: node.clientSecret }
  }
  const seeded = readSandbox(stateDir) as Readonly<Record<string, unknown>> | null
  const joined = (joining as readonly string[]).includes(name)
    ? readJson<Record<string, Credentials>>(joinedFile(stateDir), 'run `npm run -s join` first')
    : {}
  const credentials = (joined[name] ?? seeded?.[name]) as Credentials | undefined
  if (credentials?.clientSecret === undefined) throw new Error(`the sandbox knows no ${name}`)
  const { partyId, clientId, clientSecret } = credentials
  return { url, partyId, clientId, clientSecret }
}

function readJson<T>(path: string, remedy: string): T {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as T
  } catch (cause) {
    throw new Error(`${path} cannot be read: ${remedy}`, { cause })
  }
}

if (import.meta.main) {
  const { url, partyId, clientId, clientSecret } = credentialsOf(process.argv[2] ?? '')
  console.log(`export ASSAY_URL=${url} PARTY_ID=${partyId} CLIENT_ID=${clientId} CLIENT_SECRET=${clientSecret}`)
}
