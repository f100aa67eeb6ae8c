import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { configTable, readConfig } from './config.ts'

test.each([
  ['PORT', '65536'],
  ['PORT', '80a'],
  ['DATABASE_URL', 'mysql://localhost/x'],
  ['RPC_URL', 'node.example'],
  ['LOG_LEVEL', 'loud'],
  ['MAX_FEE_PER_GAS_WEI', '1.5'],
  ['NETWORK', 'two words'],
  ['FAILPOINT', 'a b'],
  ['WALLET_MNEMONIC', 'test test test test test test test test test test test test'],
  ['WALLET_MNEMONIC', 'junk'],
  ['DOCUMENT_KEY', '0x5c8e'],
  ['HTTP_SECRET', 'g'.repeat(64)],
  ['DOCUMENT_STORE', 'tape'],
  ['WALLET_TREASURY', `0x${'0'.repeat(64)}`],
  ['WALLET_OPERATOR', '11'.repeat(32)],
  ['WALLET_ADMIN', `0x${'11'.repeat(32)}`],
  ['WALLET_UPGRADER', '0xf39fD6e51aad88F6F4ce6aB8827279cffFb92266'],
])('%s=%s is refused, naming the variable and not the value', (variable, value) => {
  try {
    readConfig({ [variable]: value })
    expect.unreachable()
  } catch (error) {
    expect(error).toMatchObject({ code: 'CONFIG_INVALID', details: { variable } })
    expect(JSON.stringify(error)).not.toContain(value)
  }
})

test('2.26 no. 13 does not occur: nobody is sent to this API by http, but on their own machine', () => {
  for (const url of [
    'http://assay.example',
    'http://10.0.0.7:8080',
    'http://127.0.0.1.example',
    'http://localhost.example',
  ])
    expect(() => readConfig({ PUBLIC_URL: url })).toThrowError(expect.objectContaining({ code: 'CONFIG_INVALID' }))
  for (const url of ['https://assay.example', 'http://localhost:8080', 'http://127.0.0.1', 'http://[::1]:8080'])
    expect(readConfig({ PUBLIC_URL: url }).publicUrl).toBe(url)
})

test('nothing set is a laptop: embedded services on the loopback address', () => {
  expect(readConfig({})).toMatchObject({
    embeddedChain: true,
    databaseUrl: '',
    rpcUrl: '',
    host: '127.0.0.1',
    redisUrl: null,
    documentStore: 'disk',
    secrets: { mnemonic: null, documentKey: null, httpSecret: null },
    wallets: { keys: { treasury: null }, addresses: { admin: null, upgrader: null, governance: null } },
  })
})

test('an address of IPv6 stands in brackets in what clients are told', () => {
  expect(readConfig({ HOST: '::1', PORT: '8090' }).publicUrl).toBe('http://[::1]:8090')
  expect(readConfig({ HOST: 'localhost', PORT: '8090' }).publicUrl).toBe('http://localhost:8090')
})

test('the README lists every variable with its default and meaning', () => {
  const readme = readFileSync(new URL('README.md', import.meta.url), 'utf8')
  const rows = configTable().map(
    ({ name, default: value, doc }) => `| \`${name}\` | ${value === '' ? '' : `\`${value}\``} | ${doc} |`,
  )
  for (const row of rows) expect(readme).toContain(row)
  expect(readme.match(/^\| `[A-Z_]+` \|/gm)).toHaveLength(rows.length)
})
