/** What CarbonCredit says about retirements, as rows; and what follows once a block is final. */
import { sql } from 'kysely'
import { type Address, type Hex, numberToHex } from 'viem'
import { type CommandContext, type Projection, type ProjectionContext, projection } from '../../module.ts'
import { creditsRetired } from './events.ts'

interface RetiredItem {
  readonly retirementId: Hex
  readonly id: bigint
  readonly holder: Address
  readonly kg: bigint
  readonly beneficiaryHash: Hex
  readonly purposeHash: Hex
}

interface Place {
  readonly transactionHash: Hex
  readonly blockNumber: bigint
  readonly blockTimestamp: Date
}

/** Item i of a batch is the retirement whose id follows the first by i. */
function itemsOf(args: {
  firstRetirementId: Hex
  holder: Address
  ids: readonly bigint[]
  kgs: readonly bigint[]
  beneficiaryHash: Hex
  purposeHash: Hex
}): readonly RetiredItem[] {
  const { firstRetirementId, ids, kgs, holder, beneficiaryHash, purposeHash } = args
  return ids.map((id, index) => ({
    retirementId: numberToHex(BigInt(firstRetirementId) + BigInt(index), { size: 32 }),
    id,
    holder,
    kg: kgs[index]!,
    beneficiaryHash,
    purposeHash,
  }))
}

async function record({ db }: ProjectionContext, of: RetiredItem, place: Place): Promise<void> {
  const { last } = await db
    .selectFrom('retirements_on_chain')
    .select(sql<string>`coalesce(max(serial_last), 0)`.as('last'))
    .where('credit_id', '=', of.id.toString())
    .executeTakeFirstOrThrow()
  await db
    .insertInto('retirements_on_chain')
    .values({
      on_chain_id: of.retirementId,
      credit_id: of.id.toString(),
      holder: of.holder.toLowerCase(),
      kg: of.kg.toString(),
      beneficiary_hash: of.beneficiaryHash,
      purpose_hash: of.purposeHash,
      serial_first: (BigInt(last) + 1n).toString(),
      serial_last: (BigInt(last) + of.kg).toString(),
      transaction_hash: place.transactionHash,
      block_number: place.blockNumber.toString(),
      retired_at: place.blockTimestamp,
    })
    .execute()
}

/** Ours is the one that burned what was asked for; an id may have been taken by a stranger. */
async function announce(ctx: CommandContext, of: RetiredItem): Promise<void> {
  const retirement = await ctx.db
    .updateTable('retirements')
    .set({ final_at: ctx.now })
    .where('on_chain_id', '=', of.retirementId)
    .where('holder', '=', of.holder.toLowerCase())
    .where('credit_id', '=', of.id.toString())
    .where('kg', '=', of.kg.toString())
    .where('beneficiary_hash', '=', of.beneficiaryHash)
    .where('purpose_hash', '=', of.purposeHash)
    .returning(['retirement_id', 'credit_id', 'kg'])
    .executeTakeFirst()
  if (retirement === undefined) return
  const { retirement_id: retirementId, credit_id: creditId, kg } = retirement
  await ctx.emit(creditsRetired({ retirementId, creditId, kg }), { key: retirementId })
}

export const projections: readonly Projection[] = [
  projection({
    contract: 'CarbonCredit',
    eventName: 'Retired',
    project: (ctx, log) => record(ctx, log.args, log),
    whenFinal: (ctx, log) => announce(ctx, log.args),
  }),
  projection({
    contract: 'CarbonCredit',
    eventName: 'RetiredBatch',
    async project(ctx, log) {
      for (const item of itemsOf(log.args)) await record(ctx, item, log)
    },
    async whenFinal(ctx, log) {
      for (const item of itemsOf(log.args)) await announce(ctx, item)
    },
  }),
]
