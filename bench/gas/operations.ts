/** The product's operations, each measured several times with what it meets from the second time on: accounts that hold something. */
import { tradeIdOf } from '@assay/protocol/ids.ts'
import { type AllocationTerms, allocationTermsHash } from '@assay/protocol/terms.ts'
import { type Address, maxUint256, parseEther } from 'viem'
import { type Assay, idOf, roles } from './assay.ts'
import { checkToken } from './balances.ts'
import type { GasChain } from './chain.ts'
import { measureRetirements } from './credits.ts'
import { type Gas, type Operation, operations, turns } from './measurement.ts'

const account = (digit: string) => `0x${digit.repeat(40)}` as Address
const people = {
  buyer: account('b'),
  seller: account('5'),
  sovereign: account('7'),
  sovereignTwo: account('8'),
} as const

/** The numbers of a delivery of wheat (domain.md 2.27, G1). */
const tonnes = 10_000_000n
const amount = parseEther('2500000')
const moved = parseEther('1')
const startFt = parseEther('1000')
const plenty = amount * BigInt(turns + 1)

export async function measureOperations(chain: GasChain, assay: Assay): Promise<Gas> {
  const gas = Object.fromEntries(operations.map((name) => [name, []])) as unknown as Record<Operation, number[]>
  const { operator, contract } = assay
  await prepare(chain, assay)
  for (let turn = 0; turn < turns; turn++) {
    const note = (operation: Operation, used: number) => gas[operation].push(used)
    const { sovereign, sovereignTwo, buyer, seller } = people
    note('transfer FT', await chain.send(sovereign, contract('FoundationToken'), 'transfer', [sovereignTwo, moved]))
    note('transfer PT', await chain.send(buyer, contract('PaymentToken'), 'transfer', [seller, moved]))
    for (const signers of [3, 5, 7, 13] as const) {
      const caseId = idOf('quorum', signers, turn)
      const of = { programme: 'commodity', caseId, termsHash: idOf('terms'), contracted: tonnes, signers } as const
      note(`quorum ${signers}`, await assay.decide(of))
    }
    const trade = await fund(chain, assay, turn)
    note('fund escrow', trade.gas)
    const { terms } = trade
    const termsHash = allocationTermsHash(terms)
    await assay.decide({ programme: 'commodity', caseId: terms.caseId, termsHash, contracted: tonnes, signers: 7 })
    await assay.passWindow()
    note('release escrow', await chain.send(operator, contract('Escrow'), 'release', [tradeIdOf({ ...terms, amount })]))
    note('allocate', await chain.send(operator, contract('Allocation'), 'allocate', [terms]))
  }
  await checkOutcome(chain, assay)
  return { ...gas, ...(await measureRetirements(chain, assay)) }
}

/** Parties with money. Minting FT is Allocation's alone; on this chain any account may be played. */
async function prepare(chain: GasChain, { contract, admit, wallet }: Assay): Promise<void> {
  await admit(people.buyer, roles.trader)
  await admit(people.seller, roles.trader)
  await admit(people.sovereign, roles.sovereign)
  await admit(people.sovereignTwo, roles.sovereign)
  const escrow = contract('Escrow').address
  const treasury = await wallet('treasury')
  await chain.send(treasury, contract('PaymentToken'), 'mint', [people.buyer, plenty])
  // The escrow holds money of other trades.
  await chain.send(treasury, contract('PaymentToken'), 'mint', [escrow, 1n])
  await chain.send(people.buyer, contract('PaymentToken'), 'approve', [escrow, maxUint256])
  const allocation = contract('Allocation').address
  await chain.send(allocation, contract('FoundationToken'), 'mint', [people.sovereign, startFt])
}

async function fund(
  chain: GasChain,
  { contract }: Assay,
  turn: number,
): Promise<{ terms: AllocationTerms; gas: number }> {
  const caseId = idOf('delivery', turn)
  const escrow = {
    caseId,
    buyer: people.buyer,
    seller: people.seller,
    amount,
    tradeFee: parseEther('3735'),
    verificationFee: parseEther('1250'),
    burnBps: 1_500,
    timeoutAt: (await chain.time()) + 90n * 86_400n,
  }
  const gas = await chain.send(people.buyer, contract('Escrow'), 'fund', [escrow])
  const terms: AllocationTerms = {
    caseId,
    buyer: people.buyer,
    seller: people.seller,
    sovereign: people.sovereign,
    ptValue: amount,
    baseMultiplierE4: 17_000,
    factorsE4: [500, 1_500, 867, 2_800, 0, 1_000, 0],
    weightsE4: [1_500, 2_000, 1_000, 2_500, 1_500, 1_000, 500],
    modifierE4: 10_000,
    eligibilityBps: 10_000,
    expected: parseEther('4250000'),
    parametersHash: idOf('parameters'),
  }
  return { terms, gas }
}

/** The figures of domain.md 2.27 (G1), once for each turn. */
async function checkOutcome(chain: GasChain, { contract, wallet }: Assay): Promise<void> {
  const times = (pt: string) => BigInt(turns) * parseEther(pt)
  const minted = times('4786222.5')
  await checkToken(chain, 'FoundationToken', contract('FoundationToken'), [
    [people.sovereign, startFt + minted - BigInt(turns) * moved],
    [people.sovereignTwo, BigInt(turns) * moved],
  ])
  await checkToken(chain, 'PaymentToken', contract('PaymentToken'), [
    [people.buyer, plenty - BigInt(turns) * (amount + moved)],
    [people.seller, BigInt(turns) * (amount + moved) - times('3735') - times('1250')],
    [contract('Escrow').address, 1n],
    [await wallet('verificationFees'), times('1250')],
    [await wallet('operationsFees'), times('1904.85')],
    [await wallet('developmentFees'), times('952.425')],
    [await wallet('reserveFees'), times('317.475')],
  ])
  const supply = (await chain.read(contract('PaymentToken'), 'totalSupply', [])) as bigint
  const burned = plenty + 1n - supply
  if (burned !== times('560.25')) throw new Error(`${burned} PT burned as fees instead of ${times('560.25')}`)
}
