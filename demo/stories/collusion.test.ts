import { expect, test } from 'vitest'
import { type ContractAnswer, isReplayRefused } from './collusion.ts'

const other = `0x${'2'.repeat(64)}` as const
const answer = (error: string, ...args: unknown[]): ContractAnswer => ({ error, args })
const refused = {
  onOwn: answer('ParticipationTooLow', 21_000n, 57_000n),
  withOwnOpening: answer('OpeningMismatch', other),
  onOther: answer('WrongSigner', 5, '0x0000000000000000000000000000000000000001'),
}
const reports = [{ nodeIndex: 4 }, { nodeIndex: 5 }]

test.each([
  ['the other case is closed', { onOther: answer('WrongState', other, 3) }],
  ['the other case took them', { onOther: answer('accepted') }],
  ['too few were sent', { onOther: answer('TooFewReports', 2n, 3n) }],
  ['the signature of a stranger was refused', { onOther: answer('WrongSigner', 6, other) }],
  ['the opening of a third case was refused', { withOwnOpening: answer('OpeningMismatch', `0x${'3'.repeat(64)}`) }],
  ['the other case ran out of time', { withOwnOpening: answer('DeadlinePassed', other, 1n) }],
  ['they do not even hold on their own case', { onOwn: answer('WrongSigner', 4, other) }],
])('a replay is not called refused when %s', (_name, change) => {
  expect(isReplayRefused({ ...refused, ...change }, other, reports)).toBe(false)
})

test('a replay is refused when the contract says that opening and signer are not those of the other case', () => {
  expect(isReplayRefused(refused, other, reports)).toBe(true)
})
