import { readFileSync } from 'node:fs'
import { exact } from '@assay/domain/decimal.ts'
import { expect, test } from 'vitest'
import { comparisons } from './compareForest.ts'
import { holds, largest, lineOf, relative } from './forest/agreement.ts'
import { forestDataPresent } from './forest/data.ts'
import { harvest } from './forest/vm0010.ts'

if (!forestDataPresent) console.warn('../shared/data/forest is not beside the repository: nothing is compared with it')

const page = readFileSync(new URL('../docs/reference/methodologies.md', import.meta.url), 'utf8')

test('a comparison fails when it is further apart than its tolerance', () => {
  const of = { what: 'x', source: 's', published: '1', computed: '2', tolerance: '0.1' }
  expect(holds({ ...of, difference: exact('0.1') })).toBe(true)
  expect(holds({ ...of, difference: exact('0.10001') })).toBe(false)
  expect(lineOf({ ...of, difference: exact('0.2') })).toBe('| x | 1 | 2 | 2.0e-1 | 0.1 | **no** | s |')
  expect(relative(exact('9'), exact('10')).toFixed()).toBe('0.1')
  expect(largest([exact('1'), exact('3'), exact('2')]).toFixed()).toBe('3')
})

test('VM0010: 12.18 m³ on a tenth of a hectare are 42.63, 30.45 and 52.983 t C per hectare', () => {
  const of = {
    ...{ expansion: exact('0.7'), carbonFraction: exact('0.5'), density: exact('0.5') },
    ...{ areaHa: exact('0.1'), residualFactor: exact('1.74'), rootToShoot: exact('0') },
  }
  expect(harvest(exact('12.18'), of).map((value) => value.toFixed())).toEqual(['121.8', '42.63', '30.45', '52.983'])
})

test.skipIf(!forestDataPresent)(
  'every published number agrees to its tolerance, and the page shows the comparison',
  () => {
    const rows = comparisons()
    expect(rows.filter((row) => !holds(row)).map(lineOf)).toEqual([])
    expect(rows.map(lineOf).filter((line) => !page.includes(line))).toEqual([])
  },
  120_000,
)
