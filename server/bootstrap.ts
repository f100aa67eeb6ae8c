/** The first client of an installation: without one nobody could ask the API for anything. */
import { randomUUID } from 'node:crypto'
import { readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sandboxValues } from '@assay/domain/programmes/sandbox.ts'
import { type Role, scopes } from '@assay/domain/roles.ts'
import { sql } from 'kysely'
import { foundParameters } from './modules/governance/index.ts'
import { createClient, findIdentity, registerParty } from './modules/parties/index.ts'
import { type Machine, systemActor } from './runtime/machine.ts'
import { transact } from './runtime/transact.ts'

/** Credentials as written to the state folder, mode 0600. */
export interface OperatorCredentials {
  readonly partyId: string
  readonly clientId: string
  readonly clientSecret: string
}

/** What the operator of an installation may do; it neither governs, audits, verifies, reviews nor trades, and admits who does. */
const operatorRoles: readonly Role[] = ['operator', 'compliance', 'registrar']

export function operatorFile(stateDir: string): string {
  return join(stateDir, 'operator.json')
}

/** Founds an installation with the sandbox's values when the chain is its own; elsewhere the initial values hold. Idempotent. */
export async function ensureFounded(machine: Machine): Promise<void> {
  if (!machine.config.embeddedChain) return
  const caller = { actor: systemActor, requestId: randomUUID() }
  await transact(machine, caller, { action: 'governance.foundParameters' }, (context) =>
    foundParameters(context, sandboxValues),
  )
}

/** Makes sure that the operator's party and a client exist and that the file holds its credentials. Idempotent; after a kill
 *  between commit and file a further client of the same party is made. */
export async function ensureOperator(machine: Machine): Promise<OperatorCredentials> {
  const path = operatorFile(machine.config.stateDir)
  const known = await readCredentials(path)
  if (known !== null && (await findIdentity(machine.db, known.clientId)) !== null) return known
  const caller = { actor: systemActor, requestId: randomUUID() }
  const credentials = await transact(machine, caller, { action: 'parties.bootstrapOperator' }, async (context) => {
    const row = await context.db
      .selectFrom('parties')
      .select('party_id')
      .where(sql<boolean>`'operator' = any(roles)`)
      .orderBy('party_id')
      .limit(1)
      .executeTakeFirst()
    const partyId = row?.party_id ?? (await registerOperator(context))
    const client = await createClient(context, { partyId, name: 'operator', scopes: [...scopes] })
    return { partyId, clientId: client.clientId, clientSecret: client.clientSecret }
  })
  const fresh = `${path}.${process.pid}.new`
  await writeFile(fresh, `${JSON.stringify(credentials, null, 2)}\n`, { mode: 0o600, flush: true })
  await rename(fresh, path)
  return credentials
}

async function registerOperator(context: Parameters<typeof registerParty>[0]): Promise<string> {
  const party = await registerParty(context, {
    name: 'Operator of this installation',
    country: 'CH',
    type: 'company',
    roles: [...operatorRoles],
  })
  return party.partyId
}

async function readCredentials(path: string): Promise<OperatorCredentials | null> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as OperatorCredentials
  } catch {
    return null
  }
}
