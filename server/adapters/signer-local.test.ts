import { parseTransaction, recoverTransactionAddress, recoverTypedDataAddress, type TransactionSerialized } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { expect, test } from 'vitest'
import { walletIndexes } from '../ports/signer.ts'
import { testMnemonic } from '../test/wallets.ts'
import { localSigner } from './signer-local.ts'

const transaction = {
  chainId: 31_337,
  nonce: 3,
  to: '0x00000000000000000000000000000000000000aa',
  data: '0x1234',
  value: 5n,
  gas: 50_000n,
  maxFeePerGas: 30n,
  maxPriorityFeePerGas: 2n,
} as const

test('an address that is not ours signs nothing', async () => {
  const signer = localSigner(testMnemonic)
  await expect(signer.signTransaction('0x00000000000000000000000000000000000000aa', transaction)).rejects.toMatchObject(
    { code: 'UNKNOWN_KEY' },
  )
  await expect(signer.address(-1)).rejects.toMatchObject({ code: 'UNKNOWN_KEY' })
  await expect(signer.address(1.5)).rejects.toMatchObject({ code: 'UNKNOWN_KEY' })
})

test('addresses follow BIP-44 (the published vectors of this mnemonic)', async () => {
  const signer = localSigner(testMnemonic)
  expect(await signer.address(0)).toBe('0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266')
  expect(await signer.address(9)).toBe('0xa0Ee7A142d267C1f36714E4a8F75612F20a79720')
})

test('signatures recover to the wallet, found by address in a fresh process too', async () => {
  const from = await localSigner(testMnemonic).address(7)
  const raw = await localSigner(testMnemonic).signTransaction(from, transaction)
  expect(await recoverTransactionAddress({ serializedTransaction: raw as TransactionSerialized })).toBe(from)
  expect(parseTransaction(raw)).toMatchObject({ type: 'eip1559', nonce: 3, data: '0x1234', maxPriorityFeePerGas: 2n })
  const typed = {
    domain: { name: 'Test', version: '1', chainId: 1 },
    types: { Note: [{ name: 'text', type: 'string' }] },
    primaryType: 'Note',
    message: { text: 'signed' },
  } as const
  const signature = await localSigner(testMnemonic).signTypedData(from, typed)
  expect(await recoverTypedDataAddress({ ...typed, signature })).toBe(from)
})

test('a wallet that is given a key has it, and the others keep the mnemonic’s', async () => {
  const key = `0x${'11'.repeat(32)}` as const
  const signer = localSigner(testMnemonic, undefined, { treasury: key, anchor: null })
  const from = privateKeyToAccount(key).address
  expect(await signer.address(walletIndexes.treasury)).toBe(from)
  expect(await signer.holds(from)).toBe(true)
  const raw = await signer.signTransaction(from, transaction)
  expect(await recoverTransactionAddress({ serializedTransaction: raw as TransactionSerialized })).toBe(from)
  expect(await signer.address(0)).toBe('0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266')
  // What the mnemonic has at this place is nobody's.
  expect(await signer.holds(await localSigner(testMnemonic).address(walletIndexes.treasury))).toBe(false)
})

test('a fresh process finds a wallet that another one made, and none that the register names wrongly', async () => {
  const from = await localSigner(testMnemonic).address(900)
  expect(await localSigner(testMnemonic).holds(from)).toBe(false)
  expect(await localSigner(testMnemonic, async () => 901).holds(from)).toBe(false)
  const fresh = localSigner(testMnemonic, async (address) => (address === from ? 900 : null))
  expect(await fresh.holds(from)).toBe(true)
  const raw = await fresh.signTransaction(from, transaction)
  expect(await recoverTransactionAddress({ serializedTransaction: raw as TransactionSerialized })).toBe(from)
})
