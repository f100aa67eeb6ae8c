import { expect, test } from 'vitest'
import { checkBalances } from './balances.ts'

const [alice, bob, carol] = ['0xa', '0xb', '0xc'] as const
const holding = (balances: Readonly<Record<string, bigint>>) => async (holder: string) => balances[holder] ?? 0n
const expected = [
  [alice, 90n],
  [bob, 10n],
  [carol, 0n],
] as const

test('work that was not done, done twice or done for another is refused, and every difference is named', async () => {
  await expect(checkBalances('Peer', expected, holding({ [alice]: 100n }))).rejects.toThrow(
    'Peer did not do what was measured: 0xa holds 100 instead of 90; 0xb holds 0 instead of 10',
  )
  await expect(checkBalances('Peer', expected, holding({ [alice]: 80n, [bob]: 20n }))).rejects.toThrow('0xa holds 80')
  await expect(checkBalances('Peer', expected, holding({ [alice]: 90n, [carol]: 10n }))).rejects.toThrow(
    '0xb holds 0 instead of 10; 0xc holds 10 instead of 0',
  )
  await expect(checkBalances('Peer', expected, holding({ [alice]: 90n, [bob]: 11n }))).rejects.toThrow('0xb holds 11')
})

test('work that was done passes', async () => {
  await checkBalances('Peer', expected, holding({ [alice]: 90n, [bob]: 10n }))
})
