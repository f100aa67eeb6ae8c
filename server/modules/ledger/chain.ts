/** Token transfers and protocol events as journal entries. Every entry is a function of logs alone, so a fresh index of the same
 *  chain gives the same ledger. */
import { type Address, zeroAddress } from 'viem'
import { type Projection, type ProjectionContext, projection } from '../../module.ts'
import { type Asset, creditAsset, endAccount, issuedAccount, lower } from './accounts.ts'
import { bound, holding, type LogPlace, move, type Posting, post } from './post.ts'
import { setProtocolAddresses } from './setProtocolAddresses.ts'

/** What a Transfer of any of our tokens means: an issue, an end, or a move between holders. */
async function transferPostings(
  ctx: ProjectionContext,
  transfer: { asset: Asset; from: Address; to: Address; amount: bigint },
): Promise<Posting[]> {
  const { asset, from, to, amount } = transfer
  const source = from === zeroAddress ? issuedAccount(asset) : await holding(ctx, asset, from)
  const target = to === zeroAddress ? endAccount(asset, 'burned', from) : await holding(ctx, asset, to)
  return move(source, target, amount)
}

function transferKind(from: Address, to: Address): string {
  if (from === zeroAddress) return 'mint'
  return to === zeroAddress ? 'burn' : 'transfer'
}

function tokenTransfers(contract: 'PaymentToken' | 'FoundationToken', asset: Asset): Projection {
  return projection({
    contract,
    eventName: 'Transfer',
    async project(ctx, log) {
      const { from, to, value } = log.args
      const postings = await transferPostings(ctx, { asset, from, to, amount: value })
      await post(ctx, log, { kind: transferKind(from, to), postings })
    },
  })
}

const creditTransfers: readonly Projection[] = [
  projection({
    contract: 'CarbonCredit',
    eventName: 'TransferSingle',
    async project(ctx, log) {
      const { from, to, id, value } = log.args
      const postings = await transferPostings(ctx, { asset: creditAsset(id), from, to, amount: value })
      await post(ctx, log, { kind: transferKind(from, to), postings })
    },
  }),
  projection({
    contract: 'CarbonCredit',
    eventName: 'TransferBatch',
    async project(ctx, log) {
      const { from, to, ids, values } = log.args
      const postings: Posting[] = []
      for (const [index, id] of ids.entries()) {
        const amount = values[index] ?? 0n
        postings.push(...(await transferPostings(ctx, { asset: creditAsset(id), from, to, amount })))
      }
      await post(ctx, log, { kind: transferKind(from, to), postings })
    },
  }),
]

/** Carbon that never is a transferable unit (the buffer), and what a burn was for. */
const creditEvents: readonly Projection[] = [
  projection({
    contract: 'CarbonCredit',
    eventName: 'Issued',
    async project(ctx, log) {
      const { id, bufferKg, caseId } = log.args
      const asset = creditAsset(id)
      const postings = move(issuedAccount(asset), bufferAccount(asset, log.address), bufferKg)
      await post(ctx, log, { kind: 'bufferIssued', subject: caseId, postings })
    },
  }),
  projection({
    contract: 'CarbonCredit',
    eventName: 'Retired',
    async project(ctx, log) {
      const { id, holder, kg, retirementId } = log.args
      const asset = creditAsset(id)
      const postings = move(endAccount(asset, 'burned', holder), endAccount(asset, 'retired', holder), kg)
      await post(ctx, log, { kind: 'retired', subject: retirementId, postings })
    },
  }),
  projection({
    contract: 'CarbonCredit',
    eventName: 'RetiredBatch',
    async project(ctx, log) {
      const { ids, kgs, holder, firstRetirementId } = log.args
      const postings = ids.flatMap((id, index) => {
        const asset = creditAsset(id)
        return move(endAccount(asset, 'burned', holder), endAccount(asset, 'retired', holder), kgs[index]!)
      })
      await post(ctx, log, { kind: 'retired', subject: firstRetirementId, postings })
    },
  }),
  projection({
    contract: 'CarbonCredit',
    eventName: 'BufferDrawn',
    async project(ctx, log) {
      const { fromId, kg, reversalId } = log.args
      const asset = creditAsset(fromId)
      const postings = move(bufferAccount(asset, log.address), endAccount(asset, 'cancelled', log.address), kg)
      await post(ctx, log, { kind: 'cancelled', subject: reversalId, postings })
    },
  }),
]

function bufferAccount(asset: Asset, contract: Address) {
  return { asset, kind: 'buffer', holder: lower(contract), owner: lower(contract) } as const
}

/** Escrow holds the money; the ledger says whose it is and for which trade. */
const escrowEvents: readonly Projection[] = [
  projection({
    contract: 'Escrow',
    eventName: 'Funded',
    async project(ctx, log) {
      const { tradeId, buyer, amount } = log.args
      const escrow = await holding(ctx, 'PT', log.address)
      const target = { ...escrow, kind: 'escrowed', owner: lower(buyer), subject: tradeId } as const
      await post(ctx, log, { kind: 'escrowFunded', subject: tradeId, postings: move(escrow, target, amount) })
    },
  }),
  projection({
    contract: 'Escrow',
    eventName: 'Released',
    async project(ctx, log) {
      const { tradeId, toSeller, toBuyer } = log.args
      await freeEscrow(ctx, log, { kind: 'escrowReleased', tradeId, amount: toSeller + toBuyer })
    },
  }),
  projection({
    contract: 'Escrow',
    eventName: 'Refunded',
    async project(ctx, log) {
      const { tradeId, amount } = log.args
      await freeEscrow(ctx, log, { kind: 'escrowRefunded', tradeId, amount })
    },
  }),
]

async function freeEscrow(
  ctx: ProjectionContext,
  log: LogPlace & { address: Address },
  { kind, tradeId, amount }: { kind: string; tradeId: `0x${string}`; amount: bigint },
): Promise<void> {
  const account = await bound(ctx, log.address, tradeId)
  const escrow = await holding(ctx, 'PT', log.address)
  await post(ctx, log, { kind, subject: tradeId, postings: move(account, escrow, amount) })
}

/** Credits in a listing lie at the Listings contract and still are the seller's. */
const listingEvents: readonly Projection[] = [
  projection({
    contract: 'Listings',
    eventName: 'Listed',
    async project(ctx, log) {
      const { listingId, seller, creditId, kg } = log.args
      const listings = await holding(ctx, creditAsset(creditId), log.address)
      const target = { ...listings, kind: 'reserved', owner: lower(seller), subject: listingId } as const
      await post(ctx, log, { kind: 'listed', subject: listingId, postings: move(listings, target, kg) })
    },
  }),
  projection({
    contract: 'Listings',
    eventName: 'Purchased',
    async project(ctx, log) {
      await freeListing(ctx, log, { kind: 'sold', listingId: log.args.listingId, kg: log.args.kg })
    },
  }),
  projection({
    contract: 'Listings',
    eventName: 'Cancelled',
    async project(ctx, log) {
      await freeListing(ctx, log, { kind: 'unlisted', listingId: log.args.listingId, kg: log.args.returnedKg })
    },
  }),
]

async function freeListing(
  ctx: ProjectionContext,
  log: LogPlace & { address: Address },
  { kind, listingId, kg }: { kind: string; listingId: `0x${string}`; kg: bigint },
): Promise<void> {
  const account = await bound(ctx, log.address, listingId)
  const listings = await holding(ctx, account.asset, log.address)
  await post(ctx, log, { kind, subject: listingId, postings: move(account, listings, kg) })
}

/** Addresses whose holdings are the protocol's or its fees, as the contracts announce them. */
const protocolAddresses: readonly Projection[] = [
  projection({
    contract: 'Parties',
    eventName: 'ProtocolSet',
    async project(ctx, log) {
      const { account, isProtocol } = log.args
      const kind = isProtocol ? 'protocol' : 'available'
      await setProtocolAddresses(ctx, log, [{ address: account, kind, purpose: 'contract' }])
    },
  }),
  projection({
    contract: 'Escrow',
    eventName: 'FeeAccountsSet',
    async project(ctx, log) {
      const purposes = ['operations', 'development', 'reserve', 'verification'] as const
      const addresses = purposes.map((purpose) => ({ address: log.args[purpose], kind: 'fees' as const, purpose }))
      await setProtocolAddresses(ctx, log, addresses)
    },
  }),
  projection({
    contract: 'Listings',
    eventName: 'CommissionSet',
    async project(ctx, log) {
      await setProtocolAddresses(ctx, log, [{ address: log.args.account, kind: 'fees', purpose: 'commission' }])
    },
  }),
]

export const projections: readonly Projection[] = [
  tokenTransfers('PaymentToken', 'PT'),
  tokenTransfers('FoundationToken', 'FT'),
  ...creditTransfers,
  ...creditEvents,
  ...escrowEvents,
  ...listingEvents,
  ...protocolAddresses,
]
