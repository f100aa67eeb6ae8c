import type { IssuerType } from '@assay/domain/dossier.ts'
import { sql } from 'kysely'
import { type Address, getAddress } from 'viem'
import type { CommandContext } from '../../module.ts'
import { getParty } from '../parties/index.ts'
import { oraclesErrors } from './errors.ts'
import { findNode, type NodeRecord } from './queries.ts'

export interface NodeInput {
  readonly partyId: string
  readonly name: string
  readonly programme: 'commodity' | 'carbon'
  readonly signer: string
  readonly type: IssuerType
  /** ISO 3166-1 alpha-2. */
  readonly jurisdiction: string
  /** Names of issuers whose quantity statements the node relies on; empty = all recognised ones. */
  readonly reliesOn: readonly string[]
  /** 0.5 to 1, at most four decimals. */
  readonly reliability: string
  readonly active?: boolean
}

/** The most nodes the committee bitmap of a case can name. */
const nodeLimit = 256

/**
 * Registers a node, or changes the one with this signing key: its policy, reliability or activity. The chain learns of it by
 * an intent; a committee is drawn only from nodes the chain knows.
 * @throws PARTY_NOT_FOUND, NODE_SIGNER_TAKEN when the key belongs to another party's node, NODE_REGISTER_FULL
 */
export async function registerNode(ctx: CommandContext, input: NodeInput): Promise<NodeRecord> {
  const signer = input.signer.toLowerCase() as Address
  const reliabilityE4 = reliabilityOf(input.reliability)
  const active = input.active ?? true
  await getParty(ctx.db, input.partyId)
  // One registration at a time: the next index is one above the highest.
  await sql`select pg_advisory_xact_lock(hashtext('oracle_nodes'))`.execute(ctx.db)
  const known = await ctx.db.selectFrom('oracle_nodes').selectAll().where('signer', '=', signer).executeTakeFirst()
  if (known !== undefined && known.party_id !== input.partyId) throw oraclesErrors.NODE_SIGNER_TAKEN({ signer })
  const nodeIndex = known?.node_index ?? (await nextIndex(ctx))
  const values = {
    name: input.name,
    programme: input.programme,
    node_type: input.type,
    jurisdiction: input.jurisdiction,
    relies_on: JSON.stringify(input.reliesOn),
    reliability_e4: reliabilityE4,
    active,
    changed_at: ctx.now,
  }
  if (known === undefined) {
    await ctx.db
      .insertInto('oracle_nodes')
      .values({
        ...values,
        node_index: nodeIndex,
        party_id: input.partyId,
        signer,
        registered_by: ctx.actor.partyId,
        registered_at: ctx.now,
      })
      .execute()
  } else {
    await ctx.db.updateTable('oracle_nodes').set(values).where('node_index', '=', nodeIndex).execute()
  }
  const changed = known === undefined || known.reliability_e4 !== reliabilityE4 || known.active !== active
  if (!changed) return findNode(ctx, nodeIndex)
  await ctx.intend({
    from: 'nodeRegistrar',
    contract: 'Verification',
    functionName: 'setNode',
    args: [nodeIndex, getAddress(signer), reliabilityE4, active],
    // The same values may be set again after others; the moment tells the two apart.
    salt: ctx.now.toISOString(),
    subject: `oracles/node/${nodeIndex}`,
  })
  return findNode(ctx, nodeIndex)
}

async function nextIndex(ctx: CommandContext): Promise<number> {
  const { highest } = await ctx.db
    .selectFrom('oracle_nodes')
    .select((of) => of.fn.max('node_index').as('highest'))
    .executeTakeFirstOrThrow()
  const next = highest === null ? 0 : highest + 1
  if (next >= nodeLimit) throw oraclesErrors.NODE_REGISTER_FULL({ limit: nodeLimit })
  return next
}

/** '0.85' -> 8500. The route's schema has checked the form. */
function reliabilityOf(text: string): number {
  const [whole = '0', fraction = ''] = text.split('.')
  return Number(whole) * 10_000 + Number(fraction.padEnd(4, '0'))
}
