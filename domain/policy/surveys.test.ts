import { expect, test } from 'vitest'
import { exact } from '../decimal.ts'
import { initial } from '../test/parameters.ts'
import { changed, node, wheat } from '../test/wheat.ts'
import { checkQuantity, surveysOf } from './surveys.ts'

const check = (of: ReturnType<typeof wheat>) => checkQuantity(of, node(0), exact('10000'), initial)
const surveyed = (value: string) =>
  changed(wheat(), '06', { statements: [{ field: 'quantityTonnes', value }] as never })

test('a weight that is no decimal, or below zero, is no survey; blanks around it do not matter', () => {
  const all = surveysOf(wheat()).length
  for (const value of ['', 'ten', '-1', 'NaN', '1e3']) expect(surveysOf(surveyed(value))).toHaveLength(all - 1)
  expect(surveysOf(surveyed(' 10000 '))).toHaveLength(all)
})

test('without any survey nothing was measured and nothing agrees', () => {
  const documents = wheat().documents.filter(({ documentId }) => !['05', '06', '07'].includes(documentId))
  const none = check({ ...wheat(), documents })
  expect(none).toMatchObject({ finding: 'unsurveyed', surveysAgree: false, median: null, deviation: null })
})

test('what was surveyed is within the tolerance of the proposition, and not of twice as much', () => {
  expect(check(wheat())).toMatchObject({ finding: 'withinTolerance', surveysAgree: false })
  expect(checkQuantity(wheat(), node(0), exact('20000'), initial).finding).toBe('outsideTolerance')
})
