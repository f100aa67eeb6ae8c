import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { keccak256, stringToHex } from 'viem'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { commitmentOf, openSealedPolygon } from '../../reading/land/polygon.ts'
import { createHarness } from '../../test/harness.ts'
import { parties, registerWallet } from '../parties/index.ts'
import { type FixtureParty, fieldFeature, fixtureParty } from './fixtures.ts'
import {
  assets,
  readBatch,
  readParcel,
  registerBuilding,
  registerParcel,
  registerParcelBatch,
  registerProject,
} from './index.ts'
import { presentParcel } from './readParcel.ts'

const harness = await createHarness({ modules: [parties, assets], config: { databasePoolSize: 70 } as never })
afterAll(() => harness.close())

let owner: FixtureParty
beforeAll(async () => {
  owner = await fixtureParty(harness, ['landowner'], { chain: true })
})

type Place = Parameters<typeof fieldFeature>[2]
const field = (reference: string, at: Place) => fieldFeature(owner.partyId, reference, at)
const register = (feature: ReturnType<typeof field>) => harness.run((context) => registerParcel(context, feature))
const inFile = (collection: object, of: object = {}) =>
  harness.run((context) =>
    registerParcelBatch(
      context,
      {
        mode: 'refuse',
        fileName: 'fields.geojson',
        ownerPartyId: owner.partyId,
        landClass: 'cropland',
        tenure: 'freehold',
        referenceProperty: 'plot',
        ...of,
      } as never,
      new TextEncoder().encode(JSON.stringify(collection)),
    ),
  )
const collectionOf = (...fields: { reference: string; at: Place; area?: unknown }[]) => ({
  type: 'FeatureCollection',
  features: fields.map(({ reference, at, area }) => ({
    type: 'Feature',
    properties: { plot: reference, area },
    geometry: field(reference, at).geometry,
  })),
})
const count = async () => (await harness.db.selectFrom('parcels').select('id').execute()).length

test('bad geometry, area and references are refused by place, and nothing is stored', async () => {
  const before = await count()
  const good = field('BAD', { x: 900, y: 900 })
  const refused = (change: object) =>
    expect(register({ ...good, ...change } as never)).rejects.toMatchObject({ code: 'PARCEL_INPUT_INVALID' })
  await refused({ geometry: { type: 'Point', coordinates: [25, 58] } })
  await refused({ crs: { type: 'name', properties: { name: 'EPSG:9999' } } })
  await refused({ properties: { ...good.properties, declaredArea: '1', declaredAreaUnit: 'ha' } })
  await refused({ properties: { ...good.properties, declaredArea: '6570' } })
  await refused({ geometry: field('BAD', { x: 900, y: 900, size: 1001 }).geometry })
  await expect(
    harness.run((context) =>
      registerParcel(context, fieldFeature('0197f3a2-6c1b-7d34-9a51-3f0c2b7e4d10', 'X', { x: 1, y: 1 })),
    ),
  ).rejects.toMatchObject({ code: 'TRADE_PARTIES_INVALID' })
  const walletless = await fixtureParty(harness, ['landowner'])
  await expect(
    harness.run((context) => registerParcel(context, fieldFeature(walletless.partyId, 'X', { x: 1, y: 1 }))),
  ).rejects.toMatchObject({ code: 'OWNER_HAS_NO_WALLET' })
  expect(await count()).toBe(before)
})

test('a parcel gets a title on chain; only area, coarse place and a commitment that opens become public', async () => {
  const feature = field('HOME', { x: 0, y: 0 })
  feature.properties.declaredArea = '0.66'
  feature.properties.declaredAreaUnit = 'ha'
  const { parcelId } = await register(feature)
  await harness.settle()
  const parcel = await harness.ask(({ db }) => readParcel(db, parcelId))
  expect(parcel).toMatchObject({ state: 'registered', locked: false, failure: null, declaredAreaM2: '6600.00' })
  expect(Number(parcel.areaM2)).toBeGreaterThan(6_500)
  expect(Number(parcel.areaM2)).toBeLessThan(6_700)
  expect(parcel.geohash).toMatch(/^[0-9b-z]{5}$/)
  const sealed = await harness.machine.files.get(parcel.commitment.slice(2))
  expect(commitmentOf(sealed)).toBe(parcel.commitment.slice(2))
  expect(openSealedPolygon(sealed).polygon[0]?.[0]).toHaveLength(5)
  const title = await harness.db
    .selectFrom('land_titles')
    .selectAll()
    .where('on_chain_id', '=', parcel.onChainId)
    .executeTakeFirstOrThrow()
  expect(title).toMatchObject({
    commitment: parcel.commitment,
    geohash: parcel.geohash,
    area_m2: parcel.areaM2.split('.')[0],
  })
  expect((await register(feature)).parcelId).toBe(parcelId)
  expect(JSON.stringify(presentParcel(parcel))).not.toMatch(/25\.00|58\.00|250000000|580000000/)
})

test('no coordinate lies readable in database or files', async () => {
  const { rows } = await harness.machine.pool.query(
    'select (select json_agg(p)::text from parcels p) || (select json_agg(c)::text from parcel_cells c) || (select json_agg(e)::text from events e) || (select json_agg(i)::text from chain_intents i) as dump',
  )
  expect(rows[0].dump).not.toMatch(/250000000|580000000|25\.001|58\.001/)
  const folder = join(harness.machine.config.stateDir, 'files')
  const names = await readdir(folder, { recursive: true, withFileTypes: true })
  for (const name of names.filter((entry) => entry.isFile())) {
    expect((await readFile(join(name.parentPath, name.name))).includes('250000000')).toBe(false)
  }
})

test('land that overlaps is refused, also across sizes; neighbours and enclosed gaps are fine', async () => {
  await register(field('BLOCK', { x: 100, y: 100, size: 10 }))
  for (const at of [
    { x: 104.5, y: 104.5, size: 0.5 },
    { x: 109.9, y: 109.9 },
    { x: 90, y: 90, size: 60 },
    { x: 100, y: 100, size: 10 },
  ]) {
    await expect(register(field(`OVER-${at.x}`, at))).rejects.toMatchObject({ code: 'PARCEL_OVERLAP' })
  }
  for (const at of [
    { x: 110, y: 100, size: 10 },
    { x: 100, y: 110 },
    { x: 99, y: 99 },
  ]) {
    expect((await register(field(`NEXT-${at.x}-${at.y}`, at))).state).toBe('pending')
  }
  await expect(register(field('BLOCK', { x: 300, y: 300 }))).rejects.toMatchObject({ code: 'PARCEL_REFERENCE_TAKEN' })
  // The same land under another use is another statement about it.
  const leased = field('NEXT-99-99', { x: 99, y: 99 })
  leased.properties.tenure = 'lease'
  await expect(register(leased)).rejects.toMatchObject({ code: 'PARCEL_REFERENCE_TAKEN' })
})

test('64 writers of the same land at once: one wins', async () => {
  const attempts = await Promise.allSettled(
    // Each draws it a little differently: no constraint on equal polygons would notice.
    Array.from({ length: 64 }, (_, index) =>
      register(field(`RACE-${index}`, { x: 400 + index / 100, y: 400, size: 2 })),
    ),
  )
  const won = attempts.filter(({ status }) => status === 'fulfilled')
  const codes = attempts.flatMap((attempt) => (attempt.status === 'rejected' ? [attempt.reason.code] : []))
  expect([won.length, new Set(codes)]).toEqual([1, new Set(['PARCEL_OVERLAP'])])
})

test('64 writers of neighbouring land at once: all win, and they tile without overlap', async () => {
  const made = await Promise.all(
    Array.from({ length: 64 }, (_, index) =>
      register(field(`TILE-${index}`, { x: 500 + (index % 8), y: 500 + Math.floor(index / 8) })),
    ),
  )
  expect(new Set(made.map(({ parcelId }) => parcelId)).size).toBe(64)
  await expect(register(field('LID', { x: 500, y: 500, size: 8 }))).rejects.toMatchObject({ code: 'PARCEL_OVERLAP' })
})

test('a half-bad collection is refused whole, with every bad feature named', async () => {
  const before = await count()
  const collection = collectionOf(
    { reference: 'A', at: { x: 600, y: 600 } },
    { reference: 'B', at: { x: 600.5, y: 600 } },
    { reference: '', at: { x: 610, y: 600 } },
  )
  await expect(inFile(collection)).rejects.toMatchObject({
    code: 'BATCH_REFUSED',
    details: {
      rows: 3,
      refused: 1,
      problems: [
        expect.objectContaining({
          code: 'PARCEL_REFERENCE_INVALID',
          pointer: '/features/2/properties',
          file: 'fields.geojson',
        }),
      ],
    },
  })
  collection.features.pop()
  await expect(inFile(collection)).rejects.toMatchObject({
    code: 'BATCH_REFUSED',
    details: { problems: [expect.objectContaining({ code: 'LAND_OVERLAP', pointer: '/features/1' })] },
  })
  expect(await count()).toBe(before)
  expect(await harness.db.selectFrom('import_batches').select('id').execute()).toEqual([])
})

test('with quarantine the good features are kept and the others put aside; sending again changes nothing', async () => {
  const collection = collectionOf(
    { reference: 'Q1', at: { x: 700, y: 700 }, area: 6580 },
    { reference: 'Q2', at: { x: 700.5, y: 700 } },
    { reference: 'Q1', at: { x: 720, y: 700 } },
    { reference: 'Q4', at: { x: 730, y: 700 }, area: 9999 },
    { reference: 'Q5', at: { x: 740, y: 700 } },
  )
  const of = { mode: 'quarantine', areaProperty: 'area', areaUnit: 'm2' }
  const batch = await inFile(collection, of)
  expect(batch).toMatchObject({ accepted: 2, quarantined: 3, ids: [expect.any(String), expect.any(String)] })
  expect(batch.rows.map(({ position, problems }) => [position, problems[0]?.code])).toEqual([
    [1, 'LAND_OVERLAP'],
    [2, 'PARCEL_REFERENCE_REPEATED'],
    [3, 'AREA_MISMATCH'],
  ])
  expect(await harness.ask(({ db }) => readBatch(db, batch.batchId))).toEqual(batch)
  const before = await count()
  expect(await inFile(collection, of)).toMatchObject({ accepted: 2, quarantined: 3, ids: [] })
  expect(await count()).toBe(before)
})

test('titles are asked for a hundred at a time; what the chain refuses is free land again', async () => {
  // Without a claim the wallet may hold nothing, so the chain refuses its titles.
  const unclaimed = await fixtureParty(harness, ['landowner'])
  await harness.run((context) => registerWallet(context, { partyId: unclaimed.partyId, custody: 'custodied' }))
  const fields = Array.from({ length: 120 }, (_, place) => ({
    reference: `ROW-${place}`,
    at: { x: 2_000 + 2 * (place % 12), y: 2_000 + 2 * Math.floor(place / 12) },
  }))
  const titles = (batchId: string) =>
    harness.db.selectFrom('parcels').select(['state', 'failure', 'intent_id']).where('batch_id', '=', batchId).execute()
  const refused = await inFile(collectionOf(...fields), { ownerPartyId: unclaimed.partyId })
  expect(refused).toMatchObject({ accepted: 120, pending: 120 })
  expect(new Set((await titles(refused.batchId)).map(({ intent_id }) => intent_id)).size).toBe(2)
  await expect(inFile(collectionOf(...fields))).rejects.toMatchObject({ code: 'BATCH_REFUSED' })
  await harness.settle()
  for (const { state, failure } of await titles(refused.batchId)) {
    expect(state).toBe('refused')
    expect(failure).toContain('NotAllowedToHold')
  }

  const registered = await inFile(collectionOf(...fields))
  await harness.settle()
  expect(await harness.ask(({ db }) => readBatch(db, registered.batchId))).toMatchObject({ accepted: 120, pending: 0 })
  expect((await titles(registered.batchId)).map(({ state }) => state)).toEqual(Array(120).fill('registered'))
})

test('a reference is text or a number, not whatever can be turned into text', async () => {
  const at = { x: 1_500, y: 1_500 }
  for (const reference of [{ plot: 1 }, ['A'], true, null, 'A\nB', ' ', 2 ** 53]) {
    const { problems } = await inFile(collectionOf({ reference: reference as never, at })).then(
      () => ({ problems: [] }),
      ({ details }) => details,
    )
    expect(problems, JSON.stringify(reference)).toEqual([
      expect.objectContaining({ code: 'PARCEL_REFERENCE_INVALID', pointer: '/features/0/properties' }),
    ])
  }
  expect(await inFile(collectionOf({ reference: 17 as never, at }))).toMatchObject({ accepted: 1 })
})

test('no collection, no JSON, another type: refused before anything is read', async () => {
  await expect(inFile({ type: 'Feature' })).rejects.toMatchObject({ code: 'PARCEL_INPUT_INVALID' })
  const query = { fileName: 'x', ownerPartyId: owner.partyId, landClass: 'cropland', tenure: 'freehold' } as const
  for (const [text, problem] of [
    ['\xff', { code: 'NOT_UTF8' }],
    ['{"type":', { code: 'NOT_JSON' }],
    ['['.repeat(5000), { code: 'JSON_TOO_DEEP', given: 'limit 64' }],
    [
      '{"type":"FeatureCollection","features":[{"id":"\\ud800"}]}',
      { code: 'TEXT_NOT_STORABLE', pointer: '/features/0/id' },
    ],
  ] as const) {
    for (const mode of ['refuse', 'quarantine'] as const) {
      await expect(
        harness.run((context) => registerParcelBatch(context, { ...query, mode }, Buffer.from(text, 'latin1'))),
      ).rejects.toMatchObject({
        code: 'PARCEL_INPUT_INVALID',
        details: { problems: [expect.objectContaining(problem)] },
      })
    }
  }
})

test('a project needs a titled parcel of its owner; a building keeps its bill of materials', async () => {
  const { parcelId } = await register(field('PROJECT', { x: 800, y: 800 }))
  const project = {
    reference: 'P-1',
    name: 'Fixture cottages',
    ownerPartyId: owner.partyId,
    parcelId,
    methodology: 'hempLime' as const,
  }
  const registerIt = (of: object = {}) => harness.run((context) => registerProject(context, { ...project, ...of }))
  await expect(registerIt()).rejects.toMatchObject({ code: 'PARCEL_NOT_REGISTERED' })
  await harness.settle()
  const other = await fixtureParty(harness, ['landowner'])
  await expect(registerIt({ ownerPartyId: other.partyId })).rejects.toMatchObject({ code: 'PROJECT_OWNER_MISMATCH' })
  const { projectId, state } = await registerIt()
  expect(state).toBe('active')
  expect((await registerIt()).projectId).toBe(projectId)
  await expect(registerIt({ name: 'Else' })).rejects.toMatchObject({ code: 'PROJECT_REFERENCE_TAKEN' })
  const bill = [{ section: 'walls', material: 'hurd' as const, massKg: '3500' }]
  const build = (of: object = {}) =>
    harness.run((context) =>
      registerBuilding(context, projectId, {
        name: 'Cottage',
        completedOn: '2025-08-29',
        billOfMaterials: bill,
        ...of,
      }),
    )
  for (const completedOn of ['2026-01-17', '2999-01-01']) {
    await expect(build({ completedOn })).rejects.toMatchObject({
      code: 'DATE_IN_FUTURE',
      details: { field: '/completedOn', latest: '2026-01-16' },
    })
  }
  const building = await build()
  expect(building).toMatchObject({ completedOn: '2025-08-29', billOfMaterials: bill })
  expect((await build()).buildingId).toBe(building.buildingId)
  await expect(build({ completedOn: '2025-08-30' })).rejects.toMatchObject({ code: 'BUILDING_CONFLICT' })
  await expect(build({ billOfMaterials: [{ ...bill[0]!, massKg: '3501' }] })).rejects.toMatchObject({
    code: 'BILL_OF_MATERIALS_CONFLICT',
  })
  await expect(build({ name: 'Fine', billOfMaterials: [{ ...bill[0]!, massKg: '0.0000001' }] })).rejects.toMatchObject({
    code: 'QUANTITY_TOO_PRECISE',
  })
})

test('a lock on chain shows on the parcel, and goes away again', async () => {
  const { parcelId } = await register(field('DISPUTED', { x: 850, y: 850 }))
  await harness.settle()
  const read = () => harness.ask(({ db }) => readParcel(db, parcelId))
  const { onChainId } = await read()
  const intend = (functionName: string, args: unknown[]) =>
    harness.run((context) =>
      context.intend({
        from: 'registrar',
        contract: 'LandRegistry',
        functionName,
        args,
        subject: 'test',
        salt: functionName,
      }),
    )
  await intend('lock', [BigInt(onChainId), keccak256(stringToHex('dispute'))])
  await harness.settle()
  expect((await read()).locked).toBe(true)
  await intend('unlock', [BigInt(onChainId)])
  await harness.settle()
  expect((await read()).locked).toBe(false)
})
