import { afterAll, expect, test } from 'vitest'
import { defineEvent, type Module, reaction } from '../module.ts'
import { createHarness } from './harness.ts'

const greeted = defineEvent<{ name: string }>('test.greeted')
const heard: string[] = []
let failures = 0

const module: Module = {
  name: 'test',
  routes: [],
  projections: [],
  reactions: [
    reaction('test.hear', greeted, async (_context, { name }) => {
      if (name === 'flaky' && failures++ < 2) throw new Error('not yet')
      if (name === 'hopeless') throw new Error('never')
      heard.push(name)
    }),
  ],
}
const harness = await createHarness({ modules: [module], chain: false })
afterAll(() => harness.close())

test('a reaction that never succeeds is thrown by settle with its error', async () => {
  await harness.run((context) => context.emit(greeted({ name: 'hopeless' })))
  await expect(harness.settle()).rejects.toThrow(/test.hear.*never/)
})

test('a command that throws leaves no event and no job', async () => {
  const failing = harness.run(async (context) => {
    await context.emit(greeted({ name: 'lost' }))
    throw new Error('rolled back')
  })
  await expect(failing).rejects.toThrow('rolled back')
  await harness.settle()
  expect(heard).not.toContain('lost')
})

test('a reaction runs once after its event, and again after it failed', async () => {
  await harness.run((context) => context.emit(greeted({ name: 'ada' })))
  await harness.run((context) => context.emit(greeted({ name: 'flaky' })))
  expect(heard).toEqual([])
  await harness.settle()
  await harness.settle()
  expect(heard.sort()).toEqual(['ada', 'flaky'])
})

test('an event with a key is recorded once, one with a deadline waits for the clock', async () => {
  const at = new Date(harness.clock.now().getTime() + 60_000)
  for (let time = 0; time < 2; time++) {
    await harness.run((context) => context.emit(greeted({ name: 'late' }), { at, key: 'once' }))
  }
  await harness.settle()
  expect(heard).not.toContain('late')
  await harness.advance(60)
  await harness.settle()
  expect(heard.filter((name) => name === 'late')).toHaveLength(1)
})
