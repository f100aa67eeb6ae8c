import { expect, test } from 'vitest'
import { exact, formatExact } from '../decimal.ts'
import { type Dossier, statementFields } from '../dossier.ts'
import { initial } from '../test/parameters.ts'
import { document, wheat } from '../test/wheat.ts'
import { compareDocuments, contractedValue, median, tryDecimal } from './comparisons.ts'

type Stated = Parameters<typeof document>[4]
/** Documents 1, 2, ... that state these and nothing else. */
const of = (stated: readonly Stated[], contracted: Partial<Dossier['contracted']> = {}) => {
  const dossier = wheat()
  const documents = stated.map((one, index) =>
    document(`${index + 1}`, 'warehouseReceipt', `Silo ${index}`, 'industry', one),
  )
  return compareDocuments({ ...dossier, documents, contracted: { ...dossier.contracted, ...contracted } }, initial).map(
    ({ documentId, stated, reference, referenceFrom, agrees }) =>
      `${documentId} ${stated} ${agrees ? '=' : '!'} ${reference} of ${referenceFrom}`,
  )
}

test('what the contract declares is compared with the contract', () => {
  const declared = statementFields.filter((field) => contractedValue(wheat(), field) !== null)
  expect(declared).toEqual([
    'quantityTonnes',
    'hsCode',
    'originCountry',
    'productionSiteCountry',
    'loadPort',
    'dischargePort',
  ])
  expect(of([{ loadPort: ' xaaaa ' }, { loadPort: 'XBBBB' }])).toEqual([
    '1 XAAAA = XAAAA of contract',
    '2 XBBBB ! XAAAA of contract',
  ])
  expect(of([{ productionSiteCountry: 'xa' }], { productionSiteCountry: 'XC' })).toEqual(['1 XA ! XC of contract'])
  expect(of([{ hsCode: '1001.99' }, { hsCode: '1005' }])).toEqual([
    '1 100199 = 10019900 of contract',
    '2 1005 ! 10019900 of contract',
  ])
})

test('2.2: quantities agree within the tolerance of their kind of goods, the bound included', () => {
  const quantities = (...values: string[]) => values.map((quantityTonnes) => ({ quantityTonnes }))
  expect(of(quantities('9800', '9799.999', '10200', ' 10000.0 ', 'ten'))).toEqual([
    '1 9800 = 10000 of contract',
    '2 9799.999 ! 10000 of contract',
    '3 10200 = 10000 of contract',
    '4 10000 = 10000 of contract',
    '5 ten ! 10000 of contract',
  ])
  expect(of(quantities('9900'), { highValue: true })).toEqual(['1 9900 ! 10000 of contract'])
})

test('any other field is compared with what most documents state, whose first statement is not counted', () => {
  const vessels = (...values: string[]) => values.map((vesselImo) => ({ vesselImo }))
  expect(of(vessels('9074729', '1111111', '9074729'))).toEqual(['2 1111111 ! 9074729 of 1', '3 9074729 = 9074729 of 1'])
  expect(of(vessels('2222222', '9074729', '9074729', '1111111'))).toEqual([
    '1 2222222 ! 9074729 of 2',
    '3 9074729 = 9074729 of 2',
    '4 1111111 ! 9074729 of 2',
  ])
  // On a tie the smaller text is the reference.
  expect(of(vessels('2222222', '1111111'))).toEqual(['1 2222222 ! 1111111 of 2'])
  expect(of([])).toEqual([])
})

test('moisture may differ by half a point, names by their spelling, amounts by nothing', () => {
  const moisture = (...values: string[]) => values.map((moisturePercent) => ({ moisturePercent }))
  const points = moisture('12', '12', '12.5', '11.5', '12.51', 'wet')
  expect(of(points).map((line) => line.split(' ')[2])).toEqual(['=', '=', '=', '!', '!'])
  expect(of([{ seller: 'Prairie Grain' }, { seller: 'prairie-grain' }])).toEqual(['2 PRAIRIEGRAIN = PRAIRIEGRAIN of 1'])
  expect(of([{ invoiceValue: '10.0' }, { invoiceValue: '10' }, { invoiceValue: ' about ten ' }])).toEqual([
    '2 10 = 10 of 1',
    '3 about ten ! 10 of 1',
  ])
})

test('a malformed number is none; the middle of an even number of values is the mean of the two', () => {
  expect([tryDecimal('1,5'), tryDecimal('')]).toEqual([null, null])
  const middle = (...values: `${number}`[]) => median(values.map(exact))
  expect(middle()).toBeNull()
  expect(formatExact(middle('3', '1', '2')!)).toBe('2')
  expect(formatExact(middle('4', '1', '2', '3')!)).toBe('2.5')
})

test('what a document states twice is compared in one order, however it was read', () => {
  const dossier = wheat()
  const twice = (values: readonly string[]) => {
    const paper = document('1', 'warehouseReceipt', 'Silo', 'industry', {})
    const statements = values.map((value) => ({ field: 'originCountry' as const, value }))
    return compareDocuments({ ...dossier, documents: [{ ...paper, statements }] }, initial).map(({ stated }) => stated)
  }
  expect(twice(['XC', 'XB'])).toEqual(['XB', 'XC'])
  expect(twice(['XB', 'XC'])).toEqual(['XB', 'XC'])
})
