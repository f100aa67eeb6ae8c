/** The product's contracts as every start deploys them, and the people and cases its operations need. */
import { join } from 'node:path'
import { parametersAt } from '@assay/domain/programmes/catalogue.ts'
import { committeeBitmap, type Opening, signedReport } from '@assay/protocol/signedReport.ts'
import { partyClaimTypedData, type ReportMessage, reportTypedData, typedDataDomain } from '@assay/protocol/typedData.ts'
import { type Abi, type Address, type Hex, keccak256, numberToHex, stringToHex } from 'viem'
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

/** `Programme` and `Outcome` of IVerification. */
export const programmes = { commodity: 0, carbon: 1 } as const
const approved = 1

/** Reliabilities of the nodes, times 10^4. */
const reliabilities = [10_000, 9_000, 9_000, 8_000, 8_000, 7_000, 6_000, 9_000, 9_000, 9_000, 9_000, 9_000, 9_000]
const windowSeconds = 48 * 3_600
const yearSeconds = 31_536_000n

export type Name = keyof typeof abis

export interface Decision {
  readonly programme: keyof typeof programmes
  readonly caseId: Hex
  readonly termsHash: Hex
  readonly contracted: bigint
  /** The committee: the first so many nodes, all of whom report. */
  readonly signers: number
}

export interface Assay {
  readonly operator: Address
  contract(name: Name): Contract
  /** The wallet of the installation that has this purpose. */
  wallet(purpose: keyof typeof walletIndexes): Promise<Address>
  /** Lets an account hold and act. */
  admit(account: Address, roles: number): Promise<void>
  /** Opens a case and brings one approving report of each node; resolves with the gas of the result. */
  decide(of: Decision): Promise<number>
  passWindow(): Promise<void>
}

export const idOf = (...parts: readonly (string | number)[]): Hex => keccak256(stringToHex(parts.join('/')))

export async function deployAssay(chain: GasChain): Promise<Assay> {
  compile({ log: () => undefined })
  const signer = localSigner(mnemonic)
  const { contracts } = await deployProduct({
    rpcUrl: chain.url,
    signer,
    delaySeconds: {},
    parameters: parametersAt([], new Date()),
    addressBookPath: join(chain.directory, 'addresses.json'),
    log: () => undefined,
  })
  const wallet: Assay['wallet'] = (purpose) => signer.address(walletIndexes[purpose])
  const operator = await wallet('operator')
  const nodeRegistrar = await wallet('nodeRegistrar')
  const contract = (name: Name): Contract => ({ address: contracts[name]!, abi: abis[name] as Abi })
  const nodes = reliabilities.map((_, index) => privateKeyToAccount(numberToHex(0x90de00 + index, { size: 32 })))
  for (const [index, { address }] of nodes.entries()) {
    await chain.send(nodeRegistrar, contract('Verification'), 'setNode', [index, address, reliabilities[index], true])
  }
  // Three of three, for the smallest figure; as deployed the lowest tier has a committee of seven.
  const floors = {
    programme: programmes.commodity,
    minReports: 3,
    minCommittee: 3,
    minConsensusBps: 7_500,
    minScoreThresholdE4: 765_000,
    minWindowSeconds: windowSeconds,
  }
  await chain.send(await wallet('governance'), contract('Verification'), 'setTier', [floors])
  const issuer = mnemonicToAccount(mnemonic, { addressIndex: walletIndexes.claimIssuer })

  async function open({ programme, caseId, termsHash, contracted, signers }: Decision): Promise<Opening> {
    const opening = {
      claimKey: idOf('claim', caseId),
      evidenceRoot: idOf('evidence', caseId),
      committee: committeeBitmap(Array.from({ length: signers }, (_, index) => index)),
    }
    const terms = {
      caseId,
      ...opening,
      termsHash,
      programme: programmes[programme],
      contractedQuantity: contracted,
      scoreThresholdE4: 892_500,
      consensusBps: 7_500,
      minReports: programme === 'carbon' ? 1 : 3,
      windowSeconds,
      deadline: (await chain.time()) + 30n * 86_400n,
    }
    await chain.send(operator, contract('Verification'), 'openCase', [terms])
    return opening
  }

  return {
    operator,
    contract,
    wallet,
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
      const opening = await open(of)
      const { caseId, termsHash } = of
      const { evidenceRoot } = opening
      const answer = { scoreE4: 940_625, agrees: true, critical: false, justificationHash: idOf('why', caseId) }
      const report: ReportMessage = { caseId, round: 1, evidenceRoot, termsHash, quantity: of.contracted, ...answer }
      const domain = typedDataDomain('Verification', chain.chainId, contracts.Verification!)
      const signed = nodes.slice(0, of.signers).map(async (node, index) => {
        return signedReport(index, answer, await node.signTypedData(reportTypedData(domain, report)))
      })
      const args = [caseId, opening, await Promise.all(signed)]
      const gas = await chain.send(operator, contract('Verification'), 'submitResult', args)
      const { outcome } = (await chain.read(contract('Verification'), 'getCase', [caseId])) as { outcome: number }
      if (outcome !== approved) throw new Error(`a case that all nodes approved has the outcome ${outcome}`)
      return gas
    },
    passWindow: () => chain.pass(windowSeconds),
  }
}
