/**
 * `node tools/generateAbis.ts` writes contracts/generated/abis.ts from what forge compiled; with `--check` it only compares.
 * The ABI of a proxied contract is its implementation's, with the proxy's own events and with the errors of the contracts
 * it calls, so that whoever calls a proxy can decode all that comes back.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { type ArtifactName, compile, readArtifact } from '../contracts/script/compile.ts'

interface AbiItem {
  readonly type: string
  readonly name?: string
  readonly inputs?: readonly AbiInput[]
}
interface AbiInput {
  readonly name: string
  readonly type: string
  readonly internalType?: string
  readonly components?: readonly AbiInput[]
}

/** Each contract with those whose errors pass through it. */
const contracts: Readonly<Record<string, readonly ArtifactName[]>> = {
  AccessManager: [],
  Parties: [],
  PaymentToken: ['Parties'],
  FoundationToken: ['Parties'],
  Verification: ['Parties'],
  Escrow: ['Parties', 'PaymentToken', 'Verification'],
  Allocation: ['Parties', 'FoundationToken', 'Verification', 'Escrow'],
  Conversion: ['Parties', 'FoundationToken', 'PaymentToken'],
  LandRegistry: ['Parties'],
  CarbonCredit: ['Parties', 'Verification', 'LandRegistry'],
  Listings: ['Parties', 'CarbonCredit', 'PaymentToken'],
  AuditAnchor: [],
}
const target = fileURLToPath(new URL('../contracts/generated/abis.ts', import.meta.url))

function signature(item: AbiItem): string {
  const types = (inputs: readonly AbiInput[] = []): string =>
    inputs.map((input) => (input.components ? `(${types(input.components)})` : input.type)).join(',')
  return `${item.type} ${item.name ?? ''}(${types(item.inputs)})`
}

function itemsOf(name: ArtifactName): AbiItem[] {
  return readArtifact(name).abi as unknown as AbiItem[]
}

function mergedAbi(name: ArtifactName, calls: readonly ArtifactName[]): AbiItem[] {
  const proxied = name !== 'AccessManager'
  const own = itemsOf(name).filter((item) => item.type !== 'constructor')
  const proxy = proxied ? itemsOf('TransparentUpgradeableProxy').filter((item) => item.type === 'event') : []
  const foreign = calls.flatMap(itemsOf).filter((item) => item.type === 'error')
  const merged = new Map<string, AbiItem>()
  for (const item of [...own, ...proxy, ...foreign]) {
    if (!merged.has(signature(item))) merged.set(signature(item), item)
  }
  return [...merged.values()].sort((a, b) => (signature(a) < signature(b) ? -1 : 1))
}

function render(): string {
  const body = Object.entries(contracts)
    .map(([name, calls]) => {
      const items = mergedAbi(name as ArtifactName, calls).map((item) => `    ${JSON.stringify(item)},`)
      return `  ${name}: [\n${items.join('\n')}\n  ],`
    })
    .join('\n')
  return `// Emitted by tools/generateAbis.ts from contracts/src. Do not edit.\nexport const abis = {\n${body}\n} as const\n`
}

compile({ log: (line) => process.stderr.write(`${line}\n`) })
const emitted = render()
if (process.argv.includes('--check')) {
  let present = ''
  try {
    present = readFileSync(target, 'utf8')
  } catch {
    // A missing file differs from the emitted one, which is what is reported below.
  }
  if (present !== emitted) {
    console.error('contracts/generated/abis.ts differs from contracts/src: run `npm run generate`.')
    process.exit(1)
  }
} else {
  mkdirSync(fileURLToPath(new URL('.', `file://${target}`)), { recursive: true })
  writeFileSync(target, emitted)
}
