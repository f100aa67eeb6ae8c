import { fictra } from '@assay/domain/programmes/fictra.ts'
import { expect, test } from 'vitest'
import { initial, withValue } from '../domain/test/parameters.ts'
import { wheat } from '../domain/test/wheat.ts'
import { allocationTermsOf } from './caseTerms.ts'
import { basis } from './test/cases.ts'

test('whether goods are strategic the table of the day says, whatever the basis states', () => {
  const stated = { ...basis, metrics: { ...basis.metrics, strategicValue: '0.4' } }
  const listing = (heading: string) => withValue(fictra.allocation.strategicGoods, [{ heading, value: '0.2' }])
  const strategic = [initial, listing('1001'), listing('2601')].map(
    (parameters) => allocationTermsOf(wheat(), stated, parameters).factorsE4[4],
  )
  expect(strategic).toEqual([0, 2_000, 0])
})
