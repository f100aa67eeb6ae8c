/** What goes on around deliveries and credits: claims, freezes, titles, nodes, heads of the log, reversals, conversions. */
import { partyClaimTypes } from '@assay/protocol/typedData.ts'
import { type Address, type Hex, keccak256, stringToBytes } from 'viem'
import type { TestParty } from '../../server/modules/ledger/fixtures.ts'
import { walletIndexes } from '../../server/ports/signer.ts'
import type { Harness } from '../../server/test/harness.ts'
import type { Send } from './send.ts'

export interface Surroundings {
  readonly landowner: TestParty
  readonly sovereign: TestParty
  readonly creditId: bigint
}

const hashOf = (text: string): Hex => keccak256(stringToBytes(text))
/** A wallet of nobody who trades, so that its claims and freezes get in nobody's way. */
const spareWallet = 700
const trader = 1

/** Returns one step of one kind each time it is called, every kind in turn. */
export function playSurroundings(harness: Harness, cast: Surroundings, send: Send, random: () => number) {
  const { signer } = harness.machine
  const parcels: Hex[] = []
  let turn = 0
  let count = 0

  const call = (contract: Parameters<Send>[1]['contract'], functionName: string, ...args: unknown[]) => ({
    contract,
    functionName,
    args,
  })

  async function claim(): Promise<void> {
    const account = await signer.address(spareWallet)
    const nonce = (await harness.machine.chain.view.read('Parties', 'claimNonce', [account])) as bigint
    const expiresAt = BigInt(Math.floor((await harness.chain.time()).getTime() / 1_000) + 86_400)
    const message = { account, partyId: hashOf('spare'), roles: trader, country: 233, expiresAt, nonce }
    const signature = await signer.signTypedData(await signer.address(walletIndexes.claimIssuer), {
      domain: harness.machine.chain.view.domain('Parties'),
      types: partyClaimTypes,
      primaryType: 'PartyClaim',
      message,
    })
    await send('operator', call('Parties', 'acceptClaim', message, signature))
  }

  async function register(): Promise<void> {
    const parcelId = hashOf(`parcel ${count++}`)
    parcels.push(parcelId)
    const title = { parcelId, owner: cast.landowner.wallet, polygonCommitment: hashOf(`polygon of ${parcelId}`) }
    await send('operator', call('LandRegistry', 'register', [{ ...title, geohash: '0x7533303031', areaM2: 10_000n }]))
  }

  const aParcel = () => BigInt(parcels[Math.floor(random() * parcels.length)] ?? hashOf('none'))
  const salt = () => `${count++}`

  async function anchor(): Promise<void> {
    const logId = hashOf('a log')
    const [size] = (await harness.machine.chain.view.read('AuditAnchor', 'head', [logId])) as readonly [bigint]
    await send('operator', call('AuditAnchor', 'anchor', logId, size + 3n, hashOf(salt())))
  }

  async function reverse(): Promise<void> {
    const reviewer = await signer.address(walletIndexes.reviewer)
    await send(
      reviewer,
      call('CarbonCredit', 'reverse', hashOf(`reversal ${count++}`), cast.creditId, 1n, [], hashOf('fire')),
    )
    // The owner would be suspended for the rest of the suite.
    await send(reviewer, call('CarbonCredit', 'setSuspended', cast.creditId, cast.landowner.wallet, false), salt())
  }

  const spare = (): Promise<Address> => signer.address(spareWallet)
  const kinds: readonly (() => Promise<void>)[] = [
    claim,
    register,
    async () => send('operator', call('Parties', 'setFrozen', await spare(), random() < 0.5), salt()),
    () => send('operator', call('LandRegistry', 'lock', aParcel(), hashOf('dispute')), salt()),
    anchor,
    reverse,
    () => send(cast.sovereign.wallet, call('Conversion', 'convert', hashOf(`conversion ${count++}`), 10n ** 15n, 0n)),
    async () => send('operator', call('Parties', 'revokeClaim', await spare()), salt()),
    () => send('operator', call('LandRegistry', 'unlock', aParcel()), salt()),
    async () => {
      const node = await signer.address(960)
      await send(
        'operator',
        call('Verification', 'setNode', 60, node, 5_000 + Math.floor(random() * 5_000), true),
        salt(),
      )
    },
    () => send('operator', call('Conversion', 'setTerms', 10n ** 18n, 300, 30 + (count % 10), 10n ** 24n), salt()),
    () => send('operator', call('Listings', 'setCommission', 400 + (count % 100), cast.landowner.wallet), salt()),
    () => send(cast.landowner.wallet, call('PaymentToken', 'burn', 1n), salt()),
  ]

  /** The sovereign's tokens may be taken for conversion. */
  async function prepare(): Promise<void> {
    const spender = harness.machine.chain.view.address('Conversion')
    await send(cast.sovereign.wallet, call('FoundationToken', 'approve', spender, 2n ** 255n))
  }

  return { prepare, step: () => kinds[turn++ % kinds.length]!() }
}
