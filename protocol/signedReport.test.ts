import { type Hex, recoverAddress } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { expect, test } from 'vitest'
import { committeeBitmap, signedReport } from './signedReport.ts'

const report = { scoreE4: 940_625, agrees: true, critical: false, justificationHash: `0x${'4'.repeat(64)}` as Hex }
const signature = `0x${'11'.repeat(32)}${'22'.repeat(32)}1b` as Hex

test.each([
  [0, { agrees: true, critical: false }, 0x0001000e5a51n],
  [255, { agrees: false, critical: true }, 0xff02000e5a51n],
  [7, { agrees: false, critical: false }, 0x0700000e5a51n],
] as const)('node %i: %o', (nodeIndex, flags, answer) => {
  expect(BigInt(signedReport(nodeIndex, { ...report, ...flags }, signature).answer)).toBe(answer)
})

test('r and s are the signature, and its parity is the highest bit of vs', async () => {
  const account = privateKeyToAccount(`0x${'7'.repeat(64)}`)
  const seen = new Set<boolean>()
  for (let n = 0; n < 16; n++) {
    const hash = `0x${n.toString(16).padStart(64, '0')}` as Hex
    const made = await account.sign({ hash })
    const { r, vs } = signedReport(0, report, made)
    const word = BigInt(vs)
    const odd = word >> 255n === 1n
    const s = `0x${(word & ((1n << 255n) - 1n)).toString(16).padStart(64, '0')}` as Hex
    expect(await recoverAddress({ hash, signature: { r, s, yParity: odd ? 1 : 0 } })).toBe(account.address)
    seen.add(odd)
  }
  expect(seen.size).toBe(2)
})

test('bit i of a committee is node i', () => {
  expect(committeeBitmap([])).toBe(0n)
  expect(committeeBitmap([0, 3, 255])).toBe(9n + (1n << 255n))
})
