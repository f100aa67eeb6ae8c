import { expect, test } from 'vitest'
import { commodityCategories } from '../assetClasses.ts'
import { exact } from '../decimal.ts'
import { initial } from '../test/parameters.ts'
import { checklistOf } from './checklist.ts'

test('2.27 G1: agriculture below 5M expects ten documents', () => {
  const { requiredDocuments, duties } = checklistOf(
    { category: 'agriculture', highRisk: false, valuePt: exact('2500000') },
    initial,
  )
  expect(requiredDocuments).toHaveLength(10)
  expect(requiredDocuments).toContain('phytosanitaryCertificate')
  expect(requiredDocuments).not.toContain('sovereignConfirmation')
  expect(duties.map(({ duty }) => duty)).toContain('plantHealth')
})

test('2.3: where the tier makes it mandatory, the sovereign confirmation is required', () => {
  const large = checklistOf({ category: 'agriculture', highRisk: false, valuePt: exact('5000000') }, initial)
  expect(large.requiredDocuments).toContain('sovereignConfirmation')
  expect(large.requiredDocuments).toHaveLength(11)
})

test('every category has documents and duties, each document once, each duty met by a required document', () => {
  for (const category of commodityCategories) {
    const { requiredDocuments, duties } = checklistOf({ category, highRisk: true, valuePt: exact('1') }, initial)
    expect(new Set(requiredDocuments).size).toBe(requiredDocuments.length)
    expect(duties.length).toBeGreaterThan(0)
    for (const { metBy } of duties) expect(requiredDocuments, category).toContain(metBy)
  }
})
