import { cottage, cottageStatements, field } from '@assay/domain/test/methodologyInputs.ts'
import { quantificationSeed } from '@assay/protocol/quantificationSeed.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createHarness } from '../../test/harness.ts'
import { startHttp } from '../../test/http.ts'
import { assets, registerBuilding, registerParcel, registerProject } from '../assets/index.ts'
import { evidence, recordDocument } from '../evidence/index.ts'
import { governance } from '../governance/index.ts'
import { createParty, type TestParty } from '../ledger/fixtures.ts'
import { ledger } from '../ledger/index.ts'
import { oracles } from '../oracles/index.ts'
import { parties } from '../parties/index.ts'
import { quantification } from '../quantification/index.ts'
import { type QuantifyProjectInput, quantifyProject } from '../quantification/quantifyProject.ts'
import { readQuantification } from '../quantification/readQuantification.ts'
import { createNode, pollAll, type TestNode } from './fixtures.ts'
import { verification } from './index.ts'
import { openCase } from './openCase.ts'
import { readCase } from './readCase.ts'

const harness = await createHarness({
  modules: [parties, governance, ledger, assets, evidence, quantification, oracles, verification],
})
const http = await startHttp(harness, { requestsPerMinute: 1_000_000 })
let owner: TestParty
let verifiers: TestNode[]
beforeAll(async () => {
  owner = await createParty(harness, { name: 'Owner', roles: ['landowner'] })
  verifiers = [await createNode(harness, http, { index: 0, reliability: '1', programme: 'carbon' })]
  await harness.settle()
})
afterAll(async () => {
  await http.close()
  await harness.close()
})

const zero = { preparation: '0', fertiliser: '0', fuel: '0', burning: '0' }
const account = { baselineKg: '0', leakageKg: '0', emissionsKg: zero }
const csv = [
  'plot,species,diameterCm,heightM,woodDensity',
  'A,Protium surinamense,11,15,0.68',
  'A,Tapirira guianensis,30,22,0.6',
  'B,Protium surinamense,20,18,0.5',
  'B,Indet,31,NA,0.55',
  'C,Indet,28,24,',
].join('\n')
const plots = ['A', 'B', 'C'].map((plot) => ({ plot, stratum: 'hill', areaHa: '0.1' }))
let count = 0

async function createProject(methodology: 'forestInventory' | 'croplandSoil' | 'hempLime'): Promise<string> {
  count += 1
  const [x, y] = [25.1 + count / 10, 57.9]
  const corners = [
    [x, y],
    [x + 0.01, y],
    [x + 0.01, y + 0.01],
    [x, y + 0.01],
    [x, y],
  ]
  const properties = {
    reference: `L-${count}`,
    ownerPartyId: owner.partyId,
    landClass: 'conservationForest',
    tenure: 'freehold',
  }
  const geometry = { type: 'Polygon' as const, coordinates: [corners] }
  const { parcelId } = await harness.run(
    (ctx) => registerParcel(ctx, { type: 'Feature', properties, geometry } as never),
    owner.actor,
  )
  await harness.settle()
  const of = { reference: `LAND-${count}`, name: 'Land', ownerPartyId: owner.partyId, parcelId, methodology }
  return (await harness.run((ctx) => registerProject(ctx, of), owner.actor)).projectId
}

const fileTrees = (projectId: string, text = csv) =>
  harness.run(
    async (ctx) =>
      recordDocument(
        ctx,
        {
          ...{ subjectKind: 'project', subjectId: projectId, kind: 'treeInventory', format: 'trees-csv' },
          ...{
            fileName: 'trees.csv',
            issuedOn: '2026-01-02',
            issuer: 'Crew',
            issuerCountry: 'EE',
            mediaType: 'text/csv',
          },
        } as never,
        Buffer.from(text),
      ),
    owner.actor,
  )
const quantify = (projectId: string, asked: Partial<QuantifyProjectInput>) =>
  harness.run((ctx) => quantifyProject(ctx, { projectId, ...asked }), owner.actor)
const forestOf = (documentId: string, changes: object = {}) => ({
  strata: [{ stratum: 'hill', areaHa: '10' }],
  years: '5',
  stockDifference: {
    later: { documentId, plots, heights: { region: 'guianaShield' as const } },
    earlier: { stocks: [{ stratum: 'hill', biomassTPerHa: '1', share: '0.1' }] },
  },
  ...account,
  ...changes,
})
const refused = (details: object) =>
  expect.objectContaining({ code: 'QUANTIFICATION_NOT_POSSIBLE', details: expect.objectContaining(details) })

test('a land project is quantified by what its methodology asks for, of a vintage that is named', async () => {
  const projectId = await createProject('forestInventory')
  const { id } = await fileTrees(projectId)
  await expect(quantify(projectId, { forest: forestOf(id) })).rejects.toThrowError(refused({ projectId }))
  await expect(quantify(projectId, { vintage: 20261 })).rejects.toThrowError(
    refused({ reason: expect.stringContaining('`forest`') }),
  )
  const soil = await createProject('croplandSoil')
  await expect(quantify(soil, { vintage: 20261, forest: forestOf(id) })).rejects.toThrowError(
    refused({ reason: expect.stringContaining('`soil`') }),
  )
})

test('trees come from an inventory of this very project, each in a plot whose area is stated', async () => {
  const projectId = await createProject('forestInventory')
  const { id } = await fileTrees(projectId)
  const other = await createProject('forestInventory')
  const asked = { vintage: 20261, forest: forestOf(id) }
  await expect(quantify(other, asked)).rejects.toThrowError(refused({ documentId: id }))
  const missing = { ...forestOf(id).stockDifference.later, plots: plots.slice(0, 2) }
  const { stockDifference } = forestOf(id)
  await expect(
    quantify(projectId, {
      vintage: 20261,
      forest: forestOf(id, { stockDifference: { ...stockDifference, later: missing } }),
    }),
  ).rejects.toThrowError(refused({ plotsWithoutArea: ['C'] }))
  await expect(
    quantify(projectId, { vintage: 20261, forest: forestOf(id, { strata: [{ stratum: 'dale', areaHa: '1' }] }) }),
  ).rejects.toThrowError(
    expect.objectContaining({
      details: expect.objectContaining({ field: expect.stringContaining('/stockDifference') }),
    }),
  )
})

test('a forest is quantified from its inventory, judged by a verifier who repeats it, and shown as a page', async () => {
  const projectId = await createProject('forestInventory')
  const { id } = await fileTrees(projectId)
  const { quantificationId, run } = await quantify(projectId, { vintage: 20261, forest: forestOf(id) })
  expect(run).toMatchObject({
    methodology: 'forestInventory',
    methodologyVersion: '1.0.0',
    inputs: { seed: quantificationSeed(projectId, 20261), carryInKg: '0' },
    findings: [
      'the earlier stock is stated, not inventoried',
      'later: 1 trees without a measured height, modelled for guianaShield',
      'later: 1 trees of unknown wood density, taken as 0.5',
    ],
  })
  expect(BigInt(run.issuedKg)).toBeGreaterThan(0n)
  expect((await quantify(projectId, { vintage: 20261, forest: forestOf(id) })).quantificationId).toBe(quantificationId)

  const auditor = await http.grant({ roles: ['auditor'] })
  const page = await http.call('GET', `/api/v1/quantifications/${quantificationId}/trace`, { token: auditor.token })
  expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/markdown; charset=utf-8'])
  expect(page.text).toContain('# Forest inventory, tree by tree, version 1.0.0')
  expect(page.text).toContain('| line 2 | 0.68 | 11 | 15 | 70.017621 |')

  await harness.run((ctx) => openCase(ctx, { kind: 'quantification', quantificationId }), owner.actor)
  await harness.settle()
  await pollAll(verifiers)
  await harness.settle()
  expect(await harness.ask((ctx) => readCase(ctx, quantificationId))).toMatchObject({
    state: 'verified',
    verdict: 'approved',
    contractedQuantity: run.issuedKg,
  })
})

test('the stock of one inventory is counted for one vintage, whatever the bytes; as the earlier of two it serves again', async () => {
  const projectId = await createProject('forestInventory')
  const trees = csv.replace('A,Protium surinamense,11', 'A,Protium surinamense,12')
  const first = await fileTrees(projectId, trees)
  const quantified = await quantify(projectId, { vintage: 20261, forest: forestOf(first.id) })
  const open = (quantificationId: string) =>
    harness.run((ctx) => openCase(ctx, { kind: 'quantification', quantificationId }), owner.actor)
  await open(quantified.quantificationId)
  await harness.settle()
  await pollAll(verifiers)
  await harness.settle()
  for (const seconds of [172_800 + 60, 5]) {
    await harness.advance(seconds)
    await harness.chain.mine(3)
    await harness.settle()
  }
  const spaced = await fileTrees(
    projectId,
    [trees.split('\n')[0], ...trees.split('\n').slice(1).toReversed(), ''].join('\r\n'),
  )
  expect(spaced.id).not.toBe(first.id)
  for (const { id } of [first, spaced]) {
    const again = await quantify(projectId, { vintage: 20271, forest: forestOf(id) })
    await expect(open(again.quantificationId)).rejects.toThrowError(
      expect.objectContaining({ code: 'INVENTORY_COUNTED', details: { documentId: id, vintage: 20261 } }),
    )
  }
  const grown = await fileTrees(
    projectId,
    trees.replaceAll(/,(\d\d),/g, (_all, diameter) => `,${Number(diameter) * 3},`),
  )
  const { later } = forestOf(grown.id).stockDifference
  const { plots: areas, heights } = later
  const stockDifference = { later, earlier: { inventory: { documentId: first.id, plots: areas, heights } } }
  const next = await quantify(projectId, { vintage: 20271, forest: forestOf(grown.id, { stockDifference }) })
  await expect(open(next.quantificationId)).resolves.toMatchObject({ caseId: next.quantificationId })
})

test('cropland is quantified from its paired points', async () => {
  const projectId = await createProject('croplandSoil')
  const { quantificationId, run } = await quantify(projectId, {
    vintage: 20262,
    soil: { strata: field.strata as never, ...account },
  })
  expect(run).toMatchObject({ methodology: 'croplandSoil', grossKg: '5361.125' })
  expect(await harness.ask((ctx) => readQuantification(ctx, quantificationId))).toMatchObject({
    methodologyId: 'croplandSoil',
    vintage: 20262,
    grossKg: '5361.125',
  })
})

test('a building is quantified as before: without a seed, since its version is not simulated', async () => {
  const projectId = await createProject('hempLime')
  const billOfMaterials = [{ section: 'walls', material: 'hurd' as const, massKg: cottage.billOfMaterials[0]!.massKg! }]
  await harness.run(
    (ctx) => registerBuilding(ctx, projectId, { name: 'one', completedOn: '2025-09-15', billOfMaterials }),
    owner.actor,
  )
  const { run } = await quantify(projectId, { measurements: cottageStatements })
  expect(run.grossKg).toBe('5670')
  expect(run.inputs).not.toHaveProperty('seed')
})
