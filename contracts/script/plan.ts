/**
 * What is deployed, as data: every contract with its constructor and initializer arguments. All addresses are CREATE2
 * addresses, so they are known before anything is sent and an address with code is certainly the contract it stands for.
 */
import type { TierFloor } from '@assay/domain/policy/tierFloors.ts'
import {
  type Address,
  encodeDeployData,
  encodeFunctionData,
  getCreate2Address,
  type Hex,
  keccak256,
  stringToBytes,
} from 'viem'
import { readArtifact } from './compile.ts'

/** Arachnid's deterministic deployment proxy: the same address on every chain, present on most and on anvil. */
export const factory: Address = '0x4e59b44847b379578588920cA78FbF26c0B4956C'

/** Our contracts in the order of who knows whom: each is wired to earlier ones only. */
export const proxied = [
  'Parties',
  'PaymentToken',
  'FoundationToken',
  'Verification',
  'Escrow',
  'Allocation',
  'Conversion',
  'LandRegistry',
  'CarbonCredit',
  'Listings',
  'AuditAnchor',
] as const
export type ProxiedName = (typeof proxied)[number]
export const deployed = ['AccessManager', ...proxied] as const
export type DeployedName = (typeof deployed)[number]
export type Addresses = Readonly<Record<DeployedName, Address>>

/** Values the contracts start with; governance changes them later. Basis points and points x 10^4 as in the interfaces. */
export interface ContractParameters {
  readonly verification: {
    readonly approvalScoreE4: number
    readonly outlierE4: number
    /** Floors of every tier in which cases may be opened. */
    readonly tiers: readonly TierFloor[]
  }
  readonly escrow: {
    readonly operations: Address
    readonly development: Address
    readonly reserve: Address
    readonly verification: Address
    readonly operationsBps: number
    readonly developmentBps: number
    readonly reserveBps: number
  }
  readonly allocation: {
    /** Base units of FT. */
    readonly supplyFloor: bigint
    readonly singleCapBps: number
    readonly sovereignCapBps: number
    readonly growthBps: number
    readonly deviationBps: number
  }
  readonly conversion: {
    /** PT per FT x 10^18. */
    readonly rateE18: bigint
    readonly burnBps: number
    readonly feeBps: number
    /** Base units of PT. */
    readonly dailyLimitPt: bigint
  }
  readonly listings: { readonly commissionBps: number; readonly account: Address }
}

/** `Programme` of IVerification, in its order. */
const programmes: readonly TierFloor['programme'][] = ['commodity', 'carbon']

export interface Deployment {
  readonly name: string
  readonly address: Address
  readonly initCode: Hex
}

export interface Plan {
  readonly manager: Deployment
  readonly implementations: Readonly<Record<ProxiedName, Deployment>>
  readonly proxies: Readonly<Record<ProxiedName, Deployment>>
}

type Wiring = Readonly<Record<ProxiedName, { constructor: readonly ProxiedName[]; initialize: readonly unknown[] }>>

function wiring(of: ContractParameters): Wiring {
  const { verification, escrow, allocation, conversion, listings } = of
  return {
    Parties: { constructor: [], initialize: [] },
    PaymentToken: { constructor: ['Parties'], initialize: [] },
    FoundationToken: { constructor: ['Parties'], initialize: [] },
    Verification: {
      constructor: ['Parties'],
      initialize: [verification.approvalScoreE4, verification.outlierE4, verification.tiers.map(tierArgs)],
    },
    Escrow: {
      constructor: ['Parties', 'PaymentToken', 'Verification'],
      initialize: [
        [escrow.operations, escrow.development, escrow.reserve, escrow.verification],
        [escrow.operationsBps, escrow.developmentBps, escrow.reserveBps],
      ],
    },
    Allocation: {
      constructor: ['FoundationToken', 'Verification', 'Escrow'],
      initialize: [
        allocation.supplyFloor,
        allocation.singleCapBps,
        allocation.sovereignCapBps,
        allocation.growthBps,
        allocation.deviationBps,
      ],
    },
    Conversion: {
      constructor: ['Parties', 'PaymentToken', 'FoundationToken'],
      initialize: [conversion.rateE18, conversion.burnBps, conversion.feeBps, conversion.dailyLimitPt],
    },
    LandRegistry: { constructor: ['Parties'], initialize: [] },
    CarbonCredit: { constructor: ['Parties', 'Verification', 'LandRegistry'], initialize: [] },
    Listings: { constructor: ['CarbonCredit', 'PaymentToken'], initialize: [listings.commissionBps, listings.account] },
    AuditAnchor: { constructor: [], initialize: [] },
  }
}

function tierArgs({ programme, ...floors }: TierFloor) {
  return { ...floors, programme: programmes.indexOf(programme) }
}

export const salt: Hex = keccak256(stringToBytes('assay'))

function deployment(name: string, initCode: Hex): Deployment {
  return { name, address: getCreate2Address({ from: factory, salt, bytecode: initCode }), initCode }
}

/**
 * Everything to deploy for a first administrator and these parameters. Other parameters or other code give other addresses.
 * @throws Error when the contracts are not compiled.
 */
export function planDeployment(admin: Address, parameters: ContractParameters): Plan {
  const wires = wiring(parameters)
  const manager = deployment('AccessManager', encodeDeployData({ ...readArtifact('AccessManager'), args: [admin] }))
  const proxyArtifact = readArtifact('TransparentUpgradeableProxy')
  const implementations: Partial<Record<ProxiedName, Deployment>> = {}
  const proxies: Partial<Record<ProxiedName, Deployment>> = {}
  for (const name of proxied) {
    const artifact = readArtifact(name)
    const args = wires[name].constructor.map((other) => proxies[other]!.address)
    const implementation = deployment(`${name} implementation`, encodeDeployData({ ...artifact, args }))
    const data = encodeFunctionData({
      abi: artifact.abi,
      functionName: 'initialize',
      args: [manager.address, ...wires[name].initialize],
    })
    implementations[name] = implementation
    proxies[name] = deployment(
      name,
      // The AccessManager owns each proxy's admin: an upgrade is one more restricted function.
      encodeDeployData({ ...proxyArtifact, args: [implementation.address, manager.address, data] }),
    )
  }
  return { manager, implementations: implementations as Plan['implementations'], proxies: proxies as Plan['proxies'] }
}
