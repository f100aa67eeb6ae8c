/** Retirements of the credits of a cottage (domain.md 2.27, G6): one at a time and in batches. */
import { type IssuanceTerms, issuanceTermsHash } from '@assay/protocol/terms.ts'
import type { Address, Hex } from 'viem'
import { type Assay, idOf, roles } from './assay.ts'
import { checkBalances } from './balances.ts'
import type { GasChain } from './chain.ts'
import { batches, type Gas, retirementOf, turns } from './measurement.ts'

const landowner: Address = `0x${'1'.repeat(40)}`
const net = 6_967n

export async function measureRetirements(chain: GasChain, assay: Assay): Promise<Partial<Gas>> {
  await assay.admit(landowner, roles.landowner)
  const creditId = await issueCredits(chain, assay)
  const gas: Record<string, number[]> = {}
  for (const items of batches) {
    const all: number[] = []
    for (let turn = 0; turn < turns; turn++) all.push(await retire(chain, assay, creditId, items, turn))
    gas[retirementOf(items)] = all
  }
  await checkRetired(chain, assay, creditId)
  return gas
}

async function issueCredits(chain: GasChain, assay: Assay): Promise<bigint> {
  const { operator, contract, decide, passWindow } = assay
  const parcelId = idOf('parcel')
  const title = { parcelId, owner: landowner, polygonCommitment: idOf('polygon') }
  const titles = [{ ...title, geohash: '0x7539397a78', areaM2: 3_500n }]
  await chain.send(await assay.wallet('registrar'), contract('LandRegistry'), 'register', [titles])
  const terms: IssuanceTerms = {
    caseId: idOf('cottage'),
    projectId: idOf('project'),
    parcelId,
    to: landowner,
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
  if (items === 1) return chain.send(landowner, credits, 'retire', [first, creditId, 1n, ...hashes])
  const each = <T>(of: T) => Array.from({ length: items }, () => of)
  return chain.send(landowner, credits, 'retireBatch', [first, each(creditId), each(1n), ...hashes])
}

async function checkRetired(chain: GasChain, { contract }: Assay, creditId: bigint): Promise<void> {
  const retired = BigInt(turns * batches.reduce((sum, items) => sum + items, 0))
  const credits = (functionName: string, args: readonly unknown[]) =>
    chain.read(contract('CarbonCredit'), functionName, args) as Promise<bigint>
  const left = [[landowner, net - retired]] as const
  await checkBalances('CarbonCredit', left, (holder) => credits('balanceOf', [holder, creditId]))
  const count = await credits('retiredOf', [creditId])
  if (count !== retired) throw new Error(`CarbonCredit counts ${count} kg as retired instead of ${retired}`)
}
