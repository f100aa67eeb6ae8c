/** The product's contracts as every start deploys them, and the people and cases its operations need. */

import { join } from 'node:path'
import { parametersAt } from '@assay/domain/programmes/catalogue.ts'
import { partyClaimTypedData, type ReportMessage, reportTypedData, typedDataDomain } from '@assay/protocol/typedData.ts'
import { type Address, type Hex, keccak256, numberToHex, stringToHex } from 'viem'
import { mnemonicToAccount, privateKeyToAccount } from 'viem/accounts'
import { abis } from '../../contracts/generated/abis.ts'
import { compile } from '../../contracts/script/compile.ts'
import { localSigner } from '../../server/adapters/signer-local.ts'
import { walletIndexes } from '../../server/ports/signer.ts'
import { deployProduct } from '../../server/runtime/deploy.ts'
import type { Contract, GasChain } from './chain.ts'

export const mnemonic = 'test test test test test test test test test test test junk'

/** Bits of IParties.PartyRoles. */
export const roles = { trader: 1, sovereign: 2, landowner: 4 } as const

/** Reliabilities of the nodes, times 10^4. */
const reliabilities = [10_000, 9_000, 9_000, 8_000, 8_000, 7_000, 6_000, 9_000, 9_000, 9_000, 9_000, 9_000, 9_000]
const windowSeconds = 48 * 3_600
const yearSeconds = 31_536_000n

export type Name = keyof typeof abis

export interface Assay {
  readonly operator: Address
  contract<N extends Name>(name: N): Contract<(typeof abis)[N]>
  /** Lets an account hold and act. */
  admit(account: Address, roles: number): Promise<void>
  /** A case of the first nodes, with one report of each; resolves with the gas of the result. */
  decide(of: { caseId: Hex; termsHash: Hex; contracted: bigint; signers: number }): Promise<number>
  passWindow(): Promise<void>
}

export const idOf = (...parts: readonly (string | number)[]): Hex => keccak256(stringToHex(parts.join('/')))

export async function deployAssay(chain: GasChain): Promise<Assay> {
  compile({ log: () => undefined })
  const signer = localSigner(mnemonic)
  const { contracts } = await deployProduct({
    rpcUrl: chain.url,
    signer,
    parameters: parametersAt([], new Date()),
    addressBookPath: join(chain.directory, 'addresses.json'),
    log: () => undefined,
  })
  const operator = await signer.address(walletIndexes.operator)
  const contract: Assay['contract'] = (name) => ({ address: contracts[name]!, abi: abis[name] })
  const nodes = reliabilities.map((_, index) => privateKeyToAccount(numberToHex(0x90de00 + index, { size: 32 })))
  for (const [index, { address }] of nodes.entries()) {
    await chain.send(operator, contract('Verification'), 'setNode', [index, address, reliabilities[index], true])
  }
  const issuer = mnemonicToAccount(mnemonic, { addressIndex: walletIndexes.claimIssuer })

  async function open(of: Parameters<Assay['decide']>[0]): Promise<ReportMessage> {
    const evidenceRoot = idOf('evidence', of.caseId)
    const terms = {
      caseId: of.caseId,
      claimKey: idOf('claim', of.caseId),
      evidenceRoot,
      termsHash: of.termsHash,
      committee: (1n << BigInt(of.signers)) - 1n,
      contractedQuantity: of.contracted,
      scoreThresholdE4: 892_500,
      consensusBps: 7_500,
      minReports: 3,
      windowSeconds,
      deadline: (await chain.time()) + 30n * 86_400n,
    }
    await chain.send(operator, contract('Verification'), 'openCase', [terms])
    const { caseId, termsHash } = of
    const verdict = { scoreE4: 940_625, agrees: true, critical: false, justificationHash: idOf('why', caseId) }
    return { caseId, round: 1, evidenceRoot, termsHash, quantity: of.contracted, ...verdict }
  }

  return {
    operator,
    contract,
    async admit(account, granted) {
      const claim = {
        account,
        partyId: idOf('party', account),
        roles: granted,
        country: 756,
        expiresAt: (await chain.time()) + yearSeconds,
        nonce: 0n,
      }
      const domain = typedDataDomain('Parties', chain.chainId, contracts.Parties!)
      const signature = await issuer.signTypedData(partyClaimTypedData(domain, claim))
      await chain.send(operator, contract('Parties'), 'acceptClaim', [claim, signature])
    },
    async decide(of) {
      const report = await open(of)
      const domain = typedDataDomain('Verification', chain.chainId, contracts.Verification!)
      const reporting = nodes.slice(0, of.signers)
      const signatures = await Promise.all(reporting.map((node) => node.signTypedData(reportTypedData(domain, report))))
      const reports = reporting.map(() => report)
      return chain.send(operator, contract('Verification'), 'submitResult', [of.caseId, reports, signatures])
    },
    passWindow: () => chain.pass(windowSeconds),
  }
}
