/** The measurements still run: `npm run bench` on its two parts that need no installation, with few rounds. No figure is asserted. */
import { execFile } from 'node:child_process'
import { readFileSync, rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { beforeAll, expect, test } from 'vitest'
import type { Measurement } from '../bench/gas/measurement.ts'
import type { Result } from '../bench/report.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const quick = `${root}bench/results/quick`

let printed = ''
beforeAll(async () => {
  rmSync(quick, { recursive: true, force: true })
  const run = promisify(execFile)('npm', ['run', '-s', 'bench', '--', 'gas', 'rules', '--quick'], {
    cwd: root,
    maxBuffer: 16 * 1024 * 1024,
  })
  printed = (await run).stdout
}, 300_000)

const resultOf = (part: string) => JSON.parse(readFileSync(`${quick}/${part}.json`, 'utf8')) as Result

test('gas of every operation is printed beside a peer that was measured in the run, and what is only cited says so', () => {
  const { own, others } = resultOf('gas').section.figures as unknown as {
    own: Readonly<Record<string, readonly number[]>>
    others: readonly Measurement[]
  }
  const makers = (of: readonly Measurement[]) =>
    [...new Set(of.map(({ contender }) => contender.split(/[ ,]/)[0]!))].toSorted()
  const measured = others.filter(({ cited }) => cited === null)
  expect(makers(measured)).toEqual(['Chainlink', 'OpenZeppelin', 'Safe', 'T-REX', 'solady'])
  expect(makers(others.filter(({ cited }) => cited !== null))).toEqual(['Chainlink', 'Chronicle', 'Toucan'])
  const compared = new Set<string>(measured.map(({ operation }) => operation))
  for (const [operation, gas] of Object.entries(own)) {
    expect(compared, operation).toContain(operation)
    for (const used of gas) expect(used, operation).toBeGreaterThan(21_000)
  }
  const [before, after] = printed.split('Peers cited, not measured in this run')
  for (const { contender, cited } of others) expect(cited === null ? before : after, contender).toContain(contender)
})

test('rules give the digests of their lower bounds, or the run would have ended', () => {
  expect(resultOf('rules').section.tables[0]!.rows.map(([rule]) => rule)).toEqual(['allocation', 'consensus tally'])
  expect(printed).toContain('few rounds')
})
