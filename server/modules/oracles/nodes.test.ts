import { privateKeyToAddress } from 'viem/accounts'
import { afterAll, expect, test } from 'vitest'
import { createHarness } from '../../test/harness.ts'
import { parties, registerParty } from '../parties/index.ts'
import { oracles } from './index.ts'
import { listNodes } from './queries.ts'
import { type NodeInput, registerNode } from './registerNode.ts'
import { selectCommittee } from './selectCommittee.ts'

const harness = await createHarness({ modules: [parties, oracles] })
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
        .where('subject', '=', `oracles/node/${node.nodeIndex}`)
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

test('a committee is drawn by the rule: one seat for an operator and for a country, three types, the same for everybody', async () => {
  const homes = ['CH', 'DE', 'SG', 'NL', 'CA', 'BR'] as const
  const types = ['government', 'commercial', 'industry'] as const
  const keys = ['b1', 'b2', 'b3', 'b4', 'b5', 'b6', 'c1', 'c2', 'c3']
  const place = async (index: number, change: Partial<NodeInput>) => {
    const signer = privateKeyToAddress(`0x${keys[index]!.repeat(32)}`)
    return register(input(await party(), '1', { programme: 'carbon', signer, ...change }))
  }
  const placed = await Promise.all(
    homes.map((jurisdiction, index) => place(index, { jurisdiction, type: types[index % 3]! })),
  )
  // Two more in a country, one more of an operator: they can take a seat, not add one.
  const crowd = await Promise.all([6, 7].map((index) => place(index, { jurisdiction: 'CH', type: 'auditor' })))
  await place(8, { partyId: placed[1]!.partyId, jurisdiction: 'DE', type: 'industry' })
  await harness.settle()
  const select = (size: number, from: `0x${string}` = seed) =>
    harness.ask((ctx) => selectCommittee(ctx, { programme: 'carbon', size, excludedParties: [], seed: from }))

  await expect(select(7)).rejects.toThrowError(
    expect.objectContaining({
      code: 'ASSIGNMENT_IMPOSSIBLE',
      details: expect.objectContaining({ eligible: 9, countries: 6, entities: 8 }),
    }),
  )
  expect(await select(5)).toEqual(await select(5))
  const nodes = new Map((await harness.ask(listNodes)).map((node) => [node.nodeIndex, node]))
  const seen = new Set<number>()
  for (let round = 0; round < 40; round += 1) {
    const drawn = (await select(5, `0x${round.toString(16).padStart(64, '0')}`)).map((index) => nodes.get(index)!)
    expect(new Set(drawn.map(({ jurisdiction }) => jurisdiction)).size).toBe(5)
    expect(new Set(drawn.map(({ partyId }) => partyId)).size).toBe(5)
    expect(new Set(drawn.map(({ type }) => type)).size).toBeGreaterThanOrEqual(3)
    for (const { nodeIndex } of drawn) seen.add(nodeIndex)
  }
  expect(seen.size).toBe(placed.length + crowd.length + 1)
})
