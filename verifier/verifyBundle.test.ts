import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { DocumentRecord, Statement } from '@assay/domain/dossier.ts'
import { fictra } from '@assay/domain/programmes/fictra.ts'
import {
  type AllocationBundle,
  type Bundle,
  bundleIdOf,
  type RetirementBundle,
  writeBundle,
} from '@assay/protocol/bundle.ts'
import { canonicalBytes, type JsonValue, parseCanonical } from '@assay/protocol/canonicalJson.ts'
import { publicFormOf, sealOf } from '@assay/protocol/seal.ts'
import { cottage } from '@assay/protocol/test/cases.ts'
import { expect, test } from 'vitest'
import { linesOf } from './main.ts'
import { allocationBundle } from './test/allocationBundle.ts'
import { issuanceBundle } from './test/issuanceBundle.ts'
import { measuredField, woodedHill } from './test/land.ts'
import { cottageIssuance, fileOf, retirementBundle } from './test/retirementBundle.ts'
import { verifyBundle } from './verifyBundle.ts'

const bundles: Record<string, Bundle> = {
  'a clean delivery': await allocationBundle(),
  'a shortage decided in a review round': await allocationBundle({ reviewed: true }),
  'a quantified building': await issuanceBundle(),
  'a forest': await issuanceBundle('forestInventory', woodedHill),
  'a field': await issuanceBundle('croplandSoil', measuredField),
  'a retirement': await retirementBundle(),
}

type DraftRecord = Omit<DocumentRecord, 'statements'> & { statements: Statement[] }

const failed = async (bytes: Uint8Array) => !(await verifyBundle(bytes)).ok

interface Leaf {
  /** Keys from the root; the same leaf of every list element has one pattern, with `*` for the index. */
  readonly path: readonly (string | number)[]
  readonly pattern: string
  readonly value: JsonValue
}

function leavesOf(json: JsonValue, path: readonly (string | number)[] = []): Leaf[] {
  if (Array.isArray(json) && json.length > 0) return json.flatMap((item, index) => leavesOf(item, [...path, index]))
  if (typeof json === 'object' && json !== null && Object.keys(json).length > 0) {
    return Object.entries(json).flatMap(([key, value]) => leavesOf(value as JsonValue, [...path, key]))
  }
  const pattern = path.map((key) => (typeof key === 'number' ? '*' : key)).join('/')
  return [{ path, pattern, value: json }]
}

/** The smallest change that leaves JSON of the same type. */
function changed(value: JsonValue): JsonValue {
  if (typeof value === 'number') return value + 1
  if (typeof value === 'boolean') return !value
  if (typeof value === 'object') return 'x'
  const last = value.at(-1) ?? ''
  return `${value.slice(0, -1)}${last === '1' ? '2' : '1'}`
}

/** A copy with one leaf changed. With `reseal` the forger also makes every seal above it fit again. */
function withChange<B extends Bundle>(bundle: B, leaf: Leaf, reseal: boolean): B {
  const copy = structuredClone(bundle)
  const parents: Record<string, JsonValue>[] = []
  let at = copy as unknown as Record<string, JsonValue>
  for (const key of leaf.path.slice(0, -1)) {
    parents.push(at)
    at = at[key] as unknown as Record<string, JsonValue>
  }
  at[leaf.path.at(-1)!] = changed(leaf.value)
  if (reseal && leaf.path.at(-1) !== 'seal') {
    for (const parent of [at, ...parents.reverse()]) {
      if (typeof parent.seal !== 'string' || typeof parent.salt !== 'string') continue
      parent.seal = sealOf(parent.value!, parent.salt).seal
    }
  }
  return copy
}

/** The first and the last leaf of every pattern: every member of the format, the ends of every list. */
function ends(leaves: readonly Leaf[]): Leaf[] {
  const first = new Map<string, Leaf>()
  const last = new Map<string, Leaf>()
  for (const leaf of leaves) {
    if (!first.has(leaf.pattern)) first.set(leaf.pattern, leaf)
    last.set(leaf.pattern, leaf)
  }
  return [...new Set([...first.values(), ...last.values()])]
}

test.each(Object.entries(bundles))('%s holds', async (_name, bundle) => {
  const result = await verifyBundle(await fileOf(bundle))
  expect(result.findings.filter(({ outcome }) => outcome === 'failed')).toEqual([])
  // The issuances in a retirement's file are in their public form.
  const own = result.findings.filter(({ check }) => !check.startsWith('issuance 1, '))
  expect(own.filter(({ outcome }) => outcome === 'withheld')).toEqual([])
  expect(result.ok).toBe(true)
})

test.each(Object.entries(bundles))(
  '%s: the copy with private parts withheld has the same id and holds',
  async (_name, bundle) => {
    const whole = await verifyBundle(await fileOf(bundle))
    const copy = await fileOf(bundle, { withhold: true })
    const result = await verifyBundle(copy)
    expect(result).toMatchObject({ ok: true, bundleId: whole.bundleId })
    expect(result.findings.some(({ outcome }) => outcome === 'withheld')).toBe(true)
    // The quantity is recomputed without any private part.
    expect(result.findings).toContainEqual(
      expect.objectContaining({ check: bundle.kind === 'retirement' ? 'retired' : 'quantity', outcome: 'passed' }),
    )
    const shown = new TextDecoder().decode(copy)
    const secrets = ['Prairie Grain', 'BL-2026', 'Example Bakery', '"salt"', '"statements"']
    expect(secrets.filter((secret) => shown.includes(secret))).toEqual([])
  },
)

test('a claim that nodes have signed and the bill of lading does not state is found', async () => {
  for (const claimed of [{ transportDocument: 'BL-2026/002' }, { shippedOn: '2026-03-02' }, { loadPort: 'XAAAB' }]) {
    const { ok, findings } = await verifyBundle(writeBundle(await allocationBundle({ claimed })))
    expect(ok).toBe(false)
    expect(findings.filter(({ outcome }) => outcome === 'failed')).toMatchObject([{ check: 'claim' }])
  }
})

test('an escrow of anybody else under the same case, or of another amount, is not the payment', async () => {
  const stranger = '0x00000000000000000000000000000000000000b1'
  for (const paid of [{ seller: stranger }, { buyer: stranger }, { amount: 7n }] as const) {
    const { ok, findings } = await verifyBundle(writeBundle(await allocationBundle({ paid })))
    expect(ok).toBe(false)
    expect(findings.filter(({ outcome }) => outcome === 'failed')).toMatchObject([{ check: 'payment' }])
  }
})

test.each(Object.entries(bundles))(
  '%s: without any one of its private parts it holds, and says so',
  async (_name, bundle) => {
    const file = JSON.parse(new TextDecoder().decode(await fileOf(bundle))) as JsonValue
    const withheldIn = async (json: JsonValue) => {
      const { ok, findings } = await verifyBundle(canonicalBytes(json))
      expect(findings.filter(({ outcome }) => outcome === 'failed')).toEqual([])
      expect(ok).toBe(true)
      return findings.filter(({ outcome }) => outcome === 'withheld').length
    }
    const parts = privatePartsOf(file)
    expect(parts.length).toBeGreaterThan(0)
    // A retirement's file has the public forms of its issuances.
    const before = await withheldIn(file)
    for (const path of parts) {
      const copy = structuredClone(file)
      const part = path.reduce<JsonValue>((at, key) => (at as Record<string, JsonValue>)[key]!, copy)
      delete (part as { private?: JsonValue }).private
      expect(await withheldIn(copy), path.join('.')).toBeGreaterThan(before)
    }
  },
)

/** Where in a file private parts stand. */
function privatePartsOf(json: JsonValue, path: readonly string[] = []): readonly (readonly string[])[] {
  if (typeof json !== 'object' || json === null) return []
  if (Object.keys(json).join() === 'private') return [path]
  return Object.entries(json).flatMap(([key, value]) => privatePartsOf(value as JsonValue, [...path, key]))
}

test('one document shown and all others withheld: its statements are proven to be what was read from these bytes', async () => {
  const bundle = bundles['a clean delivery'] as AllocationBundle
  const copy = publicFormOf(bundle as unknown as JsonValue) as unknown as AllocationBundle
  const shown = bundle.case.evidence[3]!.document
  copy.case.evidence[3]!.document = shown
  const { findings, ...result } = await verifyBundle(writeBundle(copy))
  expect(result).toMatchObject({ ok: true, bundleId: bundleIdOf(bundle as unknown as JsonValue) })
  const { statements } = shown.value as unknown as DocumentRecord
  expect(statements.length).toBeGreaterThan(0)
  expect(findings).toContainEqual({
    check: 'documents',
    outcome: 'passed',
    says: `1 documents are shown; digest, parser and ${statements.length} statements are those their leaves commit to`,
  })
})

test('a node switched off after the opening weighs in the committee and need not have reported', async () => {
  expect(await verifyBundle(writeBundle(await allocationBundle({ lastOff: true })))).toMatchObject({ ok: true })
})

test('a rule reads no parameter that the bundle does not show, not even where the initial value would do', async () => {
  const bundle = structuredClone(bundles['a clean delivery']) as AllocationBundle
  const { key } = fictra.evidence.minimumSources
  const parameters = bundle.case.parameters.filter((shown) => shown.key !== key)
  const result = await verifyBundle(writeBundle({ ...bundle, case: { ...bundle.case, parameters } }))
  expect(result.findings.filter(({ outcome }) => outcome === 'failed').map(({ check }) => check)).toEqual([
    'terms',
    'thresholds',
    'evaluations',
  ])
})

test.each<[string, (one: DraftRecord, other: DraftRecord) => void]>([
  ['a statement altered', (one) => Object.assign(one.statements[0]!, { value: '9999' })],
  ['a statement invented', (one) => one.statements.push({ field: 'grade', value: '1' })],
  ['a statement left out', (one) => one.statements.pop()],
  ['statements moved to another document', (one, other) => other.statements.push(...one.statements.splice(0))],
  ['another reader named', (one) => Object.assign(one, { parser: 'certificate-json/2' })],
  ['other bytes named', (one) => Object.assign(one, { sha256: 'f'.repeat(64) })],
  ['two documents of one id', (one, other) => Object.assign(one, { documentId: other.documentId })],
])(
  '%s, every seal made to fit again: the evidence root that is signed and on chain is another',
  async (_name, forge) => {
    const bundle = structuredClone(bundles['a clean delivery']) as AllocationBundle
    const [one, other] = bundle.case.evidence.filter(
      ({ document }) => (document.value as unknown as DraftRecord).statements.length > 0,
    )
    forge(one!.document.value as unknown as DraftRecord, other!.document.value as unknown as DraftRecord)
    for (const each of [one!, other!])
      each.document.seal = sealOf(each.document.value as JsonValue, each.document.salt!).seal
    const result = await verifyBundle(writeBundle(bundle))
    expect(result.findings).toContainEqual(expect.objectContaining({ check: 'evidence root', outcome: 'failed' }))
  },
)

test.each([
  ['nothing', ''],
  ['not JSON', 'bundle'],
  ['other JSON', '{}'],
  ['an empty bundle', '{"bundle":{},"bundleId":""}'],
  ['a bundle of nothing', `{"bundle":{"kind":"allocation"},"bundleId":"${bundleIdOf({ kind: 'allocation' })}"}`],
  ['an unknown kind', `{"bundle":{"kind":"constructor"},"bundleId":"${bundleIdOf({ kind: 'constructor' })}"}`],
])('%s is refused with a finding, not an exception', async (_name, text) => {
  const result = await verifyBundle(new TextEncoder().encode(text))
  expect(result).toMatchObject({ ok: false, bundleId: null, outside: [] })
  expect(result.findings).toEqual([expect.objectContaining({ check: 'bytes', outcome: 'failed' })])
})

test('white space, another order of members, another spelling of a number and a member given twice are refused', async () => {
  const text = new TextDecoder().decode(await fileOf(bundles['a retirement']!))
  const { bundle, bundleId, issuances } = JSON.parse(text)
  const spellings = [
    `${text}\n`,
    ` ${text}`,
    JSON.stringify({ bundle, bundleId, issuances }, null, 2),
    JSON.stringify({ bundleId, bundle, issuances }),
    text.replace('"chainId":31337', '"chainId":31337.0'),
    text.replace('"chainId":31337', '"chainId":31337,"chainId":31337'),
    text.replace('Example', '\\u0045xample'),
    JSON.stringify({ bundle: { ...bundle, note: 'x' }, bundleId, issuances }),
    JSON.stringify({ bundle, bundleId, issuances, note: 'x' }),
  ]
  for (const spelling of spellings)
    expect(await failed(new TextEncoder().encode(spelling)), spelling.slice(0, 60)).toBe(true)
})

/** `SWEEP=full` (e2e/bundleSweep.test.ts, which takes every byte as well) takes every value; otherwise a sample that begins
 *  elsewhere for every bundle, so that the fast suite stays fast. */
const full = process.env.SWEEP === 'full'
const sweepTimeoutMs = full ? 3_600_000 : 120_000
const sampled = (leaves: readonly Leaf[], every: number) =>
  full ? leaves : ends(leaves).filter((_, n) => n % every === 0)
const bytesPerBundle = 300

test(
  'no byte of a bundle can change, whole or withheld',
  async () => {
    const survivors: string[] = []
    for (const [name, bundle] of Object.entries(bundles)) {
      for (const withhold of [false, true]) {
        const bytes = await fileOf(bundle, { withhold })
        const step = Math.ceil(bytes.length / bytesPerBundle)
        for (let offset = name.length % step; offset < bytes.length; offset += step) {
          const forged = bytes.slice()
          forged[offset]! ^= 1 + (offset % 127)
          if (!(await failed(forged))) survivors.push(`${name} byte ${offset}`)
        }
      }
    }
    expect(survivors).toEqual([])
  },
  sweepTimeoutMs,
)

test(
  'no value of a bundle can change under the published id',
  async () => {
    const survivors: string[] = []
    for (const [name, bundle] of Object.entries(bundles)) {
      const file = parseCanonical(await fileOf(bundle)) as { readonly [member: string]: JsonValue }
      for (const leaf of sampled(leavesOf(bundle as unknown as JsonValue), 8)) {
        const forged = canonicalBytes({ ...file, bundle: withChange(bundle, leaf, false) as unknown as JsonValue })
        if (!(await failed(forged))) survivors.push(`${name} ${leaf.pattern}`)
      }
    }
    expect(survivors).toEqual([])
  },
  sweepTimeoutMs,
)

const publicOf = (bundle: Bundle) => publicFormOf(bundle as unknown as JsonValue) as unknown as Bundle

async function survivorsIn(bundle: Bundle, leaves: readonly Leaf[]): Promise<string[]> {
  const survivors = new Set<string>()
  for (const leaf of leaves) {
    if (!(await failed(await fileOf(withChange(bundle, leaf, true))))) survivors.add(leaf.pattern)
  }
  return [...survivors]
}

test.each(['a clean delivery', 'a quantified building', 'a forest', 'a field', 'a retirement'])(
  '%s: a forger who recomputes id and seals fails at what is signed and on chain',
  async (name) => {
    const all = ends(leavesOf(bundles[name] as unknown as JsonValue))
    const isLand = name === 'a forest' || name === 'a field'
    // Land takes a third of a second to compute again, and what is not computed is that of the building.
    const own = isLand ? all.filter(({ pattern }) => /^case.(subject|computation)/.test(pattern)) : all
    expect(await survivorsIn(bundles[name]!, full ? own : sampled(own, isLand ? 23 : 9))).toEqual([])
  },
  sweepTimeoutMs,
)

/** They follow from the dossier, which such a copy leaves out, and the chain tells no more than that they were met. */
const followFromDossier = ['case/scoreThresholdE4', 'case/consensusBps', 'case/minReports']

test(
  'a forger who makes the public form of a delivery anew fails as well, but for thresholds that stand in the dossier',
  async () => {
    const copy = publicOf(bundles['a clean delivery']!)
    const leaves = sampled(ends(leavesOf(copy as unknown as JsonValue)), 17)
    const survivors = await survivorsIn(copy, leaves)
    expect(survivors.filter((pattern) => !followFromDossier.includes(pattern))).toEqual([])
  },
  sweepTimeoutMs,
)

/** A file of the retirement with other issuances; ids are made to fit as a forger would. */
function retirementWith(issuances: readonly JsonValue[]): Uint8Array {
  const bundle = structuredClone(bundles['a retirement']) as RetirementBundle
  const ids = issuances.map((issuance) => bundleIdOf(issuance))
  const named = ids.map((bundleId) => ({ ...bundle.retirement.issuances[0]!, bundleId }))
  const json = { ...bundle, retirement: { ...bundle.retirement, issuances: named } } as unknown as JsonValue
  return canonicalBytes({ bundle: json, bundleId: bundleIdOf(json), issuances })
}

test('a retirement leads back to what was measured: the issuance behind it is recomputed from the same file', async () => {
  const issuance = publicFormOf((await cottageIssuance()) as unknown as JsonValue)
  const { ok, findings, outside } = await verifyBundle(retirementWith([issuance]))
  expect(ok).toBe(true)
  const passed = findings.filter(({ outcome }) => outcome === 'passed').map(({ check }) => check)
  const steps = [
    'evidence root',
    'report signatures',
    'consensus',
    'methodology',
    'quantity',
    'issued',
    'audit log entries',
  ]
  expect(passed).toEqual(expect.arrayContaining([...steps.map((step) => `issuance 1, ${step}`), 'issuances']))
  expect(outside[1]).toContain('Verification 0x')
})

test('a retirement with no issuance, one twice, an open one or one of another block is refused', async () => {
  const open = (await cottageIssuance()) as unknown as JsonValue
  const issuance = publicFormOf(open)
  const moved = await fileOf(await retirementBundle(50))
  expect((await verifyBundle(moved)).ok).toBe(true)
  const elsewhere = publicFormOf((await issuanceBundle('hempLime', cottage, {}, 7)) as unknown as JsonValue)
  const failures = async (issuances: readonly JsonValue[]) =>
    (await verifyBundle(retirementWith(issuances))).findings
      .filter(({ outcome }) => outcome === 'failed')
      .map(({ check }) => check)
  expect(await failures([])).toEqual(['bytes'])
  expect(await failures([issuance, issuance])).toContain('credit')
  expect(await failures([open])).toEqual(['bytes'])
  expect(await failures([elsewhere])).toEqual(['issuances'])
  const text = new TextDecoder().decode(retirementWith([issuance]))
  const { issuances: _issuances, ...without } = JSON.parse(text)
  expect(await failed(canonicalBytes(without))).toBe(true)
  expect(await failed(canonicalBytes({ ...without, issuances: {} }))).toBe(true)
})

test(
  'a forger who makes the issuance behind a retirement anew fails at what is signed and on chain',
  async () => {
    const issuance = publicOf(await cottageIssuance())
    const survivors: string[] = []
    for (const leaf of sampled(leavesOf(issuance as unknown as JsonValue), 7)) {
      const forged = withChange(issuance, leaf, false) as unknown as JsonValue
      if (!(await failed(retirementWith([forged])))) survivors.push(leaf.pattern)
    }
    expect(survivors).toEqual([])
  },
  sweepTimeoutMs,
)

test('what is issued after a retirement is nothing it could have burned', async () => {
  const { findings } = await verifyBundle(await fileOf(await retirementBundle(0)))
  expect(findings.filter(({ outcome }) => outcome === 'failed')).toEqual([
    { check: 'credit', outcome: 'failed', says: 'an issuance is later than the retirement' },
  ])
})

test('of two blocks that claim one number both are to be asked for', async () => {
  const issuance = await cottageIssuance()
  const { outside } = await verifyBundle(await fileOf(await retirementBundle(issuance.receipts.length - 1)))
  expect(new Set(outside[0]!.match(/0x[0-9a-f]{64}/g)).size).toBe(issuance.receipts.length + 2)
})

test('what was checked is said in plain words, and a failure is said first of all', async () => {
  const lines = linesOf(await verifyBundle(writeBundle(bundles['a clean delivery']!)))
  expect(lines).toContain('ok        minted: the chain allocated exactly this amount: 4786222.5 FT')
  expect(lines.at(-1)).toMatch(/^The bundle holds: allocation [0-9a-f]{64}\.$/)
  const broken = linesOf(await verifyBundle(new Uint8Array()))
  expect(broken.at(-1)).toBe('THE BUNDLE DOES NOT HOLD. Trust nothing in it.')
})

test('the program ends with 0 for a bundle that holds, 1 for one that does not, 2 without a file', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'assay-verifier-'))
  const run = (...args: string[]) =>
    spawnSync(process.execPath, [fileURLToPath(new URL('main.ts', import.meta.url)), ...args], { encoding: 'utf8' })
  try {
    const good = join(folder, 'good.json')
    const bad = join(folder, 'bad.json')
    const file = await fileOf(bundles['a retirement']!)
    writeFileSync(good, file)
    writeFileSync(bad, `${new TextDecoder().decode(file)} `)
    expect(run(good)).toMatchObject({ status: 0, stdout: expect.stringContaining('the chain burned 500 kg CO2e') })
    expect(run(bad)).toMatchObject({
      status: 1,
      stdout: expect.stringContaining('FAILED    bytes: not canonical JSON'),
    })
    expect(run(join(folder, 'none.json')).status).toBe(2)
    expect(run().status).toBe(2)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}, 60_000)
