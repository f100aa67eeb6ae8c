/** Much of what we send anyone may send. Whoever is faster: what is so as it should be is no failure of ours. */
import { idOf, tradeIdOf } from '@assay/protocol/ids.ts'
import { committeeBitmap } from '@assay/protocol/signedReport.ts'
import type { AllocationTerms } from '@assay/protocol/terms.ts'
import { type Abi, type Address, encodeFunctionData, type Hex, keccak256, stringToHex } from 'viem'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { abis } from '../contracts/generated/abis.ts'
import type { ContractName, Intent } from '../server/module.ts'
import { assets } from '../server/modules/assets/index.ts'
import { governance } from '../server/modules/governance/index.ts'
import { announceSettled, type SettledCase, settleCase } from '../server/modules/issuance/fixtures.ts'
import { issuance, readAllocation } from '../server/modules/issuance/index.ts'
import { ledger } from '../server/modules/ledger/index.ts'
import { parties } from '../server/modules/parties/index.ts'
import { createTrade, createTradeParties } from '../server/modules/settlement/fixtures.ts'
import { fundEscrow } from '../server/modules/settlement/fundEscrow.ts'
import { readEscrow, settlement } from '../server/modules/settlement/index.ts'
import { goals } from '../server/modules/verification/goals.ts'
import { submitterStep } from '../server/runtime/chain/submitter.ts'
import { createHarness } from '../server/test/harness.ts'

/** Cases are played by the fixtures; what verification says of its calls is asked all the same. */
const verification = { name: 'verification', routes: [], reactions: [], projections: [], goals }
const harness = await createHarness({
  modules: [parties, governance, ledger, assets, verification, issuance, settlement],
})
afterAll(() => harness.close())

let stranger: Address
beforeAll(async () => {
  stranger = ((await harness.chain.client.request({ method: 'eth_accounts' } as never)) as Address[])[9]!
})

const escrowOf = (tradeId: string) => harness.ask((ctx) => readEscrow(ctx, tradeId))
const intentsOf = (like: string) =>
  harness.db.selectFrom('chain_intents').selectAll().where('subject', 'like', like).orderBy('sequence').execute()

/** A transaction of somebody whom this installation does not know. */
async function strangerSends(contract: ContractName, functionName: string, args: readonly unknown[]): Promise<void> {
  const data = encodeFunctionData({ abi: abis[contract] as Abi, functionName, args })
  const transaction = { from: stranger, to: harness.machine.chain.view.address(contract), data }
  await harness.chain.client.request({ method: 'eth_sendTransaction', params: [transaction] } as never)
}

async function expectNothingFailed(): Promise<void> {
  const { rows } = await harness.machine.pool.query(`select subject, problem from chain_intents where state = 'failed'`)
  expect(rows).toEqual([])
  const told = await harness.db.selectFrom('events').select('id').where('type', '=', 'chain.intentFailed').execute()
  expect(told).toEqual([])
}

/** A funded trade whose case has passed its window on chain, and nobody has said so. */
async function tradeDueForRelease(name: string): Promise<SettledCase> {
  const { tradeId, terms, contractedQuantity } = await createTrade(
    harness,
    await createTradeParties(harness, name),
    name,
  )
  await harness.run((ctx) => fundEscrow(ctx, { tradeId, speed: 'standard' }))
  await harness.settle()
  const of: SettledCase = { caseId: tradeId, subjectKind: 'trade', terms, contractedQuantity, announce: false }
  await settleCase(harness, of)
  return of
}

/** The id of the trade's escrow. */
const onChain = ({ terms }: Pick<SettledCase, 'terms'>) => {
  const paid = terms as AllocationTerms
  return tradeIdOf({ ...paid, amount: paid.ptValue })
}

const intend = (intent: Omit<Intent, 'from'>) => harness.run((ctx) => ctx.intend({ from: 'operator', ...intent }))

test('a release by somebody else is one, and the trade goes on', async () => {
  const of = await tradeDueForRelease('First')
  await strangerSends('Escrow', 'release', [onChain(of)])
  await announceSettled(harness, of)
  await harness.settle()
  expect(await escrowOf(of.caseId)).toMatchObject({ state: 'released', failure: null })
  expect(await intentsOf(`release/${of.caseId}%`)).toMatchObject([
    { state: 'final', nonce: null, problem: expect.stringMatching(/^done before: WrongEscrowState\(/) },
  ])
  await expectNothingFailed()
})

test('what somebody else did and a reorganisation took is done after all', async () => {
  const of = await tradeDueForRelease('Second')
  await announceSettled(harness, of)
  await strangerSends('Escrow', 'release', [onChain(of)])
  // The reaction that records the release has not run: the intent meets a chain on which it is done.
  await intend({ contract: 'Escrow', functionName: 'release', args: [onChain(of)], subject: 'second' })
  await submitterStep(harness.machine, { ignorePauses: true })
  expect(await intentsOf('second')).toMatchObject([
    { state: 'queued', tries: 0, problem: expect.stringMatching(/^done, not final: WrongEscrowState/) },
  ])
  await harness.chain.reorganise(1)
  await harness.settle()
  expect(await intentsOf('second')).toMatchObject([{ state: 'final', nonce: expect.any(String) }])
  expect(await escrowOf(of.caseId)).toMatchObject({ state: 'released', failure: null })
  await expectNothingFailed()
})

test('overtaken in the very block: the transaction reverts, the intent has what it wanted', async () => {
  const of = await tradeDueForRelease('Third')
  const tradeId = onChain(of)
  await harness.chain.client.setAutomine(false)
  await intend({ contract: 'Escrow', functionName: 'release', args: [tradeId], subject: 'third' })
  await submitterStep(harness.machine, { ignorePauses: true })
  const [intent] = await intentsOf('third')
  expect(intent).toMatchObject({ state: 'broadcast' })
  const { raw, hash } = await harness.db
    .selectFrom('chain_attempts')
    .select(['raw', 'hash'])
    .where('intent_id', '=', intent!.id)
    .executeTakeFirstOrThrow()
  await harness.chain.client.dropTransaction({ hash: hash as Hex })
  await strangerSends('Escrow', 'release', [tradeId])
  // Behind the stranger's in the pool, and then in the block.
  await harness.chain.client.sendRawTransaction({ serializedTransaction: raw as Hex })
  await harness.chain.mine(1)
  await harness.chain.client.setAutomine(true)
  await announceSettled(harness, of)
  await harness.settle()
  const [after] = await intentsOf('third')
  expect(after).toMatchObject({ state: 'final', problem: expect.stringMatching(/WrongEscrowState/) })
  const receipt = await harness.chain.client.getTransactionReceipt({ hash: after!.transaction_hash as Hex })
  expect(receipt.status).toBe('reverted')
  expect(await escrowOf(of.caseId)).toMatchObject({ state: 'released', failure: null })
  await expectNothingFailed()
})

test('a refund after the timeout, and the closing of a case after its deadline, by somebody else', async () => {
  const { tradeId, terms, contractedQuantity } = await createTrade(
    harness,
    await createTradeParties(harness, 'Fourth'),
    'Fourth',
  )
  await harness.run((ctx) => fundEscrow(ctx, { tradeId, speed: 'standard' }))
  await harness.settle()
  const caseId = idOf('case', tradeId)
  const hash = keccak256(stringToHex('fourth'))
  const opening = { claimKey: hash, evidenceRoot: hash, committee: committeeBitmap([8, 9, 10, 11, 12, 13, 14]) }
  await intend({
    contract: 'Verification',
    functionName: 'openCase',
    args: [
      {
        ...opening,
        caseId,
        termsHash: hash,
        programme: 0,
        contractedQuantity,
        scoreThresholdE4: 850_000,
        consensusBps: 7500,
        minReports: 3,
        windowSeconds: 60,
        deadline: BigInt(Math.floor((await harness.chain.time()).getTime() / 1_000) + 3_600),
      },
    ],
    subject: 'opening',
  })
  await harness.settle()
  await harness.advance(15_552_001)
  await strangerSends('Verification', 'closeCase', [caseId, hash])
  await strangerSends('Escrow', 'refund', [onChain({ terms })])
  await intend({ contract: 'Verification', functionName: 'closeCase', args: [caseId, hash], subject: 'closing' })
  await harness.settle()
  expect(await intentsOf('closing')).toMatchObject([{ state: 'final', nonce: null }])
  expect(await escrowOf(tradeId)).toMatchObject({ state: 'refunded', failure: null })
  await intend({
    contract: 'Escrow',
    functionName: 'refund',
    args: [onChain({ terms })],
    salt: 'again',
    subject: 'refunding',
  })
  await harness.settle()
  expect(await intentsOf('refunding')).toMatchObject([{ state: 'final', nonce: null }])
  await expectNothingFailed()
})

test('a queue that holds nothing any more has been released', async () => {
  const of = await tradeDueForRelease('Fifth')
  await announceSettled(harness, of)
  await harness.settle()
  expect(await harness.ask((ctx) => readAllocation(ctx, of.caseId))).toMatchObject({ state: 'minted' })
  const args = [idOf('case', of.caseId)]
  await intend({ contract: 'Allocation', functionName: 'releaseQueued', args, subject: 'queue' })
  await harness.settle()
  expect(await intentsOf('queue')).toMatchObject([{ state: 'final', nonce: null }])
  await expectNothingFailed()
})

test('what is otherwise than it was wanted is a failure as before', async () => {
  const of = await tradeDueForRelease('Sixth')
  await announceSettled(harness, of)
  await harness.settle()
  const hash = keccak256(stringToHex('sixth'))
  await intend({
    contract: 'Escrow',
    functionName: 'refund',
    args: [onChain(of)],
    subject: 'wrong refund',
  })
  await intend({
    contract: 'Verification',
    functionName: 'closeCase',
    args: [idOf('case', of.caseId), hash],
    subject: 'wrong closing',
  })
  await intend({ contract: 'Allocation', functionName: 'releaseQueued', args: [hash], subject: 'wrong queue' })
  await harness.settle()
  expect((await intentsOf('wrong%')).map(({ state }) => state)).toEqual(['failed', 'failed', 'failed'])
})
