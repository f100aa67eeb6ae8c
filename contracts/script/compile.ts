/** Compiles the contracts with forge and reads what it wrote. */
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import type { Abi, Hex } from 'viem'
import { forgeBinary, forgeEnvironment, root } from './forge.ts'

/** Name of an artifact and the source file forge files it under. */
const sources = {
  AccessManager: 'AccessManager.sol',
  TransparentUpgradeableProxy: 'TransparentUpgradeableProxy.sol',
  ProxyAdmin: 'ProxyAdmin.sol',
  Parties: 'Parties.sol',
  PaymentToken: 'PaymentToken.sol',
  FoundationToken: 'FoundationToken.sol',
  Verification: 'Verification.sol',
  Escrow: 'Escrow.sol',
  Allocation: 'Allocation.sol',
  Conversion: 'Conversion.sol',
  LandRegistry: 'LandRegistry.sol',
  CarbonCredit: 'CarbonCredit.sol',
  Listings: 'Listings.sol',
  AuditAnchor: 'AuditAnchor.sol',
} as const
export type ArtifactName = keyof typeof sources

export interface Artifact {
  readonly abi: Abi
  /** Creation code without constructor arguments. */
  readonly bytecode: Hex
}

/**
 * Runs `forge build` for the sources (not the tests); a second run without changes takes a moment. forge's own lines go to `log`.
 * @throws Error with forge's output when the sources do not compile or forge cannot be started.
 */
export function compile({ log }: { log: (line: string) => void }): void {
  const done = spawnSync(forgeBinary(), ['build', '--root', root, '--skip', 'test', '--color', 'never'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    env: forgeEnvironment(),
  })
  const output = `${done.stdout ?? ''}${done.stderr ?? ''}`.trim()
  for (const line of output.split('\n').filter((text) => text !== '')) log(line)
  if (done.error) throw new Error(`forge could not be started: ${done.error.message}`)
  if (done.status !== 0) throw new Error(`the contracts do not compile:\n${output}`)
}

/** @throws Error naming the file when forge has not written the artifact. */
export function readArtifact(name: ArtifactName): Artifact {
  const { abi, bytecode } = readJson(name) as { abi: Abi; bytecode: { object: Hex } }
  return { abi, bytecode: bytecode.object }
}

function readJson(name: ArtifactName): unknown {
  const file = `${root}contracts/out/${sources[name]}/${name}.json`
  if (!existsSync(file)) throw new Error(`${file} is missing: compile the contracts first`)
  return JSON.parse(readFileSync(file, 'utf8'))
}

interface StoragePlace {
  readonly label: string
  readonly slot: string
  readonly offset: number
  readonly type: string
}

export interface StorageLayout {
  readonly storage: readonly StoragePlace[]
  readonly types: Readonly<
    Record<
      string,
      {
        readonly label: string
        readonly key?: string
        readonly value?: string
        readonly members?: readonly StoragePlace[]
      }
    >
  > | null
}

/** Where a contract keeps its variables. @throws Error naming the file when forge has not written the artifact. */
export function readStorageLayout(name: ArtifactName): StorageLayout {
  return (readJson(name) as { storageLayout: StorageLayout }).storageLayout
}
