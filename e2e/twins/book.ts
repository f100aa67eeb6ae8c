import type { Address } from 'viem'
import type { TwinChain } from './chain.ts'

/** `System.Book` of contracts/test/twins: the deployed contracts a twin contract talks to. */
export function bookOf({ contracts }: TwinChain): Readonly<Record<string, Address>> {
  return {
    manager: contracts.AccessManager!,
    parties: contracts.Parties!,
    paymentToken: contracts.PaymentToken!,
    foundationToken: contracts.FoundationToken!,
    verification: contracts.Verification!,
    escrow: contracts.Escrow!,
    allocation: contracts.Allocation!,
    conversion: contracts.Conversion!,
    landRegistry: contracts.LandRegistry!,
    carbonCredit: contracts.CarbonCredit!,
  }
}
