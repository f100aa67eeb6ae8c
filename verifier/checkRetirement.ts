import type { RetirementBundle } from '@assay/protocol/bundle.ts'
import { creditIdOf } from '@assay/protocol/computation.ts'
import { idOf } from '@assay/protocol/ids.ts'
import { retirementHashes } from '@assay/protocol/retirementHashes.ts'
import type { Hex } from 'viem'
import { type Checklist, holds, same } from './checklist.ts'
import { factOf, type ProvenBundle, type ProvenFact } from './facts.ts'

/** Credits were burned for good, for the beneficiary and purpose stated. */
export function checkRetirement({ retirement }: RetirementBundle, facts: readonly ProvenFact[], list: Checklist): void {
  const retired = list.check(
    'retired',
    `the chain burned ${retirement.kg} kg CO2e of credit ${retirement.creditId} for good`,
    () => {
      const fact = factOf(
        facts,
        'Retired',
        ({ retirementId }) => retirementId === idOf('retirement', retirement.retirementId),
      )
      const { args } = fact
      same('the credit', String(args.id), retirement.creditId)
      same('the holder', String(args.holder).toLowerCase(), retirement.holder)
      same('the quantity', String(args.kg), retirement.kg)
      same('the hash of the beneficiary', args.beneficiaryHash, retirement.beneficiaryHash)
      same('the hash of the purpose', args.purposeHash, retirement.purposeHash)
      same('the number of retirements', facts.filter(({ event }) => event === 'Retired').length, 1)
      return fact
    },
  )
  list.check(
    'credit',
    `the credit is project ${retirement.projectId}, vintage ${retirement.vintage}, and was issued before`,
    () => {
      const id = creditIdOf(idOf('project', retirement.projectId), retirement.vintage)
      same('the credit', id.toString(), retirement.creditId)
      const issued = facts.filter(({ event, args }) => event === 'Issued' && args.id === id)
      same('the number of issuances', issued.length, facts.filter(({ event }) => event === 'Issued').length)
      same('the number of issuance bundles', retirement.issuances.length, issued.length)
      holds(
        issued.every(({ blockNumber }) => retired === undefined || blockNumber <= retired.blockNumber),
        'an issuance is later than the retirement',
      )
      const kg = issued.reduce((total, { args }) => total + (args.netKg as bigint), 0n)
      holds(kg >= BigInt(retirement.kg), `only ${kg} kg of the credit were issued`)
      for (const { caseId } of retirement.issuances)
        factOf(issued, 'Issued', (args) => args.caseId === idOf('case', caseId))
    },
  )
  const texts = retirement.texts.private
  if (texts === undefined) {
    list.withheld('beneficiary', 'beneficiary and purpose are withheld; their salted hashes are on chain')
    return
  }
  list.check('beneficiary', 'beneficiary and purpose, with their salt, hash to what the chain holds', () => {
    const hashes = retirementHashes({ ...texts, salt: texts.salt as Hex })
    same('the hash of the beneficiary', hashes.beneficiaryHash, retired?.args.beneficiaryHash)
    same('the hash of the purpose', hashes.purposeHash, retired?.args.purposeHash)
  })
}

/**
 * Each issuance in the file is the one whose log stands in the retirement's own receipts, and all speak of one chain and of the same
 * contracts. With its own checks, what was measured, judged and computed is led to what was retired.
 */
export function checkIssuancesBehind(
  { bundle: { retirement, chain }, facts }: ProvenBundle<RetirementBundle>,
  behind: readonly ProvenBundle[],
  list: Checklist,
): void {
  list.check('issuances', `${behind.length} issuance(s) behind the credit were checked from their evidence on`, () => {
    const addresses = new Map(Object.entries(chain.contracts))
    for (const [place, { bundle, facts: shown }] of behind.entries()) {
      const { caseId } = retirement.issuances[place]!
      const own = factOf(facts, 'Issued', (args) => args.caseId === idOf('case', caseId))
      const proven = factOf(shown, 'Issued')
      same(`the case of issuance ${place + 1}`, proven.args.caseId, own.args.caseId)
      same(`the block of issuance ${place + 1}`, proven.blockHash, own.blockHash)
      same(`the chain of issuance ${place + 1}`, bundle.chain.chainId, chain.chainId)
      for (const [name, address] of Object.entries(bundle.chain.contracts)) {
        same(`${name} of issuance ${place + 1}`, address, addresses.get(name) ?? address)
        addresses.set(name, address)
      }
    }
  })
}
