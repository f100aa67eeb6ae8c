import { randomUUID } from 'node:crypto'
import { decideRound } from '@assay/domain/policy/consensus.ts'
import { roles } from '@assay/domain/roles.ts'
import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { wheat } from '../../../domain/test/wheat.ts'
import type { CommandContext } from '../../module.ts'
import { createHarness } from '../../test/harness.ts'
import { startHttp } from '../../test/http.ts'
import { assets } from '../assets/index.ts'
import { evidence } from '../evidence/index.ts'
import { governance } from '../governance/index.ts'
import { ledger } from '../ledger/index.ts'
import { oracles } from '../oracles/index.ts'
import { parties } from '../parties/index.ts'
import { quantification } from '../quantification/index.ts'
import { aggregateRound } from './aggregateRound.ts'
import { type CaseRow, lockCase } from './caseRow.ts'
import { afterChallenge, afterClosed, afterOpened, afterReviewOpened } from './consequences.ts'
import { createNode, createWorld, openDelivery, pollAll, signFor, type TestNode, type World } from './fixtures.ts'
import { verification } from './index.ts'
import { listAssignments } from './listAssignments.ts'
import { listReports, pageOfReports } from './listReports.ts'
import { openReview } from './openReview.ts'
import { readCase } from './readCase.ts'
import { type SubmitReportInput, submitReport } from './submitReport.ts'

const harness = await createHarness({
  modules: [parties, governance, ledger, assets, evidence, quantification, oracles, verification],
})
const http = await startHttp(harness, { requestsPerMinute: 1_000_000 })
let world: World
let stranger: TestNode
let caseId: string
beforeAll(async () => {
  world = await createWorld(harness, http)
  stranger = await createNode(harness, http, { index: 7, reliability: '1', programme: 'carbon' })
  await harness.settle()
})
beforeEach(async () => {
  caseId = await openDelivery(harness, world)
})
afterAll(async () => {
  await http.close()
  await harness.close()
})

const first = () => world.nodes[0] as TestNode
const send = (input: SubmitReportInput, actor = first().actor) => harness.run((ctx) => submitReport(ctx, input), actor)
const errorOf = (code: string) => expect.objectContaining({ code })
const stored = () => harness.db.selectFrom('case_reports').selectAll().where('case_id', '=', caseId).execute()
const resultIntents = () =>
  harness.db
    .selectFrom('chain_intents')
    .select('state')
    .where('subject', '=', `verification/${caseId}/result/1`)
    .execute()

test('a report about anything else than the round is refused by the field that differs', async () => {
  const other = `0x${'11'.repeat(32)}`
  const changes: readonly [string, Record<string, unknown>][] = [
    ['caseId', { onChainId: other }],
    ['quantity', { proposedQuantity: '9100000' }],
  ]
  for (const [field, change] of changes) {
    const signed = await signFor(first(), caseId, (file) => ({ ...file, ...change }) as typeof file)
    await expect(send(signed)).rejects.toThrowError(
      expect.objectContaining({ code: 'REPORT_MISMATCH', details: expect.objectContaining({ field }) }),
    )
  }
  for (const field of ['evidenceRoot', 'termsHash'] as const) {
    const signed = await signFor(first(), caseId, (file) => ({
      ...file,
      opened: { ...file.opened, [field]: other as never },
    }))
    await expect(send(signed)).rejects.toThrowError(
      expect.objectContaining({ code: 'REPORT_MISMATCH', details: expect.objectContaining({ field }) }),
    )
  }
  const later = await signFor(first(), caseId, (file) => ({ ...file, round: 2 }))
  await expect(send(later)).rejects.toThrowError(errorOf('ROUND_NOT_OPEN'))
  expect(await stored()).toEqual([])
})

test('a report signed for another chain or contract does not recover to the node', async () => {
  for (const chain of [{ chainId: 1 }, { verifyingContract: `0x${'22'.repeat(20)}` as const }]) {
    const signed = await signFor(first(), caseId, (file) => ({ ...file, chain: { ...file.chain, ...chain } }))
    await expect(send(signed)).rejects.toThrowError(errorOf('REPORT_SIGNATURE_INVALID'))
  }
})

test('any altered byte of a signature, and its malleable twin, are refused', async () => {
  const signed = await signFor(first(), caseId)
  const order = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n
  const s = BigInt(`0x${signed.signature.slice(66, 130)}`)
  const twin = `${signed.signature.slice(0, 66)}${(order - s).toString(16).padStart(64, '0')}${signed.signature.endsWith('1b') ? '1c' : '1b'}`
  await expect(send({ ...signed, signature: twin })).rejects.toThrowError(errorOf('REPORT_SIGNATURE_INVALID'))
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 2, max: 131 }), async (position) => {
      const digit = signed.signature[position] === '7' ? '8' : '7'
      const signature = signed.signature.slice(0, position) + digit + signed.signature.slice(position + 1)
      await expect(send({ ...signed, signature })).rejects.toThrowError(errorOf('REPORT_SIGNATURE_INVALID'))
    }),
    { numRuns: 20 },
  )
  expect(await stored()).toEqual([])
})

test("a report is refused from anyone but the node's own party, and from a node outside the committee", async () => {
  const signed = await signFor(first(), caseId)
  await expect(send(signed, world.nodes[1]?.actor)).rejects.toThrowError(errorOf('NODE_NOT_ASSIGNED'))
  await expect(send(signed, harness.as({ partyId: null }))).rejects.toThrowError(errorOf('NODE_NOT_ASSIGNED'))
  const foreign = await signFor({ ...first(), account: stranger.account }, caseId)
  await expect(send(foreign, stranger.actor)).rejects.toThrowError(errorOf('NODE_NOT_ASSIGNED'))
  expect(
    (
      await http.call('POST', `/api/v1/cases/${caseId}/reports`, {
        token: await tokenOf(stranger),
        body: body(foreign),
      })
    ).status,
  ).toBe(404)
})

test('a report that agrees below the threshold, or explains something else than it signed, is refused', async () => {
  const signed = await signFor(first(), caseId)
  await expect(send({ ...signed, justification: { other: true } })).rejects.toThrowError(errorOf('REPORT_MISMATCH'))
  await expect(send({ ...signed, justification: { half: 0.5 } })).rejects.toThrowError(errorOf('REPORT_MISMATCH'))
  const lowered = await harness.db
    .updateTable('cases')
    .set({ score_threshold_e4: 950_000 })
    .where('id', '=', caseId)
    .executeTakeFirst()
  expect(lowered.numUpdatedRows).toBe(1n)
  await expect(send(signed)).rejects.toThrowError(errorOf('REPORT_CONTRADICTORY'))
})

test('the maker of a case never reports on it, whatever nodes it runs', async () => {
  await harness.db.updateTable('cases').set({ submitted_by: first().partyId }).where('id', '=', caseId).execute()
  await expect(send(await signFor(first(), caseId))).rejects.toThrowError(errorOf('MAKER_IS_CHECKER'))
})

test('the same report again is answered as the first time, a different one never replaces it', async () => {
  const signed = await signFor(first(), caseId)
  const answer = await send(signed)
  expect(await send(signed)).toEqual(answer)
  const different = await signFor(
    { ...first(), config: { ...first().config, policy: { ...first().config.policy, reliesOn: ['Third Survey'] } } },
    caseId,
  )
  await expect(send(different)).rejects.toThrowError(errorOf('REPORT_CONFLICT'))
  expect(await stored()).toMatchObject([{ node_index: 0, score_e4: 940_625, agrees: true }])
})

test('two different reports of one node at the same time: one stands, the other is refused', async () => {
  const one = await signFor(first(), caseId)
  const other = await signFor(
    { ...first(), config: { ...first().config, policy: { ...first().config.policy, reliesOn: ['Third Survey'] } } },
    caseId,
  )
  const outcomes = await Promise.allSettled([one, other, one, other, one, other].map((each) => send(each)))
  const kept = (await stored()).map(({ digest }) => digest)
  expect(kept).toHaveLength(1)
  for (const outcome of outcomes) {
    if (outcome.status === 'fulfilled') expect(outcome.value.digest).toBe(kept[0])
    else expect(outcome.reason).toMatchObject({ code: 'REPORT_CONFLICT' })
  }
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(3)
})

test("while a round is open nobody sees another node's report", async () => {
  await send(await signFor(first(), caseId))
  const seen = async (actor: World['reviewer']['actor']) =>
    (await harness.ask((ctx) => listReports(ctx, caseId), actor)).length
  expect(await seen(first().actor)).toBe(1)
  for (const actor of [world.nodes[1]!.actor, world.reviewer.actor, world.seller.actor, harness.as({})]) {
    expect(await seen(actor)).toBe(0)
  }
  await pollAll(world.nodes)
  await harness.settle()
  expect(await seen(world.seller.actor)).toBe(7)
})

test('of a round that waits for a reviewer nobody who gains by it gets the signatures to choose from', async () => {
  // What could be done with them: six of seven agree at 85.5 points, one refuses at 76, and the mean is for a person to look at.
  const committee = Array.from({ length: 7 }, (_, nodeIndex) => ({ nodeIndex, reliabilityE4: 10_000 }))
  const answers = committee.map(({ nodeIndex }) => ({
    nodeIndex,
    scoreE4: nodeIndex < 6 ? 855_000 : 760_000,
    agrees: nodeIndex < 6,
    critical: false,
  }))
  const quantity = { proposition: 1n, contracted: 1n }
  const question = { round: 1, committee, scoreThresholdE4: 800_000, consensusBps: 8_000, minReports: 5, ...quantity }
  const policy = { participation: { numerator: 2, denominator: 3 }, approvalScoreE4: 850_000, outlierE4: 100_000 }
  expect(decideRound(question, answers, policy)).toMatchObject({ outcome: null, reason: 'ScoreBelowApproval' })
  expect(decideRound(question, answers.slice(0, 6), policy)).toMatchObject({ outcome: 'approved' })

  await pollAll(world.nodes.slice(0, 4))
  await harness.advance(901)
  await harness.chain.mine(3)
  await harness.settle()
  expect(await harness.ask((ctx) => readCase(ctx, caseId))).toMatchObject({ state: 'enhancedReview' })
  const signed = async (actor: World['reviewer']['actor']) => {
    const { items } = await harness.ask((ctx) => pageOfReports(ctx, caseId, {}), actor)
    expect(items.map(({ score }) => score)).toHaveLength(4)
    return items.filter(({ signature }) => signature !== null).map(({ nodeIndex }) => nodeIndex)
  }
  expect(await signed(world.seller.actor)).toEqual([])
  expect(await signed(world.buyer.actor)).toEqual([])
  expect(await signed(harness.as({ partyId: world.seller.partyId, roles: ['seller', 'auditor'] }))).toEqual([])
  expect(await signed(first().actor)).toEqual([0])
  expect(await signed(harness.as({ roles: ['auditor'] }))).toEqual([0, 1, 2, 3])
  const again = { caseId, proposedQuantity: '10000', reason: 'nodes were away' }
  await harness.run((ctx) => openReview(ctx, again), world.reviewer.actor)
  // Asked for and not on the chain yet: the first round can still be concluded there.
  expect(await signed(world.seller.actor)).toEqual([])
  await harness.settle()
  expect(await signed(world.seller.actor)).toEqual([0, 1, 2, 3])
})

test("private bytes and the case file are for the case's judges, not for every node", async () => {
  const document = await harness.db
    .selectFrom('dossier_documents')
    .innerJoin('documents', 'documents.id', 'dossier_documents.document_id')
    .select(['documents.id', 'documents.subject_id'])
    .where('dossier_documents.case_id', '=', caseId)
    .limit(1)
    .executeTakeFirstOrThrow()
  const bytes = Buffer.from('a bill of lading')
  const sha256 = await harness.machine.files.put(bytes)
  await harness.db.updateTable('documents').set({ sha256 }).where('id', '=', document.id).execute()
  const contentFor = async (of: TestNode) =>
    http.call('GET', `/api/v1/documents/${document.id}/content`, { token: await tokenOf(of) })
  const outsider = await createNode(harness, http, { index: 8, reliability: '1' })
  // It never judges: the other tests count on the seven.
  await harness.db.updateTable('oracle_nodes').set({ active: false }).where('node_index', '=', 8).execute()
  expect((await contentFor(outsider)).status).toBe(404)
  const dossier = `/api/v1/cases/${caseId}/dossier`
  const files = `/api/v1/cases/${caseId}/documents`
  for (const path of [dossier, files])
    expect((await http.call('GET', path, { token: await tokenOf(outsider) })).status).toBe(404)
  expect(await contentFor(first())).toMatchObject({ status: 200, text: bytes.toString() })
  expect((await http.call('GET', dossier, { token: await tokenOf(first()) })).status).toBe(200)
  const { json } = await http.call('GET', files, { token: await tokenOf(first()) })
  const { content } = json.items.find((each: { documentId: string }) => each.documentId === document.id)
  expect(Buffer.from(content, 'base64').toString()).toBe(bytes.toString())
})

test('all files of a case together are for its committee alone: no role, party or scope of another kind opens them', async () => {
  const files = (id: string, token: string) => http.call('GET', `/api/v1/cases/${id}/documents`, { token })
  for (const role of roles) {
    const { token } = await http.grant({ roles: [role] })
    const { status, json } = await files(caseId, token)
    const judges = role === 'oracle' || role === 'verifier'
    expect([role, status, json.code]).toEqual([role, judges ? 404 : 403, judges ? 'NOT_FOUND' : 'ROLE_MISSING'])
  }
  expect((await files(caseId, await tokenOf(stranger))).json.code).toBe('NOT_FOUND')
  const token = await tokenOf(first())
  expect((await files(randomUUID(), token)).json.code).toBe('NOT_FOUND')
  const narrow = await http.tokenOf(first().config, 'verification:read')
  expect((await files(caseId, narrow)).json.code).toBe('SCOPE_MISSING')
  expect((await files(caseId, token)).json).toMatchObject({
    items: wheat().documents.map(() => ({})),
    nextCursor: null,
  })
  for (const end of ['closed', 'refused', 'verified', 'enhancedReview']) {
    await harness.db.updateTable('cases').set({ state: end }).where('id', '=', caseId).execute()
    const { status, json } = await files(caseId, token)
    expect([end, status, json.code]).toEqual([end, 409, 'ROUND_NOT_OPEN'])
  }
})

test('an assignment is listed until it is answered, and only to its node', async () => {
  const listed = async (node: TestNode) =>
    (await harness.ask((ctx) => listAssignments(ctx, node.partyId))).items.filter((each) => each.caseId === caseId)
  expect(await listed(first())).toMatchObject([{ caseId, round: 1, nodeIndex: 0, proposedQuantity: '10000000' }])
  expect(await listed(stranger)).toEqual([])
  await send(await signFor(first(), caseId))
  expect(await listed(first())).toEqual([])
  expect(await listed(world.nodes[1]!)).toHaveLength(1)
})

test('a round that ended without a quorum before its opening was final leaves the case to a reviewer', async () => {
  for (const [state, opened] of [
    ['pending', afterOpened],
    ['enhancedReview', (ctx: CommandContext, of: CaseRow) => afterReviewOpened(ctx, of, 1)],
  ] as const) {
    await harness.db.updateTable('cases').set({ state }).where('id', '=', caseId).execute()
    await harness.db.updateTable('case_rounds').set({ state: 'escalated' }).where('case_id', '=', caseId).execute()
    await harness.run(async (ctx) => opened(ctx, await lockCase(ctx, caseId)))
    expect(await harness.ask((ctx) => readCase(ctx, caseId))).toMatchObject({ state: 'enhancedReview' })
  }
})

test('a challenge or a closing told before what it follows is told again: neither is ever lost', async () => {
  const raised = { reasonHash: `0x${'11'.repeat(32)}`, challenger: `0x${'22'.repeat(20)}` }
  const tell = (how: (ctx: CommandContext, of: CaseRow) => Promise<void>) =>
    harness.run(async (ctx) => how(ctx, await lockCase(ctx, caseId)))
  await expect(tell((ctx, of) => afterChallenge(ctx, of, raised))).rejects.toThrowError(errorOf('ILLEGAL_MOVE'))
  await harness.db.updateTable('cases').set({ state: 'pending' }).where('id', '=', caseId).execute()
  await expect(tell((ctx, of) => afterClosed(ctx, of, raised.reasonHash))).rejects.toThrowError(errorOf('ILLEGAL_MOVE'))
  await tell(afterOpened)
  await tell((ctx, of) => afterClosed(ctx, of, raised.reasonHash))
  await tell((ctx, of) => afterClosed(ctx, of, raised.reasonHash))
  expect(await harness.ask((ctx) => readCase(ctx, caseId))).toMatchObject({ state: 'closed', challenges: [] })
})

test('two workers that aggregate the same round send one result', async () => {
  await pollAll(world.nodes)
  const aggregate = () => harness.run((ctx) => aggregateRound(ctx, { caseId, round: 1 }))
  await Promise.all([aggregate(), aggregate(), aggregate(), aggregate()])
  expect(await resultIntents()).toHaveLength(1)
  await harness.settle()
  expect(await resultIntents()).toMatchObject([{ state: 'final' }])
})

test('reports survive a death before aggregation: the round is finished by whoever comes next', async () => {
  await pollAll(world.nodes)
  // All seven reports are committed, and with the last one the announcement; the worker dies in the middle of its tally.
  const dying = harness.run(async (ctx) => {
    await aggregateRound(ctx, { caseId, round: 1 })
    throw new Error('killed')
  })
  await expect(dying).rejects.toThrow('killed')
  expect(await resultIntents()).toEqual([])
  await harness.settle()
  expect(await resultIntents()).toMatchObject([{ state: 'final' }])
  expect(await harness.ask((ctx) => readCase(ctx, caseId))).toMatchObject({ state: 'verified', verdict: 'approved' })
})

const tokenOf = (node: TestNode) => http.tokenOf(node.config)
const body = ({ report, signature, justification }: SubmitReportInput) => ({ report, signature, justification })

test('nodes, assignments and reports come in pages without gap or repetition; a made-up cursor is refused', async () => {
  await openDelivery(harness, world)
  await send(await signFor(first(), caseId))
  const token = await tokenOf(first())
  for (const path of ['nodes', 'oracle/assignments', `cases/${caseId}/reports`]) {
    const get = (query: string) => http.call('GET', `/api/v1/${path}?${query}`, { token })
    const whole = (await get('limit=200')).json
    expect(whole.items.length).toBeGreaterThan(0)
    expect(whole.nextCursor).toBeNull()
    const paged: unknown[] = []
    for (let cursor = ''; ; ) {
      const { items, nextCursor } = (await get(`limit=1${cursor}`)).json
      expect(items).toHaveLength(1)
      paged.push(...items)
      if (nextCursor === null) break
      cursor = `&cursor=${nextCursor}`
    }
    expect(paged).toEqual(whole.items)
    for (const forged of [['x'], ['x', '1'], [caseId, '-1'], ['9'.repeat(19)]]) {
      const cursor = Buffer.from(JSON.stringify(forged)).toString('base64url')
      expect((await get(`cursor=${cursor}`)).json.code).toBe('CURSOR_INVALID')
    }
  }
})
