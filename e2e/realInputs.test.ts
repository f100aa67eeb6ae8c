/** `npm run demo -- --data DIR`: folders of real data are taken in, refused where they are wrong, and carried to issuance. */
import { spawn } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Address, createPublicClient, http } from 'viem'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { abis } from '../contracts/generated/abis.ts'
import { end, makeStateFolder, type RunningProgram, start } from './program.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const shared = join(root, '..', 'shared', 'data')
if (!existsSync(shared)) console.warn('the shared data folder is not beside the repository: the demo is not run on it')

let stateDir: string
let running: RunningProgram | null = null

beforeAll(async () => {
  stateDir = await makeStateFolder('real')
  running = await start(stateDir, 400_000)
}, 500_000)
afterAll(async () => {
  if (running !== null) await end(running, 'SIGINT')
  await rm(stateDir, { recursive: true, force: true })
})

interface Run {
  readonly code: number | null
  readonly answer: string
  readonly told: string
}

/** The command as `npm run demo` runs it; npm says in INIT_CWD where it was called. */
function demo(args: readonly string[], calledIn = root): Promise<Run> {
  const child = spawn(process.execPath, ['server/main.ts', 'demo', ...args], {
    cwd: root,
    env: { ...process.env, STATE_DIR: stateDir, INIT_CWD: calledIn },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const said = { answer: '', told: '' }
  child.stdout.on('data', (chunk: Buffer) => {
    said.answer += chunk.toString()
  })
  child.stderr.on('data', (chunk: Buffer) => {
    said.told += chunk.toString()
  })
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, ...said })))
}

async function realOf(args: readonly string[], calledIn?: string): Promise<{ real: unknown; told: string }> {
  const { code, answer, told } = await demo(['--json', ...args], calledIn)
  expect(code, told).toBe(0)
  const figures = JSON.parse(answer) as Record<string, unknown>
  expect(Object.keys(figures)).toEqual(['G1', 'G2', 'G3', 'G4', 'G6', 'G7', 'real'])
  // What a folder brings moves none of the stories' figures.
  expect(figures).toMatchObject({ G1: { ftMinted: '4786222.5' }, G6: { issuedKg: '6967' }, G7: { fromPoolKg: '1558' } })
  return { real: figures.real, told }
}

/** Titles the chain itself says the landowner of the demo holds. */
async function titlesOnChain(): Promise<bigint> {
  const read = (name: string) => JSON.parse(readFileSync(join(stateDir, name), 'utf8'))
  const owner = read('real.json')['land/owner'].wallet as Address
  const address = read('addresses-embedded.json').contracts.LandRegistry as Address
  const client = createPublicClient({ transport: http(read('instance.json').rpcUrl) })
  return client.readContract({ address, abi: abis.LandRegistry, functionName: 'balanceOf', args: [owner] })
}

test('a folder that is not there, a file, no folder at all: said at once, code 1', async () => {
  const missing = await demo(['--data', 'no-such-folder'])
  expect(missing).toMatchObject({ code: 1, answer: '' })
  expect(missing.told).toContain('no-such-folder: there is no such folder; looked for')
  expect(await demo(['--data', 'package.json'])).toMatchObject({ code: 1, told: expect.stringContaining('is a file') })
  expect(await demo(['--data'])).toMatchObject({ code: 1, told: expect.stringContaining('--data') })
})

interface ForestPlot {
  plot: string
  tPerHa: string
  published: string | null
}
const forestOf = (trees: number, plots: readonly string[], published: unknown) => ({
  trees,
  plots: plots.map((plot) => ({ plot, tPerHa: expect.stringMatching(/^[1-9]\d+\./), published })),
  quantificationId: expect.any(String),
  grossKg: expect.stringMatching(/^[1-9]/),
  netKg: expect.stringMatching(/^[1-9]/),
  trace: expect.arrayContaining([expect.objectContaining({ step: 'gross', unit: 'kgCO2e' })]),
  tracePage: expect.stringContaining(stateDir),
})
/** The project's own parcels do not say what stands on them. */
const cottage = {
  ...{ reference: expect.any(String), caseId: expect.any(String) },
  ...{ methodology: 'hempLime', issuedKg: '6967' },
}
const ofInputs = {
  documentsAccepted: 10,
  documentsRefused: 0,
  vesselPositions: 17,
  pricePoints: 91,
  parcelsRegistered: 2,
  parcelsRefused: 2,
  filesUnread: 0,
  issuedKg: '6967',
}

test("the project's own inputs; named from another folder and run again they give the same figures", async () => {
  const first = await realOf(['--data', 'inputs'])
  expect(first.real).toEqual({
    ...ofInputs,
    ftMinted: expect.stringMatching(/^[1-9]/),
    landProject: cottage,
    forest: forestOf(36, ['A', 'B', 'C'], null),
  })
  const { tracePage } = (first.real as { forest: { tracePage: string } }).forest
  expect(readFileSync(tracePage, 'utf8')).toContain('# Forest inventory, tree by tree')
  expect(first.told).toContain('1 x AREA_MISMATCH')
  expect(first.told).toContain('land/parcels.geojson /features/3: 1722.01 m2')
  expect(await titlesOnChain()).toBe(3n)
  const again = await realOf(['--data', '../inputs'], join(root, 'docs'))
  expect(again.real).toEqual(first.real)
  expect(first.told).not.toContain('an earlier run')
  expect(again.told).toContain('an earlier run has carried this delivery')
  expect(await titlesOnChain()).toBe(3n)
}, 900_000)

test('a folder that lacks files: what is missing is named, the rest is done', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'assay-part-'))
  for (const file of ['land/parcels.geojson', 'documents/dcsa/bill-of-lading.json']) {
    mkdirSync(dirname(join(folder, file)), { recursive: true })
    cpSync(join(root, 'inputs', file), join(folder, file))
  }
  const { real, told } = await realOf(['--data', folder])
  await rm(folder, { recursive: true })
  // Land that is registered already is found again, not refused for lying on itself.
  const none = { documentsAccepted: 0, documentsRefused: 0, vesselPositions: 0, pricePoints: 0, ftMinted: '0' }
  expect(real).toEqual({
    ...none,
    parcelsRegistered: 2,
    parcelsRefused: 2,
    filesUnread: 0,
    issuedKg: '6967',
    landProject: cottage,
    forest: null,
  })
  expect(told).toContain('missing: ais/*.csv; the trade is judged without the track of its vessel')
  expect(told).toContain('no published price of these goods, so no trade is carried')
}, 600_000)

test('odd files: byte order marks, a paper half written, a parcel that says nothing, what is too large', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'assay odd-'))
  cpSync(join(root, 'inputs'), folder, { recursive: true })
  const change = (file: string, by: (text: string) => string) =>
    writeFileSync(join(folder, file), by(readFileSync(join(folder, file), 'utf8')))
  for (const file of ['documents/dcsa/bill-of-lading.json', 'prices/wheat.csv', 'trade/inspection-certificate.csv'])
    change(file, (text) => `\ufeff${text}`)
  change('documents/insurance-certificate.json', (text) => text.slice(0, 150))
  change('land/parcels.geojson', (text) => {
    const { features, ...rest } = JSON.parse(text)
    const silent = { ...features[0], id: 77_123, properties: null }
    silent.geometry.coordinates[0] = silent.geometry.coordinates[0].map(([x, y]: number[]) => [x! + 0.1, y])
    return `\ufeff${JSON.stringify({ ...rest, features: [silent, ...features.slice(1)] })}`
  })
  writeFileSync(join(folder, 'ais/large.csv'), '')
  truncateSync(join(folder, 'ais/large.csv'), 2 ** 30)
  const { real, told } = await realOf(['--data', folder])
  await rm(folder, { recursive: true })
  expect(real).toMatchObject({
    ...{ documentsAccepted: 9, documentsRefused: 1, vesselPositions: 17, pricePoints: 91 },
    ...{ parcelsRegistered: 2, parcelsRefused: 2, filesUnread: 1, ftMinted: expect.stringMatching(/^[1-9]/) },
    landProject: { reference: '77123', issuedKg: '6967' },
  })
  expect(told).toContain('not read: ais/large.csv: FILE_TOO_LARGE')
  expect(told).toContain('1 x NOT_JSON')
}, 600_000)

test.skipIf(!existsSync(shared))(
  'the shared data: counts as docs/reference/inputs.md lists them',
  async () => {
    const before = await titlesOnChain()
    const { real, told } = await realOf(['--data', '../shared/data'])
    expect(real).toEqual({
      documentsAccepted: 4,
      documentsRefused: 42,
      vesselPositions: 22,
      pricePoints: 18_105,
      parcelsRegistered: 1_744,
      parcelsRefused: 290,
      filesUnread: 0,
      ftMinted: expect.stringMatching(/^[1-9]/),
      issuedKg: expect.stringMatching(/^[1-9]\d{2,3}$/),
      landProject: {
        ...{ reference: expect.stringMatching(/^\d+$/), caseId: expect.any(String) },
        ...{ methodology: 'forestInventory', issuedKg: expect.stringMatching(/^[1-9]\d{2,3}$/) },
      },
      forest: forestOf(1_537, ['201', '204', '213'], expect.any(String)),
    })
    const { issuedKg, landProject } = real as { issuedKg: string; landProject: { reference: string; issuedKg: string } }
    expect(landProject.issuedKg).toBe(issuedKg)
    // The land is a stand of the folder's own register, and so is what stands there.
    expect(readFileSync(join(shared, 'land/estonia-forest-registry/result_stands.geojson'), 'utf8')).toContain(
      `"${landProject.reference}"`,
    )
    expect(told).toMatch(
      new RegExp(`stand ${landProject.reference} \\(kask, \\d+ years, [\\d.]+ m2\\): ${issuedKg} kg`),
    )
    const { plots } = (real as { forest: { plots: readonly ForestPlot[] } }).forest
    // Measurements are taken in to six decimals, so the published biomass is met to as many digits.
    for (const { plot, tPerHa, published } of plots)
      expect(Math.abs(Number(tPerHa) / Number(published) - 1), plot).toBeLessThan(1e-5)
    for (const line of ['37 x DCSA_MESSAGE_KIND', '4 x HS_NOT_A_COMMODITY', '286 x AREA_MISMATCH', '3 x LAND_OVERLAP'])
      expect(told).toContain(line)
    expect((await titlesOnChain()) - before).toBe(1_745n)
    expect((await realOf(['--data', '../shared/data'])).real).toEqual(real)
    expect((await titlesOnChain()) - before).toBe(1_745n)
  },
  1_800_000,
)
