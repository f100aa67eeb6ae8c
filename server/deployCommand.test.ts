import { expect, test } from 'vitest'
import { readConfig } from './config.ts'
import { deploy } from './deployCommand.ts'

const shared = { NETWORK: 'testnet', RPC_URL: 'http://127.0.0.1:1' }
const address = '0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266'

test.each([
  ['WALLET_ADMIN', {}],
  ['WALLET_UPGRADER', { WALLET_ADMIN: address }],
  ['WALLET_GOVERNANCE', { WALLET_ADMIN: address, WALLET_UPGRADER: address }],
])(
  'on a chain of others nothing is deployed before %s is in other hands than the mnemonic',
  async (variable, given) => {
    await expect(deploy(readConfig({ ...shared, ...given }), () => undefined)).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      details: { variable },
    })
  },
)
