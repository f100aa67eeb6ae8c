import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { describeRun, type Result } from './report.ts'
import { withFigures } from './results.ts'

const result: Result = {
  measuredAt: '2026-01-02T03:04:05.678Z',
  quick: false,
  machine: { processor: 'Example', cores: 2, node: '24.0.0', commit: 'abc1234', busyCores: 0.02 },
  section: {
    title: 'Part',
    tables: [{ title: 'Table', columns: ['What', 'gas'], rows: [['transfer', '34,167']] }],
    notes: ['A note.'],
    figures: {},
  },
}

test('a README without a place for figures is refused', () => {
  expect(() => withFigures('# bench\n', [result])).toThrow('has no lines')
})

test('the README takes figures, and exchanges them the next time', () => {
  const readme = readFileSync('bench/README.md', 'utf8')
  const once = withFigures(readme, [result])
  expect(once).toContain(
    '### Part\n\n#### Table\n\n| What     |    gas |\n| -------- | -----: |\n| transfer | 34,167 |\n',
  )
  expect(withFigures(once, [result])).toBe(once)
  expect(withFigures(once, [])).not.toContain('34,167')
})

test('figures of a busy machine and of a quick run say so', () => {
  expect(describeRun(result)).toBe('Measured 2026-01-02 03:04 UTC: Example, 2 cores, Node 24.0.0, commit abc1234.')
  expect(describeRun({ ...result, machine: { ...result.machine, busyCores: 1.5 } })).toContain('indicative only')
  expect(describeRun({ ...result, quick: true })).toContain('few rounds')
})
