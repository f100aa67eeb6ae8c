/**
 * Joins a running sandbox as five new parties, for the guides: a seller, a buyer and a sovereign of a wheat delivery, a landowner,
 * and a buyer of carbon credits, each with a client, a wallet and what it needs to begin. Their credentials go to the state folder.
 */
import { randomBytes } from 'node:crypto'
import { renameSync, writeFileSync } from 'node:fs'
import type { Scope } from '@assay/domain/roles.ts'
import { createClient } from '../sdk/typescript/client.ts'
import { credentialsOf, type Joining, joinedFile, joining } from './credentialsOf.ts'
import { emitPt, openWallet, registerParty } from './parties.ts'
import type { Credentials } from './sandbox.ts'

interface Newcomer {
  readonly name: string
  readonly country: string
  readonly type: 'state' | 'company' | 'person'
  readonly scopes: readonly Scope[]
  /** Working balance of Payment Token. */
  readonly pt?: string
}

const everybody = ['parties:read', 'governance:read', 'ledger:read', 'reporting:read', 'verification:read'] as const
const trading = ['assets:read', 'assets:write', 'evidence:read', 'evidence:write', 'issuance:read'] as const
const settling = ['settlement:read', 'settlement:write', 'verification:write'] as const

const newcomers: Readonly<Record<Joining, Newcomer>> = {
  seller: { name: 'Sandbox seller', country: 'TZ', type: 'company', scopes: [...everybody, ...trading, ...settling] },
  buyer: {
    name: 'Sandbox buyer',
    country: 'NL',
    type: 'company',
    scopes: [...everybody, ...trading, ...settling],
    pt: '2500000',
  },
  sovereign: {
    name: 'Sandbox sovereign',
    country: 'TZ',
    type: 'state',
    scopes: [...everybody, ...trading, ...settling],
  },
  landowner: {
    name: 'Sandbox landowner',
    country: 'EE',
    type: 'person',
    scopes: [...everybody, ...trading, 'verification:write', 'trading:read', 'trading:write'],
  },
  creditBuyer: {
    name: 'Sandbox credit buyer',
    country: 'EE',
    type: 'company',
    scopes: [...everybody, 'issuance:read', 'trading:read', 'trading:write', 'retirement:read', 'retirement:write'],
    pt: '1000',
  },
}

async function join(role: Joining, run: string): Promise<Credentials> {
  const { pt, ...party } = newcomers[role]
  const key = `join-${run}-${role}`
  const credentials = await registerParty(operator, { ...party, roles: [role] }, key)
  await openWallet(operator, credentials.partyId, key)
  if (pt !== undefined) await emitPt(treasury, credentials.partyId, pt, key)
  console.log(`${role.padEnd(12)} party ${credentials.partyId}${pt === undefined ? '' : `, ${pt} PT`}`)
  return credentials
}

const stateDir = process.env.STATE_DIR ?? '.assay'
const operator = createClient(credentialsOf('operator', stateDir))
const treasury = createClient(credentialsOf('treasury', stateDir))
const run = randomBytes(4).toString('hex')
const joined = await Promise.all(joining.map(async (role) => [role, await join(role, run)] as const))
const path = joinedFile(stateDir)
writeFileSync(`${path}.new`, `${JSON.stringify(Object.fromEntries(joined), null, 2)}\n`, { mode: 0o600 })
renameSync(`${path}.new`, path)
