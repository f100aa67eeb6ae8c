/** What is chosen from a folder: wrong and odd files first. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { chooseShipment } from './chooseShipment.ts'
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
