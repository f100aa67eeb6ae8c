/** What goes on around deliveries: claims, freezes, titles, nodes, heads of the log, conversions, and credits in every way. */
import { partyClaimTypes } from '@assay/protocol/typedData.ts'
import type { Address, Hex } from 'viem'
import type { TestParty } from '../../server/modules/ledger/fixtures.ts'
import { walletIndexes } from '../../server/ports/signer.ts'
import type { Harness } from '../../server/test/harness.ts'
import type { SendingWallet } from '../../server/wallets.ts'
import { type Cases, hashOf, secondsOf } from './cases.ts'
import { issue, type PlayedIssue } from './issue.ts'
import { type Call, call, type Known, type Send } from './send.ts'

export interface Surroundings {
  readonly harness: Harness
  /** What the follower's database says: the one with every module's tables. */
  readonly known: Known
  readonly cases: Cases
  readonly send: Send
  readonly random: () => number
  readonly landowner: TestParty
  readonly creditBuyer: TestParty
  readonly sovereign: TestParty
  readonly creditId: bigint
  /** The project of the credit, on whose parcel more is issued. */
  readonly project: string
}

export interface Play extends Surroundings {
  readonly parcels: Hex[]
  readonly issues: PlayedIssue[]
  /** Another text each time: an id, or what sets two calls apart. */
  another(): string
}

type Kind = (play: Play) => Promise<void>

/** A wallet of nobody who trades, so that its claims and freezes get in nobody's way. */
const spareWallet = 700
const spareNodeWallet = 960
const trader = 1
const hundredBps = 100

/** The sovereign's tokens may be taken for conversion. */
export async function prepareSurroundings({ harness, sovereign, send }: Surroundings): Promise<void> {
  const spender = harness.machine.chain.view.address('Conversion')
  await send(sovereign.wallet, call('FoundationToken', 'approve', spender, 2n ** 255n))
}

/** Returns one step of one kind each time it is called, every kind in turn. */
export function playSurroundings(of: Surroundings): () => Promise<void> {
  let turn = 0
  let count = 0
  const play: Play = { ...of, parcels: [], issues: [], another: () => String(count++) }
  return () => kinds[turn++ % kinds.length]!(play)
}

/** As the wallet that holds a role, however often the same is said. */
const by =
  (holder: SendingWallet | 'governance', say: (play: Play) => Call | Promise<Call>): Kind =>
  async (play) => {
    const { signer } = play.harness.machine
    const from = holder === 'governance' ? await signer.address(walletIndexes.governance) : holder
    await play.send(from, await say(play), { salt: play.another() })
  }

const landowner =
  (say: (play: Play) => Call): Kind =>
  (play) =>
    play.send(play.landowner.wallet, say(play), { salt: play.another() })

const spare = ({ harness }: Play): Promise<Address> => harness.machine.signer.address(spareWallet)
const aParcel = ({ parcels, random }: Play) => BigInt(parcels[Math.floor(random() * parcels.length)] ?? hashOf('none'))

const kinds: readonly Kind[] = [
  issue,
  claim,
  register,
  by('compliance', async (play) => call('Parties', 'setFrozen', await spare(play), play.random() < 0.5)),
  by('registrar', (play) => call('LandRegistry', 'lock', aParcel(play), hashOf('dispute'))),
  anchor,
  reverse,
  issue,
  (play) =>
    play.send(
      play.sovereign.wallet,
      call('Conversion', 'convert', hashOf(`conversion ${play.another()}`), 10n ** 15n, 0n),
    ),
  by('compliance', async (play) => call('Parties', 'revokeClaim', await spare(play))),
  by('registrar', (play) => call('LandRegistry', 'unlock', aParcel(play))),
  by('nodeRegistrar', async ({ harness, random }) => {
    const node = await harness.machine.signer.address(spareNodeWallet)
    return call('Verification', 'setNode', 60, node, 5_000 + Math.floor(random() * 5_000), true)
  }),
  by('governance', ({ another }) =>
    call('Conversion', 'setTerms', 10n ** 18n, 300, 30 + (Number(another()) % 10), 10n ** 24n),
  ),
  issue,
  by('governance', (play) =>
    call('Listings', 'setCommission', 400 + (Number(play.another()) % hundredBps), play.landowner.wallet),
  ),
  landowner(() => call('PaymentToken', 'burn', 1n)),
  cancel,
  landowner(({ creditId, another }) => {
    // The ids of a batch share all but their last byte.
    const first = hashOf(`batch ${another()}`).replace(/..$/, '00')
    return call('CarbonCredit', 'retireBatch', first, [creditId, creditId], [1n, 1n], hashOf('one'), hashOf('a test'))
  }),
  landowner((play) => {
    const { creditId, creditBuyer } = play
    const from = play.landowner.wallet
    return call('CarbonCredit', 'safeBatchTransferFrom', from, creditBuyer.wallet, [creditId], [1n], '0x')
  }),
  by('governance', async ({ harness }) => {
    const { operationsFees, developmentFees, reserveFees, verificationFees } = walletIndexes
    const indexes = [operationsFees, developmentFees, reserveFees, verificationFees]
    const accounts = await Promise.all(indexes.map((index) => harness.machine.signer.address(index)))
    return call('Escrow', 'setFeeAccounts', ...accounts)
  }),
  by('governance', ({ harness }) =>
    call('Parties', 'setProtocol', harness.machine.chain.view.address('Listings'), true),
  ),
]

async function claim(play: Play): Promise<void> {
  const { chain, signer } = play.harness.machine
  const account = await spare(play)
  const nonce = (await chain.view.read('Parties', 'claimNonce', [account])) as bigint
  const expiresAt = (await secondsOf(play.harness)) + 86_400n
  const message = { account, partyId: hashOf('spare'), roles: trader, country: 233, expiresAt, nonce }
  const signature = await signer.signTypedData(await signer.address(walletIndexes.claimIssuer), {
    domain: chain.view.domain('Parties'),
    types: partyClaimTypes,
    primaryType: 'PartyClaim',
    message,
  })
  await play.send('operator', call('Parties', 'acceptClaim', message, signature))
}

async function register({ parcels, landowner, send, another }: Play): Promise<void> {
  const parcelId = hashOf(`parcel ${another()}`)
  parcels.push(parcelId)
  const title = { parcelId, owner: landowner.wallet, polygonCommitment: hashOf(`polygon of ${parcelId}`) }
  await send('registrar', call('LandRegistry', 'register', [{ ...title, geohash: '0x7533303031', areaM2: 10_000n }]))
}

async function anchor({ harness, send, another }: Play): Promise<void> {
  const logId = hashOf('a log')
  const [size] = (await harness.machine.chain.view.read('AuditAnchor', 'head', [logId])) as readonly [bigint]
  await send('anchor', call('AuditAnchor', 'anchor', logId, size + 3n, hashOf(another())))
}

async function reverse({ creditId, landowner, send, another }: Play): Promise<void> {
  const reversalId = hashOf(`reversal ${another()}`)
  await send('reviewer', call('CarbonCredit', 'reverse', reversalId, creditId, 1n, [], hashOf('fire')))
  // The owner would be suspended for the rest of the suite.
  await send('reviewer', call('CarbonCredit', 'setSuspended', creditId, landowner.wallet, false), { salt: another() })
}

async function cancel({ known, landowner, send, another }: Play): Promise<void> {
  const { rows } = await known().query<{ id: Hex }>(
    `select on_chain_id as id from listings_on_chain where left_kg > 0 order by block_number desc limit 1`,
  )
  if (rows[0] !== undefined) await send(landowner.wallet, call('Listings', 'cancel', rows[0].id), { salt: another() })
}
