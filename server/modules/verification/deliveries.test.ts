import { committeeBitmap, signedReport } from '@assay/protocol/signedReport.ts'
import { encodeFunctionData } from 'viem'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { abis } from '../../../contracts/generated/abis.ts'
import { changed, wheat } from '../../../domain/test/wheat.ts'
import { createHarness } from '../../test/harness.ts'
import { startHttp } from '../../test/http.ts'
import { assets } from '../assets/index.ts'
import { evidence } from '../evidence/index.ts'
import { governance } from '../governance/index.ts'
import { createParty } from '../ledger/fixtures.ts'
import { ledger } from '../ledger/index.ts'
import { oracles } from '../oracles/index.ts'
import { parties } from '../parties/index.ts'
import { quantification } from '../quantification/index.ts'
import { challengeCase } from './challengeCase.ts'
import { closeCase } from './closeCase.ts'
import { contested } from './contested.ts'
import { createDelivery, createWorld, openDelivery, pollAll, type World } from './fixtures.ts'
import { verification } from './index.ts'
import { listReports } from './listReports.ts'
import { openCase } from './openCase.ts'
import { openReview } from './openReview.ts'
import { readCase } from './readCase.ts'
import { resolveChallenge } from './resolveChallenge.ts'
import { messageOf } from './submitReport.ts'

const harness = await createHarness({
  modules: [parties, governance, ledger, assets, evidence, quantification, oracles, verification],
})
const http = await startHttp(harness, { requestsPerMinute: 1_000_000 })
let world: World
beforeAll(async () => {
  world = await createWorld(harness, http, 'PHANTOM-')
})
afterAll(async () => {
  await http.close()
  await harness.close()
})

const caseOf = (caseId: string) => harness.ask((ctx) => readCase(ctx, caseId))
const reportsOf = async (caseId: string, actor = world.reviewer.actor) =>
  harness.ask((ctx) => listReports(ctx, caseId), actor)
const open = (tradeId: string, actor = world.seller.actor) =>
  harness.run((ctx) => openCase(ctx, { kind: 'trade', tradeId }), actor)
const errorOf = (code: string) => expect.objectContaining({ code })
const eventsOf = async (type: string, caseId: string) =>
  harness.db
    .selectFrom('events')
    .select('data')
    .where('type', '=', `verification.${type}`)
    .where((of) => of(of.fn('jsonb_extract_path_text', ['data', of.val('caseId')]), '=', caseId))
    .orderBy('sequence')
    .execute()
const report = async () => {
  await pollAll(world.nodes)
  await harness.settle()
}
const window = 259_200
/** Time passes on the clock and in final blocks; what was asked for too early is asked again a little later. */
const pass = async (seconds: number) => {
  for (const part of [seconds, 5]) {
    await harness.advance(part)
    await harness.chain.mine(3)
    await harness.settle()
  }
}

test('a case needs a trade that is paid into escrow, with evidence that says what, where and when', async () => {
  await expect(open('019bc187-3008-7301-b8eb-2f199f099732')).rejects.toThrowError(errorOf('TRADE_NOT_FOUND'))
  const unfunded = await createDelivery(harness, world)
  await harness.db.updateTable('trades').set({ state: 'created' }).where('id', '=', unfunded).execute()
  await expect(open(unfunded)).rejects.toThrowError(errorOf('CASE_SUBJECT_NOT_READY'))
  const bare = await createDelivery(harness, world, { documents: () => [] })
  await expect(open(bare)).rejects.toThrowError(errorOf('DOSSIER_EMPTY'))
  const unshipped = await createDelivery(harness, world, {
    documents: (all) => all.filter(({ kind }) => kind !== 'billOfLading'),
  })
  await expect(open(unshipped)).rejects.toThrowError(errorOf('CLAIM_INCOMPLETE'))
})

test('a refused opening leaves nothing behind', async () => {
  const tradeId = await createDelivery(harness, world, { documents: () => [] })
  await expect(open(tradeId)).rejects.toThrowError(errorOf('DOSSIER_EMPTY'))
  for (const table of ['cases', 'case_rounds'] as const) {
    const column = table === 'cases' ? 'id' : 'case_id'
    expect(
      await harness.db
        .selectFrom(table)
        .selectAll()
        .where(column as never, '=', tradeId as never)
        .execute(),
    ).toEqual([])
  }
})

test('2.27 G1: every score of the clean delivery; approved, and settled once the window has passed', async () => {
  const caseId = await openDelivery(harness, world)
  expect(await caseOf(caseId)).toMatchObject({ state: 'inProgress', consensus: null, verdict: null, settled: false })
  await expect(open(caseId)).rejects.toThrowError(errorOf('CASE_EXISTS'))
  await report()
  expect(await caseOf(caseId)).toMatchObject({
    state: 'verified',
    verdict: 'approved',
    verificationScore: '94.0625',
    components: { quantity: '93.75', documents: '95', custody: '90', regulatory: '100' },
    threshold: '89.25',
    consensus: '87.7193',
    consensusRequired: '75',
    trust: '90.75',
    trustComponents: { completeness: '100', issuer: '90', sourceDiversity: '80', history: '85', consistency: '95' },
    committeeScore: '94.0625',
    verifiedQuantity: '10000',
    settled: false,
  })
  const { parameters, rounds, explanation } = await caseOf(caseId)
  expect(explanation).toMatchObject({
    parameters: expect.arrayContaining([{ key: 'fictra.evidence.tolerances', version: 1 }]),
  })
  for (const key of ['verification.tiers', 'verification.threshold', 'trust.weights', 'allocation.baseMultipliers'])
    expect(parameters).toContainEqual({ key: `fictra.${key}`, version: 1 })
  expect(rounds[0]!.tally).toMatchObject({
    parameters: expect.arrayContaining([{ key: 'fictra.verification.outcomeScores', version: 1 }]),
  })
  const reports = await reportsOf(caseId)
  expect(reports.map(({ score }) => score)).toEqual([...Array(5).fill('94.0625'), '61.25', '94.0625'])
  expect(reports.filter((each) => !each.report.agrees).map(({ nodeIndex }) => nodeIndex)).toEqual([5])
  await pass(window - 60)
  expect(await eventsOf('caseSettled', caseId)).toEqual([])
  await pass(120)
  await pass(120)
  expect(await eventsOf('caseSettled', caseId)).toEqual([
    {
      data: {
        caseId,
        onChainId: expect.any(String),
        subjectKind: 'trade',
        subjectId: caseId,
        outcome: 'approved',
        quantity: '10000000',
        contractedQuantity: '10000000',
      },
    },
  ])
  expect(await caseOf(caseId)).toMatchObject({ settled: true })
})

test('2.27 G2: a shortage goes to review; a reviewer who is not the maker asks about it, and the outcome is partial', async () => {
  const caseId = await openDelivery(harness, world, { surveyed: ['9100', '9100', '9100'] })
  await report()
  const first = await caseOf(caseId)
  expect(first).toMatchObject({ state: 'enhancedReview', verdict: null, consensus: '0', verificationScore: '61.25' })
  expect(first.rounds).toMatchObject([{ state: 'escalated', reviewQuantity: '9100' }])
  const review = { caseId, proposedQuantity: '9100', reason: 'three surveys agree' }
  for (const actor of [world.seller.actor, world.buyer.actor]) {
    await expect(harness.run((ctx) => openReview(ctx, review), actor)).rejects.toThrowError(errorOf('MAKER_IS_CHECKER'))
  }
  const ask = (proposedQuantity: string) =>
    harness.run((ctx) => openReview(ctx, { ...review, proposedQuantity }), world.reviewer.actor)
  await expect(ask('0')).rejects.toThrowError(errorOf('REVIEW_QUANTITY_INVALID'))
  await expect(ask('10000.001')).rejects.toThrowError(errorOf('REVIEW_QUANTITY_INVALID'))
  await expect(ask('9100.0001')).rejects.toThrowError(errorOf('QUANTITY_TOO_PRECISE'))
  expect(await ask('9100')).toEqual({ round: 2 })
  await expect(ask('9000')).rejects.toThrowError(errorOf('CASE_STATE_CONFLICT'))
  await harness.settle()
  await report()
  expect(await caseOf(caseId)).toMatchObject({
    state: 'partiallyVerified',
    verdict: 'partial',
    round: 2,
    verifiedQuantity: '9100',
    consensus: '100',
  })
  await pass(window + 60)
  expect(await eventsOf('caseSettled', caseId)).toMatchObject([
    { data: { outcome: 'partial', quantity: '9100000', contractedQuantity: '10000000' } },
  ])
})

test('2.27 G3: a forged origin is rejected whatever the score; nothing settles', async () => {
  const forged = changed(wheat(), '03', { statements: [{ field: 'originCountry', value: 'LV' }] })
  const caseId = await openDelivery(harness, world, { documents: () => forged.documents, billNumber: 'FORGED' })
  await report()
  // While the rejection can be contested, a second case would stand beside the one that comes back.
  const again = await createDelivery(harness, world, { billNumber: 'FORGED' })
  await expect(open(again)).rejects.toThrowError(errorOf('CLAIM_KEY_TAKEN'))
  const found = await caseOf(caseId)
  expect(found).toMatchObject({ state: 'rejected', verdict: 'rejected', verifiedQuantity: null })
  expect(Number(found.verificationScore)).toBeGreaterThan(Number(found.threshold))
  expect((await reportsOf(caseId)).every((each) => each.report.critical)).toBe(true)
  await pass(window + 60)
  expect(await eventsOf('caseSettled', caseId)).toEqual([])
  expect(await eventsOf('caseRejected', caseId)).toHaveLength(1)
  await open(again)
})

test('2.27 G4: three colluding nodes do not finalise, and their signatures are worth nothing on another case', async () => {
  const bills = (kind: string) => kind === 'billOfLading'
  const phantom = await openDelivery(harness, world, {
    reference: 'PHANTOM-1',
    documents: (all) => all.filter(({ kind }) => bills(kind)),
  })
  await report()
  const found = await caseOf(phantom)
  expect(found).toMatchObject({ state: 'enhancedReview', verdict: null, consensus: '36.8421', settled: false })
  expect(found.rounds).toMatchObject([{ state: 'escalated', reports: 7, tally: { reason: 'NoQuorum' } }])
  const reports = await reportsOf(phantom)
  expect(reports.filter((each) => each.report.agrees).map(({ nodeIndex }) => nodeIndex)).toEqual([4, 5, 6])

  const other = await openDelivery(harness, world)
  const colluding = reports.filter((each) => each.report.agrees)
  const submit = (caseId: string, { claimKey, evidenceRoot, committee }: typeof found) =>
    harness.chain.client.simulateContract({
      address: harness.machine.chain.view.address('Verification'),
      abi: abis.Verification,
      functionName: 'submitResult',
      args: [
        caseId as never,
        { claimKey, evidenceRoot, committee: committeeBitmap(committee) } as never,
        colluding.map((each) => signedReport(each.nodeIndex, messageOf(each.report), each.signature as never)),
      ],
    })
  await expect(submit(found.onChainId, found)).rejects.toThrow(/ParticipationTooLow/)
  const target = await caseOf(other)
  await expect(submit(target.onChainId, found)).rejects.toThrow(/OpeningMismatch/)
  await expect(submit(target.onChainId, target)).rejects.toThrow(/WrongSigner/)
  expect(await caseOf(phantom)).toMatchObject({ verdict: null, state: 'enhancedReview' })
})

test('one delivery cannot be claimed by two contracts at once, but again after its case was closed', async () => {
  const first = await openDelivery(harness, world, { billNumber: 'SHARED' })
  const other = await createParty(harness, { name: 'Another buyer', roles: ['buyer'] })
  // Every word that a party types is another; the papers are the same.
  const contract = {
    buyerPartyId: other.partyId,
    commodity: 'Cereals',
    hsCode: '1001',
    incoterm: 'CIF',
    productionSite: 'Another elevator',
    loadPort: 'EEMUG',
    dischargePort: 'NLAMS',
    lots: ['LOT-X', 'LOT-Y'],
  } as const
  const second = await createDelivery(harness, world, {
    billNumber: 'SHARED',
    contract: { ...contract, lots: [...contract.lots] },
  })
  await expect(open(second)).rejects.toThrowError(errorOf('CLAIM_KEY_TAKEN'))
  const third = await createDelivery(harness, world, { billNumber: 'SHARED' })
  await pass(259_200 + 60)
  expect(await caseOf(first)).toMatchObject({ state: 'closed' })
  expect(await eventsOf('caseClosed', first)).toHaveLength(1)
  await open(third)
  await harness.settle()
  await report()
  expect(await caseOf(third)).toMatchObject({ verdict: 'approved' })
  await pass(window + 60)
  await expect(open(second)).rejects.toThrowError(errorOf('CLAIM_KEY_TAKEN'))
})

test('one delivery is claimed once, whichever of its papers is filed and whether it names the goods, by all at once', async () => {
  type Records = ReturnType<typeof wheat>['documents']
  const without = (record: Records[number]) => ({
    ...record,
    statements: record.statements.filter(({ field }) => field !== 'hsCode'),
  })
  const papers: readonly ((all: Records) => Records)[] = [
    (all) => all,
    (all) => all.map((record) => (record.kind === 'billOfLading' ? without(record) : record)),
    // Customs' word with the goods, and no bill.
    (all) => [{ ...all[0]!, kind: 'exportDeclaration' }, ...all.slice(1)],
    (all) => [{ ...without(all[0]!), kind: 'exportDeclaration' }, ...all.slice(1)],
  ]
  const tradeIds: string[] = []
  for (const documents of [...papers, ...papers])
    tradeIds.push(await createDelivery(harness, world, { billNumber: 'PAPERS', documents }))
  const opened = await Promise.allSettled(tradeIds.map((tradeId) => open(tradeId)))
  const refused = opened.flatMap((result) => (result.status === 'rejected' ? [result.reason.code] : []))
  expect(refused).toEqual(Array.from({ length: tradeIds.length - 1 }, () => 'CLAIM_KEY_TAKEN'))
})

test('no node agrees to goods or a port that the bill of lading does not name, or to a bill that nobody signed', async () => {
  const signedAway = (all: ReturnType<typeof wheat>['documents']) =>
    all.map((record) => (record.kind === 'billOfLading' ? { ...record, signature: 'absent' as const } : record))
  const cases = [
    await openDelivery(harness, world, { contract: { hsCode: '100191' } }),
    await openDelivery(harness, world, { contract: { loadPort: 'EEMUG' } }),
    await openDelivery(harness, world, { documents: signedAway }),
  ]
  await report()
  for (const caseId of cases) expect(await caseOf(caseId)).toMatchObject({ verdict: null, consensus: '0' })
})

test('bills of lading about different shipments are no claim', async () => {
  const documents = (all: ReturnType<typeof wheat>['documents']) => [
    ...all,
    { ...(all[0] as (typeof all)[number]), documentId: '99', statements: [...changedNumber(all)] },
  ]
  const tradeId = await createDelivery(harness, world, { documents })
  await expect(open(tradeId)).rejects.toThrowError(errorOf('CLAIM_AMBIGUOUS'))
})
const changedNumber = (all: ReturnType<typeof wheat>['documents']) =>
  (all[0]?.statements ?? []).map((s) => (s.field === 'transportDocument' ? { ...s, value: 'OTHER-1' } : s))

test('a missing node does not stop a round: its time ends and a quorum is tallied without it', async () => {
  const caseId = await openDelivery(harness, world)
  await pollAll(world.nodes.slice(0, 5))
  await harness.settle()
  expect(await caseOf(caseId)).toMatchObject({ state: 'inProgress', rounds: [{ reports: 5, state: 'open' }] })
  await pass(900)
  expect(await caseOf(caseId)).toMatchObject({ state: 'verified', consensus: '77.193' })
})

test('too few nodes leave a round without a quorum; a reviewer asks again, or closes the case', async () => {
  const caseId = await openDelivery(harness, world)
  await pollAll(world.nodes.slice(0, 4))
  await pass(901)
  expect(await caseOf(caseId)).toMatchObject({
    state: 'enhancedReview',
    rounds: [{ state: 'escalated', tally: { reason: 'ParticipationTooLow' } }],
  })
  await harness.run(
    (ctx) => openReview(ctx, { caseId, proposedQuantity: '10000', reason: 'nodes were away' }),
    world.reviewer.actor,
  )
  await harness.settle()
  await report()
  expect(await caseOf(caseId)).toMatchObject({ state: 'verified', verdict: 'approved', round: 2 })

  const other = await openDelivery(harness, world)
  const close = (actor = world.reviewer.actor) =>
    harness.run((ctx) => closeCase(ctx, { caseId: other, reason: 'abandoned' }), actor)
  await expect(close()).rejects.toThrowError(errorOf('CASE_STATE_CONFLICT'))
  await pass(901)
  await expect(close(world.seller.actor)).rejects.toThrowError(errorOf('MAKER_IS_CHECKER'))
  await close()
  await harness.settle()
  expect(await caseOf(other)).toMatchObject({ state: 'closed', verdict: null })
})

const contest = (caseId: string, actor = world.buyer.actor, reason = 'short weight') =>
  harness.run((ctx) => challengeCase(ctx, { caseId, reason }), actor)
const resolve = (caseId: string, upheld: boolean, actor = world.reviewer.actor) =>
  harness.run((ctx) => resolveChallenge(ctx, { caseId, upheld, resolution: 'looked at it' }), actor)
const days = (count: number) => count * 86_400
const codes = (outcomes: readonly PromiseSettledResult<unknown>[]) =>
  outcomes.map((outcome) => (outcome.status === 'fulfilled' ? 'done' : outcome.reason.code)).toSorted()

test('a challenge stops settlement; dismissed it settles, and of two contradictory decisions one is made', async () => {
  const caseId = await openDelivery(harness, world)
  await report()
  await expect(resolve(caseId, true)).rejects.toThrowError(errorOf('CHALLENGE_NOT_FOUND'))
  const raised = await Promise.allSettled([
    contest(caseId),
    contest(caseId, world.seller.actor),
    contest(caseId),
    contest(caseId, world.sovereign.actor, 'another reason'),
  ])
  expect(codes(raised)).toEqual(['CHALLENGE_OPEN', 'CHALLENGE_OPEN', 'CHALLENGE_OPEN', 'done'])
  await harness.settle()
  expect(await caseOf(caseId)).toMatchObject({ state: 'disputed', challenges: [{ state: 'held', decision: null }] })
  await expect(contest(caseId, world.sovereign.actor)).rejects.toThrowError(errorOf('CHALLENGE_OPEN'))
  await pass(window + 60)
  expect(await eventsOf('caseSettled', caseId)).toEqual([])
  for (const actor of [world.buyer.actor, world.seller.actor]) {
    await expect(resolve(caseId, false, actor)).rejects.toThrowError(errorOf('MAKER_IS_CHECKER'))
  }
  const { challengeId } = await resolve(caseId, false)
  const decided = await Promise.allSettled([resolve(caseId, true), resolve(caseId, false), resolve(caseId, true)])
  expect(codes(decided)).toEqual(['RESOLUTION_CONFLICT', 'RESOLUTION_CONFLICT', 'done'])
  await harness.settle()
  expect(await caseOf(caseId)).toMatchObject({
    state: 'verified',
    verdict: 'approved',
    settled: true,
    failure: null,
    challenges: [{ challengeId, state: 'dismissed', decision: 'dismiss', resolution: 'looked at it', failure: null }],
  })
  expect(await resolve(caseId, false)).toEqual({ challengeId })
  await expect(resolve(caseId, true)).rejects.toThrowError(errorOf('RESOLUTION_CONFLICT'))
  expect(await eventsOf('caseSettled', caseId)).toHaveLength(1)
  await expect(contest(caseId)).rejects.toThrowError(errorOf('CHALLENGE_WINDOW_PASSED'))
})

test('a challenge that nobody decides comes before the next body, to the council; it stays overdue, in sight and to be decided', async () => {
  const caseId = await openDelivery(harness, world)
  await report()
  await contest(caseId)
  await harness.settle()
  const shown = async () => {
    const { overdue, challenges } = await caseOf(caseId)
    return [overdue, challenges[0]!.overdue, challenges[0]!.body]
  }
  const overdueOnes = () => harness.ask((ctx) => contested.look(ctx))
  expect(await shown()).toEqual([false, false, 'arbitration'])
  const { decideBy } = (await caseOf(caseId)).challenges[0]!
  await pass(days(16) - 3600)
  expect(await shown()).toEqual([false, false, 'arbitration'])
  expect(await overdueOnes()).toBe('1 undecided')
  await pass(3600)
  expect(await shown()).toEqual([true, true, 'council'])
  expect(await overdueOnes()).toBe(`1 undecided, 1 of them overdue, the oldest since ${decideBy}`)
  expect(await eventsOf('challengeOverdue', caseId)).toMatchObject([
    { data: { body: 'arbitration', nextBody: 'council' } },
  ])
  await pass(days(17))
  expect(await shown()).toEqual([true, true, 'council'])
  expect(await eventsOf('challengeOverdue', caseId)).toMatchObject([{}, { data: { body: 'council', nextBody: null } }])
  expect(await eventsOf('caseSettled', caseId)).toEqual([])
  await resolve(caseId, false)
  await harness.settle()
  expect(await caseOf(caseId)).toMatchObject({ state: 'verified', settled: true, overdue: false })
  expect(await overdueOnes()).toBe('0 undecided')
})

test('an upheld challenge closes the case, whose verdict stands no longer; two reviewers at once make one decision', async () => {
  const caseId = await openDelivery(harness, world)
  await report()
  await contest(caseId)
  await harness.settle()
  const decided = await Promise.allSettled([resolve(caseId, true), resolve(caseId, true)])
  expect(codes(decided)).toEqual(['done', 'done'])
  await harness.settle()
  expect(await caseOf(caseId)).toMatchObject({
    state: 'closed',
    settled: false,
    verdict: null,
    overturnedVerdict: 'approved',
    verifiedQuantity: null,
    challenges: [{ state: 'upheld', decision: 'uphold' }],
  })
  expect(await eventsOf('caseClosed', caseId)).toHaveLength(1)
  await pass(window + 60)
  expect(await eventsOf('caseSettled', caseId)).toEqual([])
})

test('a challenge that the chain refuses is shown as failed, is not tried in a later state, and leaves the held one to decide', async () => {
  const caseId = await openDelivery(harness, world)
  await report()
  const { onChainId } = await caseOf(caseId)
  // The seller contests on chain, with a wallet of his own; nobody here knows of it yet.
  const { client } = harness.chain
  const account = world.seller.wallet
  await client.impersonateAccount({ address: account })
  await client.setBalance({ address: account, value: 10n ** 18n })
  const to = harness.machine.chain.view.address('Verification')
  const data = encodeFunctionData({
    abi: abis.Verification,
    functionName: 'challenge',
    args: [onChainId as `0x${string}`, `0x${'77'.repeat(32)}`],
  })
  await client.request({ method: 'eth_sendTransaction', params: [{ from: account, to, data }] } as never)
  const { challengeId } = await contest(caseId)
  await harness.settle()
  const failed = { challengeId, state: 'failed', challengerPartyId: world.buyer.partyId }
  const held = { state: 'held', challengerPartyId: world.seller.partyId }
  const disputed = await caseOf(caseId)
  expect(disputed).toMatchObject({ state: 'disputed' })
  expect(disputed.challenges).toEqual([expect.objectContaining(failed), expect.objectContaining(held)])
  await expect(resolve(caseId, false, world.seller.actor)).rejects.toThrowError(errorOf('MAKER_IS_CHECKER'))
  await resolve(caseId, false)
  await harness.settle()
  const dismissed = await caseOf(caseId)
  expect(dismissed.challenges).toEqual([
    expect.objectContaining(failed),
    expect.objectContaining({ ...held, state: 'dismissed' }),
  ])
  expect(dismissed).toMatchObject({ state: 'verified', verdict: 'approved' })
  // The window is still open, and so is the way for the buyer's reason.
  await contest(caseId)
  await harness.settle()
  expect((await caseOf(caseId)).challenges.map(({ state }) => state)).toEqual(['failed', 'dismissed', 'held'])
})
