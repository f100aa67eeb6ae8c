import { Writable } from 'node:stream'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createHarness, type Harness } from '../test/harness.ts'
import { createLog, describeError } from './log.ts'
import { jobLogger } from './work/jobLogger.ts'

let harness: Harness
beforeAll(async () => {
  harness = await createHarness({ modules: [], chain: false })
})
afterAll(() => harness.close())

const name = 'Anna Secretname'

/** Errors of the real database that quote the row, the key or the value they are about. */
const provoke: Readonly<Record<string, () => Promise<unknown>>> = {
  'a row that breaks a rule': () => query('insert into parties (party_id, name) values (gen_random_uuid(), $1)', name),
  'a key that is taken': async () => {
    for (const _time of [1, 2]) {
      await query(
        `insert into events (id, type, data, key, occurred_at, client_id, request_id)
         values (gen_random_uuid(), 'test', '{}', $1, now(), 'test', 'test')`,
        name,
      )
    }
  },
  'a value of another type': () => query('select $1::uuid', name),
  'JSON that is none': () => query('select $1::jsonb', `{"name":"${name} \\ud800"}`),
}

const query = (text: string, value: string) => harness.machine.pool.query(text, [value])

function logged(write: (log: ReturnType<typeof createLog>) => void): string {
  let text = ''
  const destination = new Writable({
    write(chunk, _encoding, done) {
      text += String(chunk)
      done()
    },
  })
  write(createLog({ level: 'debug', part: 'test', destination }))
  return text
}

test.each(Object.entries(provoke))('%s: the log says where, and never whom', async (_name, act) => {
  const error = await act().then(
    () => null,
    (thrown: unknown) => thrown,
  )
  // The error itself does quote the name, or this test would show nothing.
  expect(`${JSON.stringify(error)} ${error}`).toContain('Secretname')
  const text = logged((log) => {
    log.error({ error }, 'a request failed')
    log.warn({ error: new Error('outer', { cause: error }) }, 'with a cause')
    log.warn({ error: new AggregateError([error], 'several') }, 'among others')
    jobLogger(log).error(`Failed task 1 (react, 1.00ms, attempt 1 of 25) with error '${error}'`, { error })
  })
  expect(text).not.toContain('Secretname')
  expect(text.match(/"code":"(22|23)/g)?.length).toBe(4)
})

test('other errors keep their message and frames, and lose every other field', () => {
  const error = Object.assign(new TypeError('is not a function'), { code: 'E_TEST', password: 'hunter2', body: name })
  expect(describeError(error)).toEqual({
    type: 'TypeError',
    code: 'E_TEST',
    message: 'is not a function',
    stack: expect.stringMatching(/^ {4}at /),
  })
  expect(describeError({ body: name })).toBe('object')
  expect(logged((log) => log.info({ error: 'in words' }, 'x'))).toContain('in words')
})
