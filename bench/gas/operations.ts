/** The product's operations, each measured several times with what it meets from the second time on: accounts that hold something. */
import {
  type AllocationTerms,
  allocationTermsHash,
  type IssuanceTerms,
  issuanceTermsHash,
} from '@assay/protocol/terms.ts'
import { type Address, type Hex, maxUint256, parseEther } from 'viem'
import { type Assay, idOf, roles } from './assay.ts'
import { checkBalances, checkToken } from './balances.ts'
import type { GasChain } from './chain.ts'

export const operations = [
  'transfer FT',
  'transfer PT',
  'quorum 3',
  'quorum 5',
  'quorum 7',
  'quorum 13',
  'allocate',
  'fund escrow',
  'release escrow',
  'retire',
  'retire batch of 10',
  'retire batch of 100',
] as const
export type Operation = (typeof operations)[number]

export type Gas = Readonly<Record<Operation, readonly number[]>>

export const repetitions = 3
/** The first of them is not noted. */
const turns = repetitions + 1
export const batches = [1, 10, 100] as const

export function retirementOf(items: (typeof batches)[number]): Operation {
  return items === 1 ? 'retire' : `retire batch of ${items}`
}

const account = (digit: string) => `0x${digit.repeat(40)}` as Address
const people = {
  buyer: account('b'),
  seller: account('5'),
  sovereign: account('7'),
  sovereignTwo: account('8'),
  landowner: account('1'),
} as const

/** The numbers of a delivery of wheat (domain.md 2.27, G1). */
const tonnes = 10_000_000n
const amount = parseEther('2500000')
const moved = parseEther('1')
const startFt = parseEther('1000')
const plenty = amount * BigInt(turns + 1)
const net = 6_967n

export async function measureOperations(chain: GasChain, assay: Assay): Promise<Gas> {
  const gas = Object.fromEntries(operations.map((name) => [name, []])) as unknown as Record<Operation, number[]>
  const { operator, contract } = assay
  await prepare(chain, assay)
  for (let turn = 0; turn < turns; turn++) {
    const note = (operation: Operation, used: number) => {
      // The first time writes where nothing was.
      if (turn > 0) gas[operation].push(used)
    }
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
    note('release escrow', await chain.send(operator, contract('Escrow'), 'release', [terms.tradeId]))
    note('allocate', await chain.send(operator, contract('Allocation'), 'allocate', [terms]))
  }
  const creditId = await issueCredits(chain, assay)
  for (let turn = 0; turn < turns; turn++) {
    for (const items of batches) {
      const used = await retire(chain, assay, creditId, items, turn)
      if (turn > 0) gas[retirementOf(items)].push(used)
    }
  }
  await checkOutcome(chain, assay, creditId)
  return gas
}

/** Parties with money. Minting FT is Allocation's alone; on this chain any account may be played. */
async function prepare(chain: GasChain, { operator, contract, admit }: Assay): Promise<void> {
  await admit(people.buyer, roles.trader)
  await admit(people.seller, roles.trader)
  await admit(people.sovereign, roles.sovereign)
  await admit(people.sovereignTwo, roles.sovereign)
  await admit(people.landowner, roles.landowner)
  const escrow = contract('Escrow').address
  await chain.send(operator, contract('PaymentToken'), 'mint', [people.buyer, plenty])
  // The escrow holds money of other trades.
  await chain.send(operator, contract('PaymentToken'), 'mint', [escrow, 1n])
  await chain.send(people.buyer, contract('PaymentToken'), 'approve', [escrow, maxUint256])
  const allocation = contract('Allocation').address
  await chain.send(allocation, contract('FoundationToken'), 'mint', [people.sovereign, startFt])
}

async function fund(
  chain: GasChain,
  { contract }: Assay,
  turn: number,
): Promise<{ terms: AllocationTerms; gas: number }> {
  const [tradeId, caseId] = [idOf('trade', turn), idOf('delivery', turn)]
  const escrow = {
    tradeId,
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
    tradeId,
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

/** The credits of a cottage (domain.md 2.27, G6). */
async function issueCredits(chain: GasChain, { operator, contract, decide, passWindow }: Assay): Promise<bigint> {
  const parcelId = idOf('parcel')
  const title = { parcelId, owner: people.landowner, polygonCommitment: idOf('polygon') }
  const titles = [{ ...title, geohash: '0x7539397a78', areaM2: 3_500n }]
  await chain.send(operator, contract('LandRegistry'), 'register', [titles])
  const terms: IssuanceTerms = {
    caseId: idOf('cottage'),
    projectId: idOf('project'),
    parcelId,
    to: people.landowner,
    vintage: 20_253,
    netKg: net,
    bufferKg: 1_229n,
    methodologyHash: idOf('methodology'),
  }
  const contracted = terms.netKg + terms.bufferKg
  const { caseId } = terms
  await decide({ programme: 'carbon', caseId, termsHash: issuanceTermsHash(terms), contracted, signers: 7 })
  await passWindow()
  await chain.send(operator, contract('CarbonCredit'), 'issue', [terms])
  return (await chain.read(contract('CarbonCredit'), 'creditId', [terms.projectId, terms.vintage])) as bigint
}

function retire(chain: GasChain, { contract }: Assay, creditId: bigint, items: number, turn: number): Promise<number> {
  const hashes: [Hex, Hex] = [idOf('beneficiary'), idOf('purpose')]
  const credits = contract('CarbonCredit')
  // Ends in zeros, so that the ids in a row of a batch share a word.
  const first = `${idOf('retirement', items, turn).slice(0, -2)}00`
  if (items === 1) return chain.send(people.landowner, credits, 'retire', [first, creditId, 1n, ...hashes])
  const each = <T>(of: T) => Array.from({ length: items }, () => of)
  return chain.send(people.landowner, credits, 'retireBatch', [first, each(creditId), each(1n), ...hashes])
}

/** The figures of domain.md 2.27 (G1), once for each turn. */
async function checkOutcome(chain: GasChain, { contract, wallet }: Assay, creditId: bigint): Promise<void> {
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
  const retired = BigInt(turns * batches.reduce((sum, items) => sum + items, 0))
  const credits = (functionName: string, args: readonly unknown[]) =>
    chain.read(contract('CarbonCredit'), functionName, args) as Promise<bigint>
  const landowner = [[people.landowner, net - retired]] as const
  await checkBalances('CarbonCredit', landowner, (holder) => credits('balanceOf', [holder, creditId]))
  const count = await credits('retiredOf', [creditId])
  if (count !== retired) throw new Error(`CarbonCredit counts ${count} kg as retired instead of ${retired}`)
}
