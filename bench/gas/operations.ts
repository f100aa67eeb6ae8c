/** The product's operations, each measured several times with what it meets from the second time on: accounts that hold something. */
import {
  type AllocationTerms,
  allocationTermsHash,
  type IssuanceTerms,
  issuanceTermsHash,
} from '@assay/protocol/terms.ts'
import { type Address, type Hex, maxUint256, parseEther } from 'viem'
import { type Assay, idOf, roles } from './assay.ts'
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

export async function measureOperations(chain: GasChain, assay: Assay): Promise<Gas> {
  const gas = Object.fromEntries(operations.map((name) => [name, []])) as unknown as Record<Operation, number[]>
  await prepare(chain, assay)
  const { operator, contract } = assay
  for (let turn = 0; turn <= repetitions; turn++) {
    const note = (operation: Operation, used: number) => {
      // The first time writes where nothing was.
      if (turn > 0) gas[operation].push(used)
    }
    const { sovereign, sovereignTwo, buyer, seller } = people
    note(
      'transfer FT',
      await chain.send(sovereign, contract('FoundationToken'), 'transfer', [sovereignTwo, 10n ** 18n]),
    )
    note('transfer PT', await chain.send(buyer, contract('PaymentToken'), 'transfer', [seller, 10n ** 18n]))
    for (const signers of [3, 5, 7, 13] as const) {
      const caseId = idOf('quorum', signers, turn)
      note(`quorum ${signers}`, await assay.decide({ caseId, termsHash: idOf('terms'), contracted: tonnes, signers }))
    }
    const trade = await fund(chain, assay, turn)
    note('fund escrow', trade.gas)
    await assay.decide({
      caseId: trade.terms.caseId,
      termsHash: allocationTermsHash(trade.terms),
      contracted: tonnes,
      signers: 7,
    })
    await assay.passWindow()
    note('release escrow', await chain.send(operator, contract('Escrow'), 'release', [trade.terms.tradeId]))
    note('allocate', await chain.send(operator, contract('Allocation'), 'allocate', [trade.terms]))
  }
  const creditId = await issueCredits(chain, assay)
  for (let turn = 0; turn <= repetitions; turn++) {
    for (const items of [1, 10, 100]) {
      const used = await retire(chain, assay, creditId, items, turn)
      if (turn > 0) gas[items === 1 ? 'retire' : (`retire batch of ${items}` as Operation)].push(used)
    }
  }
  return gas
}

/** Parties with money. Minting FT is Allocation's alone; on this chain any account may be played. */
async function prepare(chain: GasChain, { operator, contract, admit }: Assay): Promise<void> {
  await admit(people.buyer, roles.trader)
  await admit(people.seller, roles.trader)
  await admit(people.sovereign, roles.sovereign)
  await admit(people.sovereignTwo, roles.sovereign)
  await admit(people.landowner, roles.landowner)
  const plenty = amount * BigInt(repetitions + 2)
  await chain.send(operator, contract('PaymentToken'), 'mint', [people.buyer, plenty])
  await chain.send(people.buyer, contract('PaymentToken'), 'approve', [contract('Escrow').address, maxUint256])
  const allocation = contract('Allocation').address
  await chain.send(allocation, contract('FoundationToken'), 'mint', [people.sovereign, parseEther('1000')])
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
  const parcel = [parcelId, people.landowner, idOf('polygon'), '0x7539397a78', 3_500n]
  await chain.send(operator, contract('LandRegistry'), 'register', parcel)
  const terms: IssuanceTerms = {
    caseId: idOf('cottage'),
    projectId: idOf('project'),
    parcelId,
    to: people.landowner,
    vintage: 20_253,
    netKg: 6_967n,
    bufferKg: 1_229n,
    methodologyHash: idOf('methodology'),
  }
  const contracted = terms.netKg + terms.bufferKg
  await decide({ caseId: terms.caseId, termsHash: issuanceTermsHash(terms), contracted, signers: 7 })
  await passWindow()
  await chain.send(operator, contract('CarbonCredit'), 'issue', [terms])
  return (await chain.read(contract('CarbonCredit'), 'creditId', [terms.projectId, terms.vintage])) as bigint
}

function retire(chain: GasChain, { contract }: Assay, creditId: bigint, items: number, turn: number): Promise<number> {
  const hashes: [Hex, Hex] = [idOf('beneficiary'), idOf('purpose')]
  const ids = Array.from({ length: items }, (_, item) => idOf('retirement', items, turn, item))
  const credits = contract('CarbonCredit')
  if (items === 1) return chain.send(people.landowner, credits, 'retire', [ids[0], creditId, 1n, ...hashes])
  const [each, kg] = [ids.map(() => creditId), ids.map(() => 1n)]
  return chain.send(people.landowner, credits, 'retireBatch', [ids, each, kg, ...hashes])
}
