/** For tests of money and credits: parties whose wallets the chain knows, with Payment Token to spend. */
import type { Role } from '@assay/domain/roles.ts'
import type { Address } from 'viem'
import type { Actor } from '../../module.ts'
import type { Harness } from '../../test/harness.ts'
import { issueClaim, registerParty, registerWallet } from '../parties/index.ts'
import { requestEmission } from './requestEmission.ts'

export interface TestParty {
  readonly partyId: string
  readonly wallet: Address
  readonly actor: Actor
}

/** Registers a party with a custodial wallet and waits until the chain has accepted its claim. */
export async function createParty(
  harness: Harness,
  of: { name: string; roles: readonly Role[]; type?: 'state' | 'company'; country?: string; pt?: string },
): Promise<TestParty> {
  const { partyId } = await harness.run((ctx) =>
    registerParty(ctx, {
      name: of.name,
      country: of.country ?? 'EE',
      type: of.type ?? 'company',
      roles: [...of.roles],
    }),
  )
  const { address } = await harness.run((ctx) => registerWallet(ctx, { partyId, custody: 'custodied' }))
  const expiresAt = new Date(harness.clock.now().getTime() + 300 * 86_400_000).toISOString()
  await harness.run((ctx) => issueClaim(ctx, { partyId, expiresAt }))
  await harness.settle()
  if (of.pt !== undefined) await mintPt(harness, partyId, of.pt)
  return { partyId, wallet: address as Address, actor: harness.as({ partyId, roles: of.roles }) }
}

/** Mints Payment Token to a party, or to the conversion reserve for null. */
export async function mintPt(harness: Harness, partyId: string | null, amountPt: string): Promise<void> {
  const to = partyId === null ? ('conversionReserve' as const) : ('party' as const)
  await harness.run((ctx) =>
    requestEmission(ctx, { to, ...(partyId === null ? {} : { partyId }), amountPt, reason: 'test' }),
  )
  await harness.settle()
}
