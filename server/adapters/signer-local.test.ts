import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseTransaction, recoverTransactionAddress, recoverTypedDataAddress, type TransactionSerialized } from 'viem'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { testMnemonic } from '../test/wallets.ts'
import { localSigner, openLocalSigner } from './signer-local.ts'

let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'assay-signer-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

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

test.each(['', 'twelve words that are no mnemonic at all in any sense of the'])(
  'a damaged mnemonic file is refused: %j',
  async (text) => {
    const path = join(folder, `damaged-${text.length}`)
    await writeFile(path, text)
    await expect(openLocalSigner(path)).rejects.toMatchObject({ code: 'SIGNER_KEY_INVALID' })
  },
)

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

test('a fresh process finds a wallet that another one created, however far out', async () => {
  const path = join(folder, 'far')
  const from = await (await openLocalSigner(path)).address(900)
  const raw = await (await openLocalSigner(path)).signTransaction(from, transaction)
  expect(await recoverTransactionAddress({ serializedTransaction: raw as TransactionSerialized })).toBe(from)
})

test('two processes that start at once share one mnemonic, readable by its owner only', async () => {
  const path = join(folder, 'mnemonic')
  const [one, two] = await Promise.all([openLocalSigner(path), openLocalSigner(path)])
  expect(await one.address(0)).toBe(await two.address(0))
  expect((await stat(path)).mode & 0o777).toBe(0o600)
})
