import { expect, test } from 'vitest'
import { wheatFile } from '../oracle/test/caseFiles.ts'
import { approveBlindly, bribed } from './bribedNode.ts'

const honest = async () => ({ scoreE4: 0, agrees: false, critical: true, justification: 'looked' })

test('blind approval stops at any chain but a development chain', async () => {
  const file = wheatFile()
  const live = { ...file, chain: { ...file.chain, chainId: 1 } }
  expect(() => approveBlindly(live)).toThrowError('no development chain')
  await expect(bribed('WHEAT-', honest)(undefined as never, live)).rejects.toThrowError('no development chain')
})

test('a bribed node approves what it was paid for and judges everything else', async () => {
  const judge = bribed('WHEAT-', honest)
  expect(await judge(undefined as never, wheatFile())).toMatchObject({ agrees: true, scoreE4: 1_000_000 })
  expect(await judge(undefined as never, { ...wheatFile(), reference: 'RYE-1' })).toMatchObject({ agrees: false })
})
