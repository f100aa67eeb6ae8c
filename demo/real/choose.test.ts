/** What is chosen from a folder: wrong and odd files first. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { formatExact } from '@assay/domain/decimal.ts'
import { afterEach, expect, test } from 'vitest'
import { chooseForest } from './chooseForest.ts'
import { chooseShipment } from './chooseShipment.ts'
import { chooseStand } from './chooseStand.ts'
import { chooseVessels } from './chooseVessel.ts'
import { type DataFolder, openDataFolder } from './dataFolder.ts'
import { readConsignment } from './dcsaMessage.ts'

const made: string[] = []
afterEach(() => {
  for (const path of made.splice(0)) rmSync(path, { recursive: true })
})

function folderOf(files: Readonly<Record<string, unknown>>): DataFolder {
  const path = mkdtempSync(join(tmpdir(), 'assay-choose-'))
  made.push(path)
  for (const [file, content] of Object.entries(files)) {
    mkdirSync(dirname(join(path, file)), { recursive: true })
    writeFileSync(join(path, file), typeof content === 'string' ? content : JSON.stringify(content))
  }
  return openDataFolder(path)
}

const instructions = (
  of: { hsCodes?: readonly string[]; booking?: string; unit?: string; kilograms?: unknown } = {},
) => ({
  transportDocumentTypeCode: 'SWB',
  freightPaymentTermCode: 'PRE',
  invoicePayableAt: { UNLocationCode: 'BRSSZ' },
  consignmentItems: [
    {
      carrierBookingReference: of.booking ?? 'BOOK1',
      descriptionOfGoods: ['Soybean oil'],
      HSCodes: of.hsCodes ?? ['150710'],
      cargoItems: [
        { equipmentReference: 'BOX1', cargoGrossWeight: { value: of.kilograms ?? 12_345.5, unit: of.unit ?? 'KGM' } },
      ],
    },
  ],
  documentParties: {
    shipper: { partyName: 'Shipper' },
    consignee: { partyName: 'Receiver', address: { city: 'Singapore', countryCode: 'SG' } },
  },
})
const inDcsa = (files: Readonly<Record<string, unknown>>) =>
  folderOf(Object.fromEntries(Object.entries(files).map(([name, content]) => [`documents/dcsa/${name}`, content])))

test('what is no consignment is left to the API, schemas are no messages', () => {
  for (const text of ['', '{', 'null', '[]', '3', '{"consignmentItems":3}', '{"consignmentItems":[{}]}'])
    expect(readConsignment(text)).toBeNull()
  const { shipment, others } = chooseShipment(
    inDcsa({
      'broken.json': '{',
      'booking.json': { carrierBookingReference: 'X' },
      'openapi/ebl.json': { openapi: '3' },
    }),
  )
  expect(shipment).toBeNull()
  expect(others).toEqual(['documents/dcsa/booking.json', 'documents/dcsa/broken.json'])
})

test('goods that cannot be traded are refused with the reason', () => {
  const reasonFor = (message: unknown) => chooseShipment(inDcsa({ 'a.json': message })).untradeable
  expect(reasonFor(instructions({ hsCodes: ['640510'] }))).toMatchObject([{ code: 'HS_NOT_A_COMMODITY' }])
  expect(reasonFor(instructions({ hsCodes: ['nonsense'] }))).toMatchObject([{ code: 'HS_CODE_INVALID' }])
  expect(reasonFor(instructions({ hsCodes: ['150710', '100199'] }))).toMatchObject([{ code: 'SEVERAL_GOODS' }])
  expect(reasonFor(instructions({ unit: 'LBR' }))).toMatchObject([{ code: 'MASS_UNKNOWN' }])
  expect(reasonFor(instructions({ kilograms: 1e40 }))).toMatchObject([{ code: 'MASS_UNKNOWN' }])
  expect(reasonFor({ ...instructions(), invoicePayableAt: {} })).toMatchObject([
    { code: 'PORTS_UNKNOWN', file: 'documents/dcsa/a.json' },
  ])
})

test('messages of one booking about the same goods are one shipment; the larger one is carried', () => {
  const { shipment, aside, untradeable } = chooseShipment(
    inDcsa({
      'a.json': instructions({ booking: 'ALONE' }),
      'b.json': instructions(),
      'c.json': { ...instructions(), transportDocumentTypeCode: 'BOL' },
    }),
  )
  expect(untradeable).toEqual([])
  expect(aside).toEqual(['documents/dcsa/a.json'])
  expect(shipment).toMatchObject({
    leadFile: 'documents/dcsa/c.json',
    category: 'agriculture',
    tonnes: '12.3455',
    loadPort: 'BRSSZ',
    dischargePort: 'SGSIN',
    originCountry: 'BR',
    shipperCountry: 'BR',
  })
})

test('the vessel the documents name, else one that is under way all day with the most positions', () => {
  const row = (name: string, imo: string, knots: string) => `1,2022-01-03T00:00:00,1,1,${knots},${name},${imo}`
  const data = folderOf({
    'ais/day.csv': [
      'MMSI,BaseDateTime,LAT,LON,SOG,VesselName,IMO',
      row('IN PORT', 'IMO1111111', '0.0'),
      row('IN PORT', 'IMO1111111', '9.0'),
      row('SHORT', 'IMO2222222', '9.0'),
      row('LONG', 'IMO3333333', '9.0'),
      row('LONG', 'IMO3333333', '8.5'),
      row('NAMELESS', '', '8.5'),
    ].join('\n'),
  })
  expect(chooseVessels(data, null).map(({ name }) => name)).toEqual(['LONG', 'SHORT'])
  expect(chooseVessels(data, 'Elsewhere').map(({ name }) => name)).toEqual(['LONG', 'SHORT'])
  expect(chooseVessels(data, 'In Port')).toMatchObject([{ imo: '1111111', day: '2022-01-03', isNamed: true }])
  expect(chooseVessels(folderOf({ 'ais/day.csv': '"broken' }), null)).toEqual([])
})

const treeProfile = {
  name: 'trees',
  format: 'trees-csv',
  columns: { plot: 'plot', species: 'species', diameterCm: 'diameterCm' },
}
const trees = 'plot,species,diameterCm\nA,Coula edulis,20\nA,Coula edulis,30\n'
const corners = (rows: readonly string[]) => ['Plot,Xfield,Yfield,Long,Lat', ...rows].join('\n')
const square = ['A,0,0,11,1', 'A,0,50,11,1.001', 'A,50,0,11.001,1', 'A,50,50,11.001,1.001']

test.each([
  ['no corners', {}],
  ['three corners', { 'forest/corners.csv': corners(square.slice(1)) }],
  ['corners measured twice', { 'forest/corners.csv': corners([...square, ...square]) }],
  ['four points that are no rectangle', { 'forest/corners.csv': corners([...square.slice(1), 'A,10,10,11,1']) }],
  ['a corner without a place', { 'forest/corners.csv': corners([...square.slice(1), 'A,0,0,here,1']) }],
  ['corners of other plots', { 'forest/corners.csv': corners(square.map((row) => row.replace('A', 'B'))) }],
])('an inventory with %s is no forest', (_, files) => {
  expect(chooseForest(folderOf({ 'forest/trees.csv': trees, ...files }), [treeProfile])).toBeNull()
})

test('a forest has its plots with ground, outline and what is published of them', () => {
  const published = 'Plot,trees,agb_Mg\nA,2,1.5\nB,1,2'
  const files = { 'forest/trees.csv': trees, 'forest/corners.csv': corners(square), 'forest/expected.csv': published }
  const forest = chooseForest(folderOf(files), [treeProfile])!
  expect(forest).toMatchObject({ inventoryFile: 'forest/trees.csv', cornersFile: 'forest/corners.csv' })
  const [plot] = forest.plots
  expect([plot!.plot, plot!.trees, formatExact(plot!.areaHa), formatExact(plot!.publishedT!)]).toEqual([
    'A',
    2,
    '0.25',
    '1.5',
  ])
  expect(plot!.ring).toEqual([
    [11, 1],
    [11.001, 1],
    [11.001, 1.001],
    [11, 1.001],
    [11, 1],
  ])
  // Axes of the field that run the other way still give an outline against the clock.
  const mirrored = square.map((row) => row.replace(/^A,(\d+),(\d+)/, 'A,$2,$1'))
  const other = chooseForest(folderOf({ ...files, 'forest/corners.csv': corners(mirrored) }), [treeProfile])!
  expect(other.plots[0]!.ring).toContainEqual([11.001, 1.001])
  expect(turn(other.plots[0]!.ring)).toBeGreaterThan(0)
})

const turn = ([a, b, c]: readonly (readonly [number, number])[]) =>
  (b![0] - a![0]) * (c![1] - b![1]) - (b![1] - a![1]) * (c![0] - b![0])

test('the stand is the largest that was registered, is described, and is old enough', () => {
  const columns = { species: 'kind', ageYears: 'age' }
  const stand = (kind: unknown, age: unknown, ha: unknown) => ({ properties: { kind, age, ha } })
  const choose = (...features: readonly { properties: Record<string, unknown> | null }[]) =>
    chooseStand(features, new Set([1]), columns, 'ha')
  expect(choose()).toBeNull()
  const wrong = [stand(null, 70, 9), stand('birch', 70, 9), stand('birch', null, 9), stand('birch', '70', 9)]
  expect(choose(...wrong, { properties: null }, stand('birch', 20, 9), stand('birch', 70, 'large'))).toBeNull()
  expect(choose(...wrong, stand('aspen', 21, '0.6'), stand('birch', 70, 1.3), stand('ash', 40, 1.3))).toEqual({
    ...{ position: 5, species: 'birch', ageYears: 70 },
  })
})
