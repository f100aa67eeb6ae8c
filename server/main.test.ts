import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const program = fileURLToPath(new URL('main.ts', import.meta.url))
/** With a folder that cannot be made: whoever went on past the arguments would fail otherwise. */
const run = (...args: string[]) =>
  spawnSync(process.execPath, [program, ...args], {
    encoding: 'utf8',
    env: { ...process.env, STATE_DIR: '/dev/null/x' },
  })

test.each([
  [['start', '--rest'], "'--rest'", 'start takes --reset, --bare'],
  [['demo', 'data'], "'data'", 'demo takes --json, --data VALUE'],
  [['migrate', '--reset'], "'--reset'", 'migrate takes no arguments'],
])('%j: an argument the command does not know is refused with the ones it knows', (args, named, known) => {
  const { status, stderr, stdout } = run(...args)
  expect([status, stdout]).toEqual([1, ''])
  expect(stderr).toContain(named)
  expect(stderr).toContain(known)
})

test('an unknown command is answered with the list of commands', () => {
  const { status, stderr } = run('strat')
  expect(status).toBe(1)
  expect(stderr).toMatch(/usage: .*<command>[\s\S]*\n {2}start/)
})
