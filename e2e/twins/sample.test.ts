/** A sample of each twin in the fast suite, and proof that the harness finds, shrinks and shows a divergence. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { openTwinChain, type TwinChain } from './chain.ts'
import { compareTwin } from './differential.ts'
import { formulaTwin } from './formula.ts'
import { twins } from './twins.ts'

const seed = 20_260_115
let chain: TwinChain

beforeAll(async () => {
  chain = await openTwinChain()
})
beforeEach(() => chain.reset())
afterAll(() => chain.stop())

test('a rule that differs by one unit in some cases is found, made small and shown', async () => {
  const twin = await formulaTwin(chain)
  const wrong: typeof twin = {
    ...twin,
    expected(of) {
      const [answer, amount] = twin.expected(of)
      return [answer!, answer === 0n && of.modifierE4 > 9_998 ? amount! + 1n : amount!]
    },
  }
  const failure = await compareTwin([wrong], { cases: 2_000, seed }).catch((error: Error) => error.message)
  expect(failure).toMatch(/the rules and the contract diverge \(seed 20260115, case \d+/)
  // The least inputs on which the wrong rule shows.
  expect(failure).toMatch(
    /amount: rules 1, contract 0\ninputs: {"ptValue":"0","baseMultiplierE4":1,.*"modifierE4":9999,/,
  )
})

for (const { title, open } of twins) {
  test(`${title}: rules and contract agree`, async () => {
    const { cases } = await compareTwin([await open(chain)], { cases: 400, seed })
    expect(cases).toBe(400)
  })
}
