import { parametersAt } from '@assay/domain/programmes/catalogue.ts'
import { inputs } from '@assay/domain/programmes/inputs.ts'
import { parseQuantity } from '@assay/domain/quantity.ts'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { InputRefused } from '../problems.ts'
import { defaultProfiles, readProfileDate, shippedProfiles } from './columnProfiles.ts'
import { type FormatName, formatNames, formats } from './formats.ts'
import { readImo } from './imo.ts'
import type { ParsedDocument, ParseInput } from './parsing.ts'
import { readTrees } from './treeInventory.ts'

const parameters = parametersAt([], new Date('2026-01-15T12:00:00Z'))
const head = { number: 'N-1', issuedOn: '2025-03-01', issuer: { name: 'Fixture Office', country: 'EE' } }

function parse(format: FormatName, content: object | string, of: Partial<ParseInput> = {}): ParsedDocument {
  const text = typeof content === 'string' ? content : JSON.stringify(content)
  const profile = (defaultProfiles as Record<string, ParseInput['profile']>)[format]
  return formats[format].parse({
    file: 'file',
    bytes: new TextEncoder().encode(text),
    kind: formats[format].kinds[0]!,
    mode: 'refuse',
    parameters,
    receivedOn: '2026-01-15',
    ...(profile === undefined ? {} : { profile }),
    ...of,
  })
}

/** Codes with their places. */
function problemsOf(act: () => unknown): string[] {
  try {
    act()
  } catch (error) {
    if (error instanceof InputRefused)
      return error.problems.map(({ code, line, pointer }) => `${code} ${line ?? ''}${pointer}`)
    throw error
  }
  return []
}

const invoice = {
  ...head,
  format: 'assay/commercial-invoice/1',
  seller: { name: 'Fixture Grain', country: 'EE' },
  buyer: { name: 'Fixture Mill', country: 'NL' },
  currency: 'EUR',
  lines: [
    { description: 'Wheat', hsCode: '1001.99', quantity: '10', unitCode: 'TNE', unitPrice: '2.505', amount: '25.05' },
  ],
  total: '25.05',
}
const line = invoice.lines[0]!

test.each<[string, object | string, string[]]>([
  ['broken JSON', '{"number": 1,\n "x": }', ['NOT_JSON 2']],
  ['a member said twice', `{"total":"1",\n"tot\\u0061l":"2"}`, ['JSON_MEMBER_REPEATED 2']],
  ['a member said twice, within', '{"lines":[{"a":{}},{"b":1,"b":1}]}', ['JSON_MEMBER_REPEATED 1']],
  ['brackets without end', '['.repeat(5000), ['JSON_TOO_DEEP ']],
  [
    'well-formed JSON of 5000 levels',
    `${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}`,
    [`JSON_TOO_DEEP ${'/a'.repeat(64)}`],
  ],
  ['half a character', { ...invoice, number: 'N\ud800' }, ['TEXT_NOT_STORABLE /number']],
  ['U+0000 in a name', { ...invoice, seller: { name: 'A\0B', country: 'EE' } }, ['TEXT_NOT_STORABLE /seller/name']],
  ['a byte of zero', '{\n"number": "\0"}', ['TEXT_NOT_STORABLE 2']],
  ['a number beyond all numbers', '{"total": 1e999}', ['NUMBER_INVALID /total']],
  ['no object', '[]', ['SCHEMA ']],
  ['a missing member', { ...invoice, total: undefined }, ['SCHEMA /total']],
  ['an unknown member', { ...invoice, discount: '1' }, ['SCHEMA /discount']],
  ['a number for an amount', { ...invoice, total: 25.05 }, ['SCHEMA /total']],
  ['a total that is not the sum', { ...invoice, total: '25.06' }, ['AMOUNT_MISMATCH /total']],
  [
    'a line that does not multiply',
    { ...invoice, lines: [{ ...line, amount: '25.04' }], total: '25.04' },
    ['AMOUNT_MISMATCH /lines/0/amount'],
  ],
  [
    'decimals the currency has not',
    { ...invoice, currency: 'JPY' },
    ['MINOR_UNITS /lines/0/amount', 'MINOR_UNITS /total'],
  ],
  ['an unknown currency', { ...invoice, currency: 'EEK' }, ['CURRENCY_UNKNOWN /currency']],
  [
    'a unit that is no mass',
    { ...invoice, lines: [{ ...line, unitCode: 'LTR' }] },
    ['UNIT_UNKNOWN_REC20 /lines/0/quantity'],
  ],
  [
    'a heading that does not exist',
    { ...invoice, lines: [{ ...line, hsCode: '1009' }] },
    ['HS_UNKNOWN /lines/0/hsCode'],
  ],
  [
    'a subheading that does not exist',
    { ...invoice, lines: [{ ...line, hsCode: '10019500' }] },
    ['HS_UNKNOWN /lines/0/hsCode'],
  ],
  [
    'one of several goods that does not exist',
    { ...invoice, lines: [line, { ...line, hsCode: '1009' }], total: '50.1' },
    ['HS_UNKNOWN /lines/1/hsCode'],
  ],
  [
    'countries that do not exist',
    { ...invoice, seller: { name: 'A', country: 'XX' }, buyer: { name: 'B', country: 'ZZ' } },
    ['COUNTRY_UNKNOWN /seller/country', 'COUNTRY_UNKNOWN /buyer/country'],
  ],
  ['an inland place as port', { ...invoice, loadPort: 'DEMUC' }, ['PORT_UNKNOWN /loadPort']],
])('commercial invoice: %s is refused by pointer', (_name, content, problems) => {
  expect(problemsOf(() => parse('commercial-invoice-json', content))).toEqual(problems)
})

test('a code that is not listed is refused with those most like it', () => {
  const refused = () =>
    parse('commercial-invoice-json', { ...invoice, loadPort: 'EETLI', lines: [{ ...line, hsCode: '10019500' }] })
  const problems = [
    expect.objectContaining({ given: '10019500', nearest: ['100191', '100199'] }),
    expect.objectContaining({ given: 'EETLI', nearest: expect.arrayContaining(['EETLL']) }),
  ]
  expect(refused).toThrowError(expect.objectContaining({ problems: expect.arrayContaining(problems) }))
})

test('a commercial invoice states mass, goods, parties and value in normal form', () => {
  expect(parse('commercial-invoice-json', { ...invoice, loadPort: 'ee tll' }).statements).toEqual([
    { field: 'quantityTonnes', value: '10' },
    { field: 'hsCode', value: '100199' },
    { field: 'seller', value: 'Fixture Grain' },
    { field: 'buyer', value: 'Fixture Mill' },
    { field: 'currency', value: 'EUR' },
    { field: 'invoiceValue', value: '25.05' },
    { field: 'loadPort', value: 'EETLL' },
  ])
  const mixed = { ...invoice, lines: [line, { ...line, hsCode: '1003' }], total: '50.1' }
  expect(parse('commercial-invoice-json', mixed).statements.map(({ field }) => field)).not.toContain('hsCode')
})

test('line amounts round half up to the minor unit', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 1n, max: 10n ** 9n }), fc.bigInt({ min: 1n, max: 10n ** 9n }), (quantity, price) => {
      const product = quantity * price // millionths
      const cents = (product + 5_000n) / 10_000n
      const amount = `${cents / 100n}.${String(cents % 100n).padStart(2, '0')}`
      const decimal = (value: bigint) => `${value / 1000n}.${String(value % 1000n).padStart(3, '0')}`
      const lines = [{ ...line, quantity: decimal(quantity), unitPrice: decimal(price), amount }]
      expect(problemsOf(() => parse('commercial-invoice-json', { ...invoice, lines, total: amount }))).toEqual([])
    }),
  )
})

const survey = {
  ...head,
  format: 'assay/quantity-survey/1',
  method: 'draftSurvey',
  surveyedOn: '2025-02-28',
  measured: { value: '9950', unitCode: 'TNE' },
  instrument: { id: 'G-1', calibratedUntil: '2025-12-31' },
}
test.each<[string, object, string[]]>([
  [
    'an instrument out of calibration',
    { instrument: { id: 'G-1', calibratedUntil: '2025-02-27' } },
    ['CALIBRATION_EXPIRED /instrument/calibratedUntil'],
  ],
  ['a certificate older than the survey', { surveyedOn: '2025-03-02' }, ['DATES_OUT_OF_ORDER /issuedOn']],
  ['a ship with a wrong check digit', { vesselImo: '9074728' }, ['IMO_INVALID /vesselImo']],
  ['moisture above all', { moisturePercent: '100.1' }, ['NUMBER_INVALID /moisturePercent']],
  [
    'days that no calendar has',
    { surveyedOn: '2025-02-30', instrument: { id: 'G-1', calibratedUntil: '2025-99-99' } },
    ['DATE_INVALID /surveyedOn', 'DATE_INVALID /instrument/calibratedUntil'],
  ],
  ['a method nobody knows', { method: 'guess' }, ['SCHEMA /method']],
])('quantity survey: %s is refused', (_name, change, problems) => {
  expect(problemsOf(() => parse('quantity-survey-json', { ...survey, ...change }))).toEqual(problems)
})

test('a survey in pounds states exact tonnes', () => {
  const measured = { value: '1000000', unitCode: 'LBR' }
  expect(parse('quantity-survey-json', { ...survey, measured }).statements).toEqual([
    { field: 'quantityTonnes', value: '453.59237' },
  ])
})

test('a certificate of origin and a certificate state what they name; another kind is refused', () => {
  const origin = {
    ...head,
    format: 'assay/certificate-of-origin/1',
    exporter: invoice.seller,
    consignee: invoice.buyer,
    originCountry: 'EE',
    productionSite: { name: 'Elevator', country: 'LV' },
    goods: [
      { description: 'Wheat', hsCode: '1001', mass: { value: '5', unitCode: 'TNE' } },
      { description: 'Wheat', hsCode: '1001' },
    ],
  }
  expect(parse('certificate-of-origin-json', origin).statements.map(({ field, value }) => `${field} ${value}`)).toEqual(
    ['originCountry EE', 'productionSiteCountry LV', 'seller Fixture Grain', 'buyer Fixture Mill', 'hsCode 1001'],
  )
  expect(problemsOf(() => parse('certificate-of-origin-json', { ...origin, originCountry: 'XX' }))).toEqual([
    'COUNTRY_UNKNOWN /originCountry',
  ])
  const wrong = {
    goods: [...origin.goods, { description: 'Rye', hsCode: '1009' }],
    exporter: { name: 'A', country: 'XX' },
  }
  expect(problemsOf(() => parse('certificate-of-origin-json', { ...origin, ...wrong }))).toEqual([
    'HS_UNKNOWN /goods/2/hsCode',
    'COUNTRY_UNKNOWN /exporter/country',
  ])
  const certificate = {
    ...head,
    format: 'assay/certificate/1',
    kind: 'insuranceCertificate',
    states: { vesselImo: 'IMO 9074729' },
    validUntil: '2025-02-01',
  }
  expect(problemsOf(() => parse('certificate-json', certificate, { kind: 'exportLicence' }))).toEqual([
    'KIND_MISMATCH /kind',
    'DATES_OUT_OF_ORDER /validUntil',
  ])
  expect(problemsOf(() => parse('certificate-json', { ...certificate, states: { price: '1' } }))).toEqual([
    'SCHEMA /states/price',
  ])
})

const cargo = { equipmentReference: 'HOLD1', cargoGrossWeight: { value: 12000.5, unit: 'KGM' } }
const transportDocument = {
  transportDocumentReference: 'TD-1',
  transportDocumentStatus: 'ISSUED',
  transportDocumentTypeCode: 'BOL',
  isShippedOnBoardType: true,
  isElectronic: true,
  isToOrder: false,
  carrierCode: 'FIXT',
  carrierCodeListProvider: 'SMDG',
  shippedOnBoardDate: '2025-03-01',
  documentParties: {
    shipper: { partyName: 'Fixture Grain' },
    consignee: { partyName: 'Fixture Mill' },
    issuingParty: { partyName: 'Fixture Line', address: { countryCode: 'EE' } },
  },
  transports: {
    plannedDepartureDate: '2025-03-01',
    plannedArrivalDate: '2025-03-09',
    portOfLoading: { UNLocationCode: 'EETLL' },
    portOfDischarge: { UNLocationCode: 'NLRTM' },
    vesselVoyages: [{ vesselName: 'FIXTURE' }],
  },
  consignmentItems: [{ carrierBookingReference: 'B-1', HSCodes: ['100199'], cargoItems: [cargo] }],
}

test.each<[string, object, string[]]>([
  ['a booking', { carrierServiceCode: 'FE1' }, ['DCSA_MESSAGE_KIND ']],
  [
    'a void document',
    { ...transportDocument, transportDocumentStatus: 'VOID' },
    ['DCSA_VOID /transportDocumentStatus'],
  ],
  [
    'weight without unit',
    {
      ...transportDocument,
      consignmentItems: [
        { ...transportDocument.consignmentItems[0], cargoItems: [{ ...cargo, cargoGrossWeight: { value: 1 } }] },
      ],
    },
    ['SCHEMA /consignmentItems/0/cargoItems/0/cargoGrossWeight/unit'],
  ],
  [
    'a weight of less than a gram',
    {
      ...transportDocument,
      consignmentItems: [
        {
          ...transportDocument.consignmentItems[0],
          cargoItems: [{ ...cargo, cargoGrossWeight: { value: 1.0005, unit: 'KGM' } }],
        },
      ],
    },
    ['NUMBER_INVALID /consignmentItems/0/cargoItems/0/cargoGrossWeight/value'],
  ],
  [
    'one of several goods, and a country, that do not exist',
    {
      ...transportDocument,
      documentParties: {
        ...transportDocument.documentParties,
        consignee: { partyName: 'Fixture Mill', address: { countryCode: 'XX' } },
      },
      consignmentItems: [{ ...transportDocument.consignmentItems[0], HSCodes: ['100199', '100999'] }],
    },
    ['HS_UNKNOWN /consignmentItems/0/HSCodes/1', 'COUNTRY_UNKNOWN /documentParties/consignee/address/countryCode'],
  ],
  [
    'an arrival before departure',
    { ...transportDocument, transports: { ...transportDocument.transports, plannedArrivalDate: '2025-02-01' } },
    ['DATES_OUT_OF_ORDER /transports/plannedArrivalDate'],
  ],
  [
    'planned days that do not exist',
    {
      ...transportDocument,
      transports: {
        ...transportDocument.transports,
        plannedDepartureDate: '2025-02-30',
        plannedArrivalDate: '2025-02-31',
      },
    },
    ['DATE_INVALID /transports/plannedDepartureDate', 'DATE_INVALID /transports/plannedArrivalDate'],
  ],
  [
    'a day that does not exist',
    { ...transportDocument, shippedOnBoardDate: '2025-02-30' },
    ['DATE_INVALID /shippedOnBoardDate'],
  ],
  [
    'a wrapped document that is wrong',
    { issueTo: {}, document: { ...transportDocument, carrierCode: '' } },
    ['SCHEMA /document/carrierCode'],
  ],
])('bill of lading: %s is refused by pointer', (_name, content, problems) => {
  expect(problemsOf(() => parse('dcsa-ebl-3.0', content))).toEqual(problems)
})

test('a transport document states what was shipped, wrapped in an issuance request or not; net weight wins when complete', () => {
  const plain = parse('dcsa-ebl-3.0', transportDocument)
  expect(plain).toMatchObject({
    number: 'TD-1',
    issuedOn: '2025-03-01',
    issuer: { name: 'Fixture Line', country: 'EE' },
    details: { lots: ['HOLD1'] },
  })
  expect(Object.fromEntries(plain.statements.map(({ field, value }) => [field, value]))).toEqual({
    transportDocument: 'TD-1',
    shippedOn: '2025-03-01',
    loadPort: 'EETLL',
    dischargePort: 'NLRTM',
    quantityTonnes: '12.0005',
    hsCode: '100199',
    seller: 'Fixture Grain',
    buyer: 'Fixture Mill',
  })
  expect(parse('dcsa-ebl-3.0', { issueTo: {}, document: transportDocument }).statements).toEqual(plain.statements)
  const net = { ...cargo, cargoNetWeight: { value: 11000, unit: 'KGM' } }
  const tonnes = (items: object[]) =>
    parse('dcsa-ebl-3.0', {
      ...transportDocument,
      consignmentItems: [{ ...transportDocument.consignmentItems[0], cargoItems: items }],
    }).statements.find(({ field }) => field === 'quantityTonnes')?.value
  expect([tonnes([net, net]), tonnes([net, cargo])]).toEqual(['22', '24.001'])
})

test('of ever so many wrong codes as many are named as are shown', () => {
  const HSCodes = Array.from({ length: 99 }, (_, index) => String(990_000 + index))
  const item = { ...transportDocument.consignmentItems[0], HSCodes }
  const many = { ...transportDocument, consignmentItems: Array(900).fill(item) }
  expect(problemsOf(() => parse('dcsa-ebl-3.0', many)).filter((each) => each.startsWith('HS_UNKNOWN'))).toHaveLength(50)
})

test('every weight of three decimals is read, to the gram', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1_000_000_000_000 }), (grams) => {
      const text = `${Math.floor(grams / 1000)}.${String(grams % 1000).padStart(3, '0')}`
      const items = [{ ...cargo, cargoGrossWeight: { value: Number(text), unit: 'KGM' } }]
      const { statements } = parse('dcsa-ebl-3.0', {
        ...transportDocument,
        consignmentItems: [{ ...transportDocument.consignmentItems[0], cargoItems: items }],
      })
      const tonnes = statements.find(({ field }) => field === 'quantityTonnes')!.value
      expect(parseQuantity(tonnes, 'kg', 'tonnes').value).toBe(BigInt(grams))
    }),
  )
})

test('IMO numbers: check digit, form, every single wrong digit', () => {
  expect(['IMO9074729', '9074729', 'imo 9074729'].map(readImo)).toEqual(['9074729', '9074729', '9074729'])
  expect(['9074728', '907472', 'IMO90747291', '', '0000001'].map(readImo)).toEqual([null, null, null, null, null])
  fc.assert(
    fc.property(fc.nat({ max: 5 }), fc.integer({ min: 1, max: 9 }), (at, by) => {
      const digits = [...'9074729']
      digits[at] = String((Number(digits[at]) + by) % 10)
      // Weights share factors with ten, so a few single changes stay unseen; none may be accepted as the old number.
      expect(readImo(digits.join(''))).not.toBe('9074729')
    }),
  )
})

const aisHeader = 'MMSI,BaseDateTime,LAT,LON,SOG,COG,Heading,VesselName,IMO'
const ais = (...rows: string[]) => [aisHeader, ...rows].join('\n')
const atTallinn = (time: string, sog = '0.0', imo = 'IMO9074729') =>
  `276000001,${time},59.45,24.75,${sog},0.0,511,FIXTURE,${imo}`
const atSea = (time: string, imo = 'IMO9074729') => `276000001,${time},59.60,23.50,12.0,270.0,270,FIXTURE,${imo}`

test.each<[string, string, Partial<ParseInput>, string[]]>([
  ['a missing column', 'MMSI,LAT,LON\n1,2,3', {}, ['CSV_COLUMN_MISSING 1BaseDateTime']],
  ['two columns of one name', `${aisHeader},LAT\n${atSea('2025-03-01T00:00:00')},1`, {}, ['CSV_COLUMN_REPEATED 1LAT']],
  ['a header alone', aisHeader, {}, ['CSV_EMPTY ']],
  ['an open quote', `${aisHeader}\n"276`, {}, ['CSV_MALFORMED 2']],
  [
    'a short row',
    ais(atSea('2025-03-01T00:00:00'), '276000001,2025-03-01T01:00:00', atSea('2025-03-01T02:00:00')),
    {},
    ['CSV_ROW_WIDTH 3'],
  ],
  ['another day', ais(atSea('2025-03-01T01:00:00'), atSea('2025-03-01T00:00:00')), {}, ['AIS_TIME_ORDER 3']],
  [
    'a time that is none',
    ais(atSea('01.03.2025 00:00'), atSea('2025-03-01T00:00:00'), atSea('2025-03-01T01:00:00')),
    {},
    ['TIME_INVALID 2BaseDateTime'],
  ],
  [
    'times that no clock shows',
    ais(
      atSea('2025-02-30T00:00:00'),
      atSea('2025-02-28T24:00:00'),
      atSea('0000-01-01T00:00:00'),
      atSea('2025-03-01T00:00:00'),
      atSea('2025-03-01T01:00:00'),
    ),
    {},
    ['TIME_INVALID 2BaseDateTime', 'TIME_INVALID 3BaseDateTime', 'TIME_INVALID 4BaseDateTime'],
  ],
  [
    'a leap over the sea',
    ais(atTallinn('2025-03-01T00:00:00'), atSea('2025-03-01T00:10:00')),
    {},
    ['AIS_SPEED_IMPLAUSIBLE 3'],
  ],
  [
    'a latitude beyond the pole',
    ais(atSea('2025-03-01T00:00:00').replace('59.60', '95.1'), atSea('2025-03-01T01:00:00')),
    {},
    ['AIS_POSITION_INVALID 2LAT'],
  ],
  [
    'a heading of 400',
    ais(atSea('2025-03-01T00:00:00').replace('270,FIX', '400,FIX'), atSea('2025-03-01T01:00:00')),
    {},
    ['AIS_HEADING_INVALID 2Heading'],
  ],
  ['one position', ais(atSea('2025-03-01T00:00:00')), {}, ['AIS_TOO_SHORT ']],
  ['an IMO number that is none', ais(atSea('2025-03-01T00:00:00', 'IMO9074728')), {}, ['IMO_INVALID 2IMO']],
  [
    'several vessels',
    ais(atSea('2025-03-01T00:00:00'), atSea('2025-03-01T01:00:00').replace('276000001', '276000002')),
    {},
    ['AIS_VESSEL_NOT_SELECTED 3'],
  ],
  ['a vessel that is not there', ais(atSea('2025-03-01T00:00:00')), { vesselImo: '9999993' }, ['AIS_VESSEL_ABSENT ']],
])('vessel track: %s is refused by line', (_name, content, of, problems) => {
  expect(problemsOf(() => parse('ais-csv', content, of))).toEqual(problems)
})

test('a track shows port calls; 511 and 91 degrees mean "not available"', () => {
  const rows = [
    atTallinn('2025-03-01T00:00:00'),
    atTallinn('2025-03-01T06:00:00'),
    atSea('2025-03-01T10:00:00'),
    '276000001,2025-03-01T11:00:00,91.0,181.0,102.3,360.0,511,FIXTURE,IMO9074729',
    '276000001,2025-03-02T08:00:00,60.15,24.95,0.2,0.0,90,FIXTURE,IMO9074729',
  ]
  const { statements, details, number, issuedOn } = parse('ais-csv', ais(...rows))
  expect(Object.fromEntries(statements.map(({ field, value }) => [field, value]))).toEqual({
    vesselImo: '9074729',
    loadPort: 'EETLL',
    departedOn: '2025-03-01',
    dischargePort: 'FIHEL',
    arrivedOn: '2025-03-02',
  })
  expect(details).toMatchObject({
    positions: 4,
    positionsUnavailable: 1,
    headingsUnavailable: 2,
    vesselName: 'FIXTURE',
  })
  expect([number, issuedOn]).toEqual(['276000001/2025-03-01', '2025-03-02'])
})

test('a track in one port names it only when the vessel leaves or comes', () => {
  const fields = (...rows: string[]) => parse('ais-csv', ais(...rows)).statements.map(({ field }) => field)
  expect(fields(atTallinn('2025-03-01T00:00:00'), atTallinn('2025-03-01T06:00:00'))).toEqual(['vesselImo'])
  expect(fields(atTallinn('2025-03-01T00:00:00'), atSea('2025-03-01T06:00:00'))).toEqual([
    'vesselImo',
    'loadPort',
    'departedOn',
  ])
  expect(fields(atSea('2025-03-01T00:00:00'), atTallinn('2025-03-01T06:00:00'))).toEqual([
    'vesselImo',
    'dischargePort',
    'arrivedOn',
  ])
})

test('with quarantine the bad rows of a track are put aside with their lines', () => {
  const rows = [
    atTallinn('2025-03-01T00:00:00'),
    atSea('2025-03-01T00:10:00'),
    'short',
    atTallinn('2025-03-01T01:00:00'),
  ]
  const { details, refusedRows } = parse('ais-csv', ais(...rows), { mode: 'quarantine' })
  expect(details.positions).toBe(2)
  expect(refusedRows.map(({ position, problems }) => [position, problems[0]?.code, problems[0]?.line])).toEqual([
    [2, 'CSV_ROW_WIDTH', 4],
    [1, 'AIS_SPEED_IMPLAUSIBLE', 3],
  ])
})

test('a stale first position is the one refused when the next two agree with each other', () => {
  const rows = [
    atSea('2025-03-01T00:00:00'),
    atTallinn('2025-03-01T00:05:00'),
    atTallinn('2025-03-01T00:10:00'),
    atTallinn('2025-03-01T00:15:00'),
  ]
  const { details, refusedRows } = parse('ais-csv', ais(...rows), { mode: 'quarantine' })
  expect(details.positions).toBe(3)
  expect(refusedRows.map(({ position, problems }) => [position, problems[0]?.code, problems[0]?.line])).toEqual([
    [0, 'AIS_SPEED_IMPLAUSIBLE', 2],
  ])
})

test.each(formatNames)('%s: text that cannot be stored refuses the file in every mode', (format) => {
  const text = formats[format].mediaTypes.includes('text/csv') ? 'a,b\n1,\0\n' : '{"a":["x\\u0000"]}'
  const place = text.startsWith('{') ? '/a/0' : '2'
  for (const mode of ['refuse', 'quarantine'] as const) {
    const profile = shippedProfiles.find((shipped) => shipped.format === format)
    expect(problemsOf(() => parse(format, text, { mode, ...(profile && { profile }) }))).toEqual([
      `TEXT_NOT_STORABLE ${place}`,
    ])
  }
})

test('trees: units are checked row by row, missing heights stay missing', () => {
  const header = 'plot,species,diameterCm,heightM,woodDensity'
  const content = [
    header,
    'P1,Betula pendula,25.5,18,0.53',
    'P1,,25,18,',
    'P2,Picea abies,0.5,180,5',
    'P2,Picea abies,31.123456789,,NA',
  ].join('\n')
  expect(problemsOf(() => parse('trees-csv', content))).toEqual([
    'VALUE_MISSING 3species',
    'TREE_DIAMETER_INVALID 4diameterCm',
    'TREE_HEIGHT_INVALID 4heightM',
    'TREE_DENSITY_INVALID 4woodDensity',
  ])
  const { details, refusedRows } = parse('trees-csv', content, { mode: 'quarantine' })
  expect(details).toEqual({ trees: 2, plots: 2, species: 2, heightsMeasured: 1, densitiesKnown: 1 })
  expect(refusedRows).toHaveLength(2)
})

test('a bill of materials is a whole: one bad line refuses it in every mode', () => {
  const bill = (...rows: string[]) => ['section,material,massKg', ...rows].join('\n')
  const bad = bill('walls,hurd,3500', 'walls,hurd,1', 'frame,steel,10', ',timber,0', 'roof,timber,1e3')
  const problems = [
    'BILL_LINE_REPEATED 3material',
    'MATERIAL_UNKNOWN 4material',
    'TEXT_INVALID 5section',
    'NUMBER_INVALID 5massKg',
    'NUMBER_INVALID 6massKg',
  ]
  for (const mode of ['refuse', 'quarantine'] as const) {
    expect(problemsOf(() => parse('bill-of-materials-csv', bad, { mode }))).toEqual(problems)
  }
  expect(parse('bill-of-materials-csv', bill('walls,hurd,3500')).details.lines).toEqual([
    { section: 'walls', material: 'hurd', massKg: '3500' },
  ])
})

test('prices: order, sign, number and currency are checked; a market has a volatility, or says why not', () => {
  const prices = (...rows: string[]) => ['date,price,currency', ...rows].join('\n')
  const bad = prices(
    '2025-01-01,250,USD',
    '2025-01-01,250,USD',
    '2025-01-03,0,USD',
    '2025-01-04,"1,250",USD',
    '2025-01-32,1,USD',
    '2025-01-05,1,XYZ',
    '2025-01-06,1,EUR',
  )
  expect(problemsOf(() => parse('price-csv', bad))).toEqual([
    'PRICE_DATE_ORDER 3date',
    'PRICE_NOT_POSITIVE 4price',
    'NUMBER_INVALID 5price',
    'DATE_INVALID 6date',
    'CURRENCY_UNKNOWN 7currency',
    'PRICE_CURRENCY_CHANGES 8currency',
  ])
  const { details } = parse('price-csv', bad, { mode: 'quarantine' })
  expect(details).toMatchObject({ points: 1, currency: 'USD' })
  const nothing = () => parse('price-csv', prices('2025-01-01,0,USD', '2025-13-01,1,USD'), { mode: 'quarantine' })
  expect(problemsOf(nothing)).toEqual(['PRICE_NOT_POSITIVE 2price', 'DATE_INVALID 3date'])
  const market = 'HS:1001'
  expect(parse('price-csv', prices('2025-01-01,250,USD', '2025-01-02,251,USD'), { market }).details).toMatchObject({
    points: 2,
    volatilityRatio: null,
    returns: 1,
  })
  const days = Array.from(
    { length: 40 },
    (_, index) =>
      `${new Date(Date.UTC(2025, 0, 1 + index)).toISOString().slice(0, 10)},${index % 2 === 0 ? '100' : '101'},USD`,
  )
  expect(parse('price-csv', prices(...days), { market }).details).toMatchObject({
    returns: 39,
    volatilityRatio: '0.6298',
  })
})

test('inspection certificates: columns by profile, words mapped, unit converted', () => {
  const profile = shippedProfiles.find(({ name }) => name === 'fgis-export-grain')!
  const header = 'Serial No.,Cert Date,Grade,Grain,Pounds,Metric Ton,M AVG'
  const { statements, number, issuedOn, issuer } = parse(
    'inspection-csv',
    `${header}\nS-1,20250301,2 O/B,WHEAT,0,9950.123,12.1`,
    { profile },
  )
  expect({ number, issuedOn, issuer }).toEqual({
    number: 'S-1',
    issuedOn: '2025-03-01',
    issuer: { name: 'Federal Grain Inspection Service', country: 'US' },
  })
  expect(statements.map(({ field, value }) => `${field} ${value}`)).toEqual([
    'quantityTonnes 9950.123',
    'hsCode 1001',
    'originCountry US',
    'grade 2 O/B',
    'moisturePercent 12.1',
  ])
  expect(problemsOf(() => parse('inspection-csv', `${header}\n,2025-03-01,2,RICE,0,x,101`, { profile }))).toEqual([
    'VALUE_MISSING 2Serial No.',
    'DATE_INVALID 2Cert Date',
    'NUMBER_INVALID 2Metric Ton',
    'HS_UNKNOWN 2Grain',
    'NUMBER_INVALID 2M AVG',
  ])
  expect(
    problemsOf(() => parse('inspection-csv', `${header}\na,20250301,2,RYE,0,1,1\nb,20250301,2,RYE,0,1,1`, { profile })),
  ).toEqual(['CSV_SEVERAL_CERTIFICATES 3'])
})

test.each([
  ['unix', '\n'],
  ['windows', '\r\n'],
  ['old', '\r'],
])('the line of a bad row is counted through quoted breaks and empty lines, with %s line ends', (_ends, end) => {
  const lines = ['date,price,currency', '2025-01-01,"1', '",EUR', '', '2025-01-02,x,EUR', '2025-01-03,"', '",EUR']
  const problems = problemsOf(() => parse('price-csv', `\ufeff${lines.join(end)}${end}`))
  expect(problems).toEqual(['NUMBER_INVALID 5price', 'NUMBER_INVALID 6price'])
})

test('a field that every object knows is no word of a profile; a row over several lines is named by its first', () => {
  const profile = { ...shippedProfiles.find(({ name }) => name === 'trees')!, values: { species: { KASK: 'Betula' } } }
  const rows = 'plot,species,diameterCm,heightM,woodDensity\nP1,constructor,25,18,\nP1,KASK,25,18,\n"P\n2",Alnus,0,,'
  expect(problemsOf(() => parse('trees-csv', rows, { profile }))).toEqual(['TREE_DIAMETER_INVALID 4diameterCm'])
  const { trees } = readTrees({ file: 'f', bytes: new TextEncoder().encode(rows), profile, mode: 'quarantine' })
  expect(trees.map(({ species, line }) => [species, line])).toEqual([
    ['constructor', 2],
    ['Betula', 3],
  ])
})

test('dates of a profile are read in the declared form only', () => {
  expect([
    readProfileDate('20250301', 'YYYYMMDD'),
    readProfileDate('03/01/2025', 'MM/DD/YYYY'),
    readProfileDate('01.03.2025', 'DD.MM.YYYY'),
    readProfileDate('2025-03', 'YYYY-MM'),
    readProfileDate('2025-02-29', 'YYYY-MM-DD'),
    readProfileDate('2025-03-01', 'YYYYMMDD'),
    readProfileDate('0000-03-01', 'YYYY-MM-DD'),
  ]).toEqual(['2025-03-01', '2025-03-01', '2025-03-01', '2025-03-01', null, null, null])
})

test('codes that were added are read like listed ones, in every document that states them', () => {
  const of = { ...invoice, loadPort: 'NLXYZ', lines: invoice.lines.map((line) => ({ ...line, hsCode: '100699' })) }
  expect(problemsOf(() => parse('commercial-invoice-json', of))).toEqual([
    'HS_UNKNOWN /lines/0/hsCode',
    'PORT_UNKNOWN /loadPort',
  ])
  const effectiveFrom = '2026-01-10T00:00:00Z'
  const stored = [
    { key: inputs.codes.portsAdded.key, version: 2, value: ['NLXYZ'], effectiveFrom },
    { key: inputs.codes.subheadingsAdded.key, version: 2, value: ['100699'], effectiveFrom },
  ]
  const added = { parameters: parametersAt(stored, new Date('2026-01-15T12:00:00Z')) }
  expect(parse('commercial-invoice-json', of, added).statements).toEqual(
    expect.arrayContaining([
      { field: 'loadPort', value: 'NLXYZ' },
      { field: 'hsCode', value: '100699' },
    ]),
  )
  const before = { parameters: parametersAt(stored, new Date('2026-01-09T12:00:00Z')) }
  expect(problemsOf(() => parse('commercial-invoice-json', of, before))).toContain('PORT_UNKNOWN /loadPort')
})

test('bytes that are no UTF-8 are refused by every format', () => {
  for (const format of Object.keys(formats) as FormatName[]) {
    const profile = format === 'inspection-csv' ? { profile: shippedProfiles[0]! } : {}
    const refused = () =>
      formats[format].parse({
        file: 'file',
        bytes: new Uint8Array([0x7b, 0xff, 0xfe]),
        kind: formats[format].kinds[0]!,
        mode: 'refuse',
        parameters,
        receivedOn: '2026-01-15',
        market: 'HS:1001',
        profile: (defaultProfiles as Record<string, ParseInput['profile']>)[format],
        ...profile,
      } as ParseInput)
    expect(problemsOf(refused), format).toEqual(['NOT_UTF8 '])
  }
})

test('no parser throws anything but its own refusal, whatever the bytes', () => {
  const names = Object.keys(formats) as FormatName[]
  fc.assert(
    fc.property(
      fc.constantFrom(...names),
      fc.oneof(
        fc.string(),
        fc.json(),
        fc.array(fc.array(fc.string()), { maxLength: 5 }).map((rows) => rows.map((row) => row.join(',')).join('\n')),
      ),
      (format, text) => {
        const of = format === 'inspection-csv' ? { profile: shippedProfiles[0]! } : {}
        problemsOf(() => parse(format, text, of))
      },
    ),
    { numRuns: 500 },
  )
})
