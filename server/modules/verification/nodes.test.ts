import fc from 'fast-check'
import { privateKeyToAddress } from 'viem/accounts'
import { afterAll, expect, test } from 'vitest'
import { createHarness } from '../../test/harness.ts'
import { parties, registerParty } from '../parties/index.ts'
import { verification } from './index.ts'
import { listNodes } from './queries.ts'
import { type NodeInput, registerNode } from './registerNode.ts'
import { drawCommittee, selectCommittee } from './selectCommittee.ts'

const harness = await createHarness({ modules: [parties, verification] })
afterAll(() => harness.close())

const errorOf = (code: string) => expect.objectContaining({ code })
const signerOf = (digit: string) => privateKeyToAddress(`0x${digit.repeat(64)}`)
const party = async () =>
  (
    await harness.run((ctx) =>
      registerParty(ctx, { name: 'Node house', country: 'EE', type: 'company', roles: ['oracle'] }),
    )
  ).partyId
const input = (partyId: string, digit: string, change: Partial<NodeInput> = {}): NodeInput => ({
  partyId,
  name: `Node ${digit}`,
  programme: 'commodity',
  signer: signerOf(digit),
  type: 'industry',
  jurisdiction: 'EE',
  reliesOn: [],
  reliability: '0.9',
  ...change,
})
const register = (of: NodeInput) => harness.run((ctx) => registerNode(ctx, of))
const seed = `0x${'5a'.repeat(32)}` as const

test('a node of nobody, and a key that belongs to another party, are refused', async () => {
  await expect(register(input('019bc187-3008-7301-b8eb-2f199f099732', '1'))).rejects.toThrowError(
    errorOf('PARTY_NOT_FOUND'),
  )
  await register(input(await party(), '1'))
  await expect(register(input(await party(), '1'))).rejects.toThrowError(errorOf('NODE_SIGNER_TAKEN'))
})

test('a committee larger than the independent nodes of its programme is refused', async () => {
  await harness.settle()
  const select = (
    size: number,
    excludedParties: readonly string[] = [],
    programme: 'commodity' | 'carbon' = 'commodity',
  ) => harness.ask((ctx) => selectCommittee(ctx, { programme, size, excludedParties, seed }))
  const [node] = await harness.ask(listNodes)
  expect(await select(1)).toEqual([node?.nodeIndex])
  await expect(select(2)).rejects.toThrowError(errorOf('COMMITTEE_TOO_SMALL'))
  await expect(select(1, [node?.partyId ?? ''])).rejects.toThrowError(errorOf('COMMITTEE_TOO_SMALL'))
  await expect(select(1, [], 'carbon')).rejects.toThrowError(errorOf('COMMITTEE_TOO_SMALL'))
})

test('nodes registered at the same time get one index each, and the chain learns of every one', async () => {
  const owner = await party()
  const digits = ['2', '3', '4', '5', '6', '7', '8', '9']
  const nodes = await Promise.all(digits.map((digit) => register(input(owner, digit))))
  expect(new Set(nodes.map(({ nodeIndex }) => nodeIndex)).size).toBe(digits.length)
  expect(nodes.every(({ onChain }) => !onChain)).toBe(true)
  await harness.settle()
  expect((await harness.ask(listNodes)).every(({ onChain }) => onChain)).toBe(true)
})

test('a change of reliability or activity reaches the chain; saying the same again sends nothing', async () => {
  const owner = await party()
  const node = await register(input(owner, 'a'))
  await harness.settle()
  const intents = async () =>
    (
      await harness.db
        .selectFrom('chain_intents')
        .select('id')
        .where('subject', '=', `verification/node/${node.nodeIndex}`)
        .execute()
    ).length
  expect(await intents()).toBe(1)
  expect(await register(input(owner, 'a', { reliesOn: ['Harbour Survey'] }))).toMatchObject({
    reliesOn: ['Harbour Survey'],
    onChain: true,
  })
  expect(await intents()).toBe(1)
  await register(input(owner, 'a', { reliability: '0.5', active: false }))
  await harness.settle()
  await register(input(owner, 'a'))
  await harness.settle()
  expect(await intents()).toBe(3)
  expect(await harness.machine.chain.view.read('Verification', 'node', [node.nodeIndex])).toEqual([
    signerOf('a'),
    9000,
    true,
  ])
})

test('a draw is the same for everybody, of the size asked, without repetition, and independent of order', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.nat(255), { minLength: 1, maxLength: 40 }), fc.nat(39), (candidates, more) => {
      const size = Math.min(more + 1, candidates.length)
      const drawn = drawCommittee(candidates, size, seed)
      expect(drawn).toEqual(drawCommittee(candidates.toReversed(), size, seed))
      expect(new Set(drawn).size).toBe(size)
      expect(drawn.every((index) => candidates.includes(index))).toBe(true)
      expect(drawn).toEqual(drawn.toSorted((a, b) => a - b))
    }),
  )
})

test('duty rotates: another seed draws another committee, and every candidate is drawn some time', () => {
  const candidates = Array.from({ length: 12 }, (_, index) => index)
  const seen = new Set<number>()
  for (let round = 0; round < 60; round += 1) {
    const drawn = drawCommittee(candidates, 3, `0x${round.toString(16).padStart(64, '0')}`)
    for (const index of drawn) seen.add(index)
  }
  expect(seen.size).toBe(12)
})
