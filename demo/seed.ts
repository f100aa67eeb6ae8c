/**
 * Seeds the sandbox through the public API: governance, treasury, two delegates, reviewer, inspector, auditor, recognised issuers, governed data, the conversion
 * reserve, seven oracle operators and one accredited verifier with their nodes. Idempotent: every command carries a key made
 * of the sandbox's own name, and the sandbox file is written last.
 */
import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Hex } from 'viem'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import type { AssayClient } from '../sdk/typescript/client.ts'
import { seedDelegates } from './delegates.ts'
import { readWheatPrices } from './inputs.ts'
import { keyOf, registerIssuers } from './issuers.ts'
import { clientOf, emitPt, registerParty } from './parties.ts'
import { indicators, inspectionProfile, issuers, nodes, reservePt } from './population.ts'
import { type Credentials, readOperator, readSandbox, writeSandbox } from './sandbox.ts'
import { until } from './until.ts'

export async function seedSandbox({ url, stateDir }: { url: string; stateDir: string }): Promise<void> {
  const credentials = readOperator(stateDir)
  const operator = clientOf(url, credentials)
  const name = sandboxName(stateDir)
  const known = readSandbox(stateDir)
  // One who runs the installation may not govern it, so a sandbox of before gets a party for that too.
  const governor = known?.governance ?? (await registerGovernance(operator, name))
  const governance = clientOf(url, governor)
  await seedNodes(operator, governance, { url, stateDir, name })
  if (known?.treasury !== undefined) return
  const treasury = await registerTreasury(operator, name)
  const [reviewer, inspector, auditor] = await Promise.all([
    registerParty(
      operator,
      {
        name: 'Sandbox review board',
        country: 'CH',
        type: 'association',
        roles: ['reviewer'],
        scopes: [
          'verification:read',
          'verification:review',
          'issuance:read',
          'issuance:review',
          'evidence:read',
          'assets:read',
        ],
      },
      `${name}-reviewer`,
    ),
    registerParty(
      operator,
      {
        name: 'Sandbox inspection office',
        country: 'CH',
        type: 'company',
        roles: ['inspector'],
        scopes: ['evidence:read', 'evidence:write', 'assets:read'],
      },
      `${name}-inspector`,
    ),
    registerParty(
      operator,
      {
        name: 'Sandbox auditor',
        country: 'CH',
        type: 'company',
        roles: ['auditor'],
        scopes: [
          'parties:read',
          'governance:read',
          'assets:read',
          'evidence:read',
          'verification:read',
          'issuance:read',
          'trading:read',
          'settlement:read',
          'ledger:read',
          'retirement:read',
          'reporting:read',
        ],
      },
      `${name}-auditor`,
    ),
  ])
  await registerReviewerWallet(operator, reviewer.partyId, name)
  const [delegate1, delegate2] = await seedDelegates(operator, name)
  const keyed = await registerIssuers(operator, stateDir, issuers)
  for (const indicator of indicators) {
    await governance.post('/indicators', indicator, {
      idempotencyKey: keyOf(name, 'indicator', indicator.key, indicator.subject),
    })
  }
  await clientOf(url, inspector).post('/profiles', inspectionProfile, { idempotencyKey: `${name}-profile` })
  await operator.upload('/documents', readWheatPrices(), 'text/csv', {
    idempotencyKey: `${name}-prices`,
    query: {
      subjectKind: 'market',
      subjectId: 'HS:1001',
      kind: 'priceSeries',
      format: 'price-csv',
      profile: 'prices',
      fileName: 'wheat.csv',
      issuer: 'Sandbox price desk',
      issuerCountry: 'CH',
    },
  })
  await emitPt(clientOf(url, treasury), 'conversionReserve', reservePt, `${name}-reserve`)
  const delegates = { delegate1, delegate2 }
  const made = { operator: credentials, governance: governor, treasury, reviewer, inspector, auditor, ...delegates }
  writeSandbox(stateDir, { ...made, issuers: keyed })
}

/** Sets one seeding of one state folder apart from another against the same database. */
function sandboxName(stateDir: string): string {
  const path = join(stateDir, 'sandbox.name')
  if (!existsSync(path)) writeFileSync(path, `sandbox-${randomBytes(6).toString('hex')}\n`)
  return readFileSync(path, 'utf8').trim()
}

function registerGovernance(operator: AssayClient, name: string): Promise<Credentials> {
  return registerParty(
    operator,
    {
      name: 'Sandbox council',
      country: 'CH',
      type: 'association',
      roles: ['governance'],
      scopes: [
        'governance:read',
        'governance:write',
        'parties:read',
        'evidence:read',
        'assets:read',
        'verification:read',
        'reporting:read',
      ],
    },
    `${name}-governance`,
  )
}

function registerTreasury(operator: AssayClient, name: string): Promise<Credentials> {
  return registerParty(
    operator,
    {
      name: 'Sandbox treasury',
      country: 'CH',
      type: 'company',
      roles: ['treasury'],
      scopes: ['ledger:read', 'ledger:write', 'parties:read', 'reporting:read'],
    },
    `${name}-treasury`,
  )
}

/** Reviews are transactions of the reviewer's own wallet. */
async function registerReviewerWallet(operator: AssayClient, partyId: string, name: string): Promise<void> {
  await operator.post(
    `/parties/${partyId}/wallets`,
    { custody: 'custodied' },
    { idempotencyKey: `${name}-reviewer-wallet` },
  )
}

/** A party, a client, a key and a settings file for each node; the settings file is written last. */
async function seedNodes(
  operator: AssayClient,
  governance: AssayClient,
  of: { url: string; stateDir: string; name: string },
): Promise<void> {
  const folder = join(of.stateDir, 'oracles')
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  await Promise.all(nodes.map((_, place) => seedNode(operator, governance, { ...of, folder, place })))
  await until('all nodes on chain', async () => {
    const known = await operator.all<{ onChain: boolean }>('/nodes')
    return known.length >= nodes.length && known.every(({ onChain }) => onChain) ? known : null
  })
}

async function seedNode(
  operator: AssayClient,
  governance: AssayClient,
  { url, name, folder, place }: { url: string; name: string; folder: string; place: number },
): Promise<void> {
  const node = nodes[place]!
  const settingsFile = join(folder, `${node.slug}.json`)
  const keyFile = join(folder, `${node.slug}.key`)
  if (existsSync(settingsFile)) {
    const settings = JSON.parse(readFileSync(settingsFile, 'utf8')) as Record<string, unknown>
    if (settings.apiUrl !== url) writeSettings(settingsFile, { ...settings, apiUrl: url })
    return
  }
  if (!existsSync(keyFile)) writeFileSync(keyFile, `${generatePrivateKey()}\n`, { mode: 0o600, flush: true })
  const signer = privateKeyToAccount(readFileSync(keyFile, 'utf8').trim() as Hex).address
  const party = await registerParty(
    operator,
    {
      name: `${node.name}, sandbox`,
      country: node.jurisdiction,
      type: 'company',
      roles: [node.programme === 'carbon' ? 'verifier' : 'oracle'],
      scopes: ['verification:read', 'verification:report', 'evidence:read', 'governance:read'],
    },
    `${name}-${node.slug}`,
  )
  const policy = { type: node.type, jurisdiction: node.jurisdiction, reliesOn: node.reliesOn }
  const { nodeIndex } = await governance.post<{ nodeIndex: number }>(
    '/nodes',
    {
      partyId: party.partyId,
      name: node.name,
      programme: node.programme,
      signer,
      reliability: node.reliability,
      ...policy,
    },
    { idempotencyKey: `${name}-${node.slug}-node` },
  )
  writeSettings(settingsFile, {
    apiUrl: url,
    clientId: party.clientId,
    clientSecret: party.clientSecret,
    keyFile,
    journalDir: join(folder, `${node.slug}.journal`),
    policy: { nodeIndex, ...policy },
    pollMinMs: 200,
    pollMaxMs: 2_000,
  })
}

function writeSettings(path: string, settings: Record<string, unknown>): void {
  writeFileSync(`${path}.new`, `${JSON.stringify(settings, null, 2)}\n`, { mode: 0o600, flush: true })
  renameSync(`${path}.new`, path)
}
