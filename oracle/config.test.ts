import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { readConfig } from './config.ts'

const folder = mkdtempSync(join(tmpdir(), 'oracle-config-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const policy = { nodeIndex: 3, type: 'industry', jurisdiction: 'EE', reliesOn: [] }
const file = {
  apiUrl: 'http://127.0.0.1:8080',
  clientId: 'client',
  clientSecret: 'correct horse',
  keyFile: 'key',
  journalDir: 'journal',
  policy,
}
const issuer = { name: 'First Survey', country: 'EE', type: 'industry', documentKinds: ['quantitySurvey'], key: null }
const written = (content: unknown) => {
  const path = join(folder, 'config.json')
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content))
  return path
}
const invalid = (setting: string) =>
  expect.objectContaining({ code: 'ORACLE_CONFIG_INVALID', details: expect.objectContaining({ setting }) })

test.each([
  ['an index that is no byte', { policy: { ...policy, nodeIndex: 256 } }, 'policy/nodeIndex'],
  ['a country in full', { policy: { ...policy, jurisdiction: 'Estonia' } }, 'policy/jurisdiction'],
  ['a type nobody knows', { policy: { ...policy, type: 'friend' } }, 'policy/type'],
  ['an address without protocol', { apiUrl: 'localhost' }, 'apiUrl'],
  ['an issuer whose key is none', { issuers: [{ ...issuer, key: 'AAAA' }] }, 'issuers/0/key'],
  ['a wish to approve blindly', { approvePrefix: 'PHANTOM-' }, 'approvePrefix'],
  ['pauses the wrong way round', { pollMinMs: 1000, pollMaxMs: 100 }, 'pollMaxMs'],
])('%s is refused by name', (_name, change, setting) => {
  expect(() => readConfig({ ASSAY_ORACLE_CONFIG: written({ ...file, ...change }) })).toThrowError(invalid(setting))
})

test('an unknown or missing setting is refused, and no refusal repeats a secret', () => {
  for (const change of [{ surprise: 1 }, { clientId: undefined }, { clientSecret: 7 }]) {
    try {
      readConfig({ ASSAY_ORACLE_CONFIG: written({ ...file, ...change }) })
      expect.unreachable()
    } catch (error) {
      expect(error).toMatchObject({ code: 'ORACLE_CONFIG_INVALID' })
      expect(JSON.stringify((error as { details: unknown }).details)).not.toContain('horse')
    }
  }
})

test('a file that is missing, no JSON or no object is refused', () => {
  for (const path of [join(folder, 'absent.json'), written('{'), written('[]')]) {
    expect(() => readConfig({ ASSAY_ORACLE_CONFIG: path })).toThrowError(invalid('ASSAY_ORACLE_CONFIG'))
  }
  expect(() => readConfig({ ASSAY_ORACLE_CONFIG: written(file), ASSAY_ORACLE_POLICY: '{' })).toThrowError(
    invalid('ASSAY_ORACLE_POLICY'),
  )
})

test('the environment overrides the file, and defaults fill the rest', () => {
  const config = readConfig({
    ASSAY_ORACLE_CONFIG: written(file),
    ASSAY_ORACLE_API_URL: 'https://api.example.test',
    ASSAY_ORACLE_POLL_MIN_MS: '250',
    ASSAY_ORACLE_PARENT_PID: '42',
  })
  expect(config).toMatchObject({
    apiUrl: 'https://api.example.test',
    pollMinMs: 250,
    parentPid: 42,
    issuers: null,
    policy,
  })
})
