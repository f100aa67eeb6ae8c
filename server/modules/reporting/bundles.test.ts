/** From a delivery with seven real nodes to a bundle that the offline verifier accepts. */
import { cottageStatements } from '@assay/domain/test/methodologyInputs.ts'
import { auditLeafHash } from '@assay/protocol/auditEntry.ts'
import { writeBundle } from '@assay/protocol/bundle.ts'
import { verifyInclusion } from '@assay/protocol/merkleVerify.ts'
import { publicFormOf } from '@assay/protocol/seal.ts'
import { committeeBitmap, signedReport } from '@assay/protocol/signedReport.ts'
import { bytesToHex, type Hex, hexToBytes } from 'viem'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { verifyBundle } from '../../../verifier/verifyBundle.ts'
import { intentFailed } from '../../module.ts'
import { modules } from '../../modules.ts'
import { bundleCounts } from '../../test/bundleCounts.ts'
import { createHarness } from '../../test/harness.ts'
import { startHttp } from '../../test/http.ts'
import { sendFirst } from '../../test/sendFirst.ts'
import { fieldFeature } from '../assets/fixtures.ts'
import { registerBuilding, registerParcel, registerProject } from '../assets/index.ts'
import { fileBill, fileRecord } from '../evidence/fixtures.ts'
import { createParty, mintPt, type TestParty } from '../ledger/fixtures.ts'
import { registerNode } from '../oracles/registerNode.ts'
import { quantifyProject } from '../quantification/quantifyProject.ts'
import { retireCredits } from '../retirement/retireCredits.ts'
import { fundEscrow } from '../settlement/fundEscrow.ts'
import {
  createDelivery,
  createNode,
  createWorld,
  pollAll,
  reliabilities,
  type World,
} from '../verification/fixtures.ts'
import { openCase } from '../verification/openCase.ts'
import { readCase } from '../verification/readCase.ts'
import { toWire } from '../verification/reports.ts'
import { messageOf } from '../verification/submitReport.ts'
import { anchorTreeHead, requestedSize } from './anchorTreeHead.ts'
import { assembleBundles } from './assembleBundles.ts'
import { buildBundle } from './buildBundle.ts'
import { recordAuditEntry } from './index.ts'
import { readBundle } from './readBundle.ts'
import { reportLog } from './reportLog.ts'

const harness = await createHarness({ modules, auditSink: recordAuditEntry })
const http = await startHttp(harness, { requestsPerMinute: 1_000_000 })
let world: World
let tradeId: string
const windowSeconds = 259_200

/** Time passes on the clock and in final blocks; what was asked for too early is asked again a little later. */
async function pass(seconds: number): Promise<void> {
  for (const part of [seconds, 5, 5, 5]) {
    await harness.advance(part)
    await harness.chain.mine(3)
    await harness.settle()
  }
}

/** A delivery that is paid into escrow and whose case the chain has opened. */
async function openFunded(): Promise<string> {
  await mintPt(harness, world.buyer.partyId, '2500000')
  const id = await createDelivery(harness, world)
  await harness.db.updateTable('trades').set({ state: 'created' }).where('id', '=', id).execute()
  await harness.run((ctx) => fundEscrow(ctx, { tradeId: id, speed: 'standard' }))
  await harness.settle()
  await harness.run((ctx) => openCase(ctx, { kind: 'trade', tradeId: id }), world.seller.actor)
  await harness.settle()
  return id
}

beforeAll(async () => {
  world = await createWorld(harness, http)
  tradeId = await openFunded()
  await pollAll(world.nodes)
  await harness.settle()
  await pass(windowSeconds)
}, 120_000)
afterAll(async () => {
  await http.close()
  await harness.close()
})

const bundleOf = (subjectId: string) =>
  harness.db.selectFrom('bundles').selectAll().where('subject_id', '=', subjectId).executeTakeFirstOrThrow()
/** The long suites take every byte, of files made for it. */
const samplesPerFile = 150
const bytesOf = (text: string) => new TextEncoder().encode(text)
async function verdict(bytes: Uint8Array) {
  const { ok, findings, bundleId } = await verifyBundle(bytes)
  const with_ = (outcome: string) => findings.filter((finding) => finding.outcome === outcome)
  return { ok, bundleId, failed: with_('failed'), withheld: with_('withheld').map(({ check }) => check) }
}

/** A cottage of domain.md 2.27 G6 on a registered field, quantified, verified by an accredited node, issued. */
async function issueCottage(): Promise<{ caseId: string; owner: TestParty }> {
  const owner = await createParty(harness, { name: 'Meadow Homes', roles: ['landowner'] })
  const parcel = await harness.run((ctx) => registerParcel(ctx, fieldFeature(owner.partyId, 'FIELD-1', { x: 1, y: 1 })))
  await harness.settle()
  const { projectId } = await harness.run((ctx) =>
    registerProject(ctx, {
      reference: 'COTTAGES',
      name: 'Cottages',
      ownerPartyId: owner.partyId,
      parcelId: parcel.parcelId,
      methodology: 'hempLime',
    }),
  )
  const line = (material: 'hurd' | 'timber' | 'binder', massKg: string) => ({ section: 'all walls', material, massKg })
  const billOfMaterials = [line('hurd', '3500'), line('timber', '2160'), line('binder', '3000')]
  const { buildingId } = await harness.run((ctx) =>
    registerBuilding(ctx, projectId, { name: 'Cottage 1', completedOn: '2025-09-01' }),
  )
  await harness.run((ctx) => fileBill(ctx, buildingId, billOfMaterials), owner.actor)
  await harness.run((ctx) => fileRecord(ctx, { kind: 'project', id: projectId }, { kind: 'monitoringReport' }))
  const { quantificationId } = await harness.run(
    (ctx) => quantifyProject(ctx, { projectId, measurements: cottageStatements }),
    owner.actor,
  )
  const verifier = await createNode(harness, http, {
    index: reliabilities.length,
    reliability: '0.9',
    programme: 'carbon',
  })
  await harness.settle()
  await harness.run((ctx) => openCase(ctx, { kind: 'quantification', quantificationId }), owner.actor)
  await harness.settle()
  await pollAll([verifier])
  await harness.settle()
  await pass(172_800)
  return { caseId: quantificationId, owner }
}

test('a delivery in seven nodes ends in a bundle that holds, and in a public copy of the same id that holds too', async () => {
  const { bundle_id: id, content } = await bundleOf(tradeId)
  expect(await verdict(bytesOf(content))).toEqual({ ok: true, bundleId: id, failed: [], withheld: [] })
  const copy = await harness.ask((ctx) => readBundle(ctx, { bundleId: id, withhold: true }))
  const seen = await verdict(copy)
  expect(seen).toMatchObject({ ok: true, bundleId: id, failed: [] })
  expect(seen.withheld).toEqual(['justifications', 'documents', 'claim key', 'thresholds', 'evaluations'])
  const shown = new TextDecoder().decode(copy)
  for (const secret of ['Prairie Grain', 'Blue Line', `BL-${tradeId}`, 'NO-01']) {
    expect(content).toContain(secret)
    expect(shown).not.toContain(secret)
  }
})

test('the reports that somebody brought first, some of them only, are those of the bundle', async () => {
  const id = await openFunded()
  await pollAll(world.nodes)
  const of = await harness.db.selectFrom('cases').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
  const all = await harness.db.selectFrom('case_reports').selectAll().where('case_id', '=', id).execute()
  // Without the one that refuses and one that agrees.
  const brought = all
    .filter(({ node_index }) => node_index !== 5 && node_index !== 6)
    .sort((a, b) => a.score_e4 - b.score_e4 || a.node_index - b.node_index)
  const opening = {
    claimKey: of.claim_key,
    evidenceRoot: of.evidence_root,
    committee: committeeBitmap(of.committee),
  }
  const reports = brought.map((each) =>
    signedReport(each.node_index, messageOf(toWire(of, each)), each.signature as Hex),
  )
  const from = '0x00000000000000000000000000000000000000cc'
  const args = [of.on_chain_id, opening, reports]
  await sendFirst(harness, { from, contract: 'Verification', functionName: 'submitResult', args })
  await harness.settle()
  expect(await harness.ask((ctx) => readCase(ctx, id))).toMatchObject({ verdict: 'approved', consensus: '77.193' })
  await pass(windowSeconds)
  const { content, bundle_id: bundleId } = await bundleOf(id)
  expect(await verdict(bytesOf(content))).toMatchObject({ ok: true, bundleId, failed: [] })
  const counted = [...content.matchAll(/"nodeIndex":(\d+),"report":/g)].map(([, index]) => Number(index))
  expect(counted).toEqual([0, 1, 2, 3, 4])
})

test('a building and a retirement of its credits end in bundles that hold', async () => {
  const { caseId, owner } = await issueCottage()
  const issued = await bundleOf(caseId)
  expect(await verdict(bytesOf(issued.content))).toEqual({
    ok: true,
    bundleId: issued.bundle_id,
    failed: [],
    withheld: [],
  })
  expect(JSON.parse(issued.content).bundle.case.computation).toMatchObject({ netKg: '6967', bufferKg: '1229' })
  const { creditId } = JSON.parse(
    JSON.stringify(
      await harness.db.selectFrom('issuances_on_chain').select('credit_id as creditId').executeTakeFirstOrThrow(),
    ),
  )
  const body = { creditId, kg: '500', beneficiary: 'Maiznīca "Rīts"', purpose: 'Deliveries', publicConsent: false }
  const { retirementId } = await harness.run((ctx) => retireCredits(ctx, { partyId: owner.partyId, body }), owner.actor)
  await harness.settle()
  await pass(5)
  const retired = await bundleOf(retirementId)
  const file = await harness.ask((ctx) => readBundle(ctx, { bundleId: retired.bundle_id, withhold: false }))
  // The issuance behind it is in the same file, in its public form: the kilograms are recomputed without any private part.
  const behind = ['justifications', 'documents', 'inputs', 'evaluations'].map((check) => `issuance 1, ${check}`)
  expect(await verdict(file)).toEqual({ ok: true, bundleId: retired.bundle_id, failed: [], withheld: behind })
  const { issuances } = JSON.parse(new TextDecoder().decode(file))
  expect(issuances).toEqual([publicFormOf(JSON.parse(issued.content).bundle)])
  expect(JSON.parse(retired.content).bundle.retirement.issuances).toEqual([{ caseId, bundleId: issued.bundle_id }])
  const copy = await harness.ask((ctx) => readBundle(ctx, { bundleId: retired.bundle_id, withhold: true }))
  expect(await verdict(copy)).toMatchObject({
    ok: true,
    bundleId: retired.bundle_id,
    withheld: ['beneficiary', ...behind],
  })
  expect(new TextDecoder().decode(copy)).not.toContain('Maiz')
})

test('no byte of what the product itself has put together can change, whole or withheld', async () => {
  const rows = await harness.db.selectFrom('bundles').select(['bundle_id', 'subject_kind']).execute()
  expect(new Set(rows.map(({ subject_kind }) => subject_kind))).toEqual(
    new Set(['allocation', 'issuance', 'retirement']),
  )
  const survivors: string[] = []
  for (const { bundle_id: bundleId, subject_kind: kind } of rows) {
    for (const withhold of [false, true]) {
      const file = await harness.ask((ctx) => readBundle(ctx, { bundleId, withhold }))
      const step = Math.ceil(file.length / samplesPerFile)
      for (let place = kind.length; place < file.length; place += step) {
        const forged = file.slice()
        forged[place]! ^= 1 + (place % 127)
        if ((await verifyBundle(forged)).ok) survivors.push(`${kind}, byte ${place}`)
      }
    }
  }
  expect(survivors).toEqual([])
})

test('approved = minted = indexed = bundled, and the audit log is in order against the chain itself', async () => {
  for (const counts of await bundleCounts(harness.db)) {
    const all = counts.subjectKind === 'allocation' ? 2 : 1
    expect(counts).toEqual({ ...counts, approved: all, minted: all, indexed: all, bundled: all })
  }
  const { lines, exitCode } = await reportLog(harness.db, harness.machine.chain.view)
  expect({ exitCode, last: lines.at(-1) }).toEqual({ exitCode: 0, last: 'The audit log is in order.' })
})

test('assembled again, after the register of nodes has changed, a bundle has the same bytes; it is stored once', async () => {
  const { content: before } = await bundleOf(tradeId)
  const [node] = world.nodes
  await harness.run((ctx) =>
    registerNode(ctx, {
      partyId: node!.partyId,
      name: 'Another name',
      programme: 'commodity',
      signer: node!.account.address,
      type: 'government',
      jurisdiction: 'LV',
      reliesOn: ['Third Survey'],
      reliability: '0.5',
      active: false,
    }),
  )
  await harness.settle()
  const known = await harness.db
    .selectFrom('oracle_nodes_on_chain')
    .select(['reliability_e4', 'active'])
    .where('node_index', '=', 0)
    .executeTakeFirstOrThrow()
  expect(known).toEqual({ reliability_e4: 5_000, active: false })
  const request = await harness.db
    .selectFrom('bundle_requests')
    .selectAll()
    .where('subject_id', '=', tradeId)
    .executeTakeFirstOrThrow()
  const stored = await bundleOf(tradeId)
  const { auditLog } = JSON.parse(stored.content).bundle
  const anchor = await harness.db
    .selectFrom('audit_anchors_on_chain')
    .selectAll()
    .where('tree_size', '=', auditLog.treeSize)
    .executeTakeFirstOrThrow()
  const again = await harness.run((ctx) =>
    buildBundle(ctx, request, {
      ...{ contract: 'AuditAnchor', eventName: 'Anchored', logIndex: anchor.log_index, root: auditLog.root },
      ...{
        blockNumber: BigInt(anchor.block_number),
        treeSize: BigInt(anchor.tree_size),
        transactionHash: anchor.transaction_hash as Hex,
      },
    }),
  )
  expect(stored.content).toBe(before)
  expect(new TextDecoder().decode(writeBundle(again!))).toBe(before)
  expect(await verdict(writeBundle(again!))).toMatchObject({ ok: true, failed: [], withheld: [] })
  await harness.run(assembleBundles)
  expect(
    await harness.db.selectFrom('bundles').select('bundle_id').where('subject_id', '=', tradeId).execute(),
  ).toHaveLength(1)
})

test('the routes: a stranger sees that a bundle exists and its public copy; its parties and auditors see it whole', async () => {
  const { bundle_id: id, content } = await bundleOf(tradeId)
  const listed = await http.call('GET', `/api/v1/bundles?subjectId=${tradeId}`, { token: null })
  expect(listed.json.items).toEqual([
    expect.objectContaining({ bundleId: id, subjectKind: 'allocation', subjectId: tradeId }),
  ])
  expect((await http.call('GET', `/api/v1/bundles/${id}`, { token: null })).status).toBe(401)
  const stranger = await http.grant({ roles: ['buyer'] })
  expect((await http.call('GET', `/api/v1/bundles/${id}`, { token: stranger.token })).status).toBe(404)
  const auditor = await http.grant({ roles: ['auditor'] })
  expect((await http.call('GET', `/api/v1/bundles/${id}`, { token: auditor.token })).text).toBe(content)
  const whole = await http.call('GET', `/api/v1/bundles/${id}?withhold=private`, { token: auditor.token })
  const open = await http.call('GET', `/api/v1/bundles/${id}/public`, { token: null })
  expect(open.text).toBe(whole.text)
  expect(await verdict(bytesOf(open.text))).toMatchObject({ ok: true, bundleId: id })
  const none = 'f'.repeat(64)
  expect((await http.call('GET', `/api/v1/bundles/${none}/public`, { token: null })).json.code).toBe('BUNDLE_NOT_FOUND')
  expect((await http.call('GET', `/api/v1/bundles/${none}`, { token: auditor.token })).status).toBe(404)
})

test('the start page shows every bundle with what it proves, and no name', async () => {
  const { status, text } = await http.call('GET', '/', { token: null, headers: { 'accept-language': 'en-GB' } })
  expect(status).toBe(200)
  const rows = await harness.db.selectFrom('bundles').select('bundle_id').execute()
  expect(rows.length).toBeGreaterThan(2)
  for (const { bundle_id: id } of rows) expect(text).toContain(`<a href="/bundles/${id}"`)
  expect(text).toContain('4,786,222.5 FT')
  expect(text).toMatch(/6,967.kg CO₂e/)
  expect(text).not.toContain('Meadow Homes')
})

test('everything proven has a page, by its bundle and by its case or retirement; what is not proven has none yet', async () => {
  const look = (path: string) => http.call('GET', path, { token: null, headers: { accept: 'text/html' } })
  const rows = await harness.db.selectFrom('bundles').select(['bundle_id', 'subject_kind', 'subject_id']).execute()
  expect(new Set(rows.map((row) => row.subject_kind))).toEqual(new Set(['allocation', 'issuance', 'retirement']))
  for (const { bundle_id: id, subject_kind: kind, subject_id: subjectId } of rows) {
    const page = await look(`/bundles/${id}`)
    expect(page.status, page.text).toBe(200)
    expect(page.text).toContain(`href="/api/v1/bundles/${id}/public"`)
    expect(page.text).not.toContain('Meadow Homes')
    const [own, other] = [`/cases/${subjectId}`, `/retirements/${subjectId}/proof`]
    expect((await look(kind === 'retirement' ? other : own)).text).toBe(page.text)
    expect((await look(kind === 'retirement' ? own : other)).status).toBe(404)
  }
  const unknown = await look(`/bundles/${'f'.repeat(64)}`)
  expect([unknown.status, unknown.headers.get('content-type')]).toEqual([404, 'text/html; charset=utf-8'])
  expect(unknown.text).toContain('There is no such bundle')

  const subjectId = '01950000-0000-7000-8000-0000000000ff'
  const where = { block_number: 1, log_index: 0, transaction_hash: `0x${'0'.repeat(64)}`, requested_at: new Date() }
  const owed = { subject_kind: 'allocation', subject_id: subjectId, on_chain_id: `0x${'1'.repeat(64)}`, ...where }
  expect((await look(`/cases/${subjectId}`)).status).toBe(404)
  await harness.db.insertInto('bundle_requests').values(owed).execute()
  const underWay = await look(`/cases/${subjectId}`)
  await harness.db.deleteFrom('bundle_requests').where('subject_id', '=', subjectId).execute()
  expect([underWay.status, underWay.text.includes('Proof under way')]).toEqual([200, true])
})

test('the routes of the audit log: entries for auditors only; heads and proofs for everybody, and they verify', async () => {
  expect((await http.call('GET', '/api/v1/audit-log/entries', { token: null })).status).toBe(401)
  const auditor = await http.grant({ roles: ['auditor'] })
  const { items } = (await http.call('GET', '/api/v1/audit-log/entries?limit=5', { token: auditor.token })).json
  const head = (await http.call('GET', '/api/v1/audit-log/tree-head', { token: null })).json
  expect(head.anchor.root).toMatch(/^0x/)
  const path = `/api/v1/audit-log/proofs/inclusion?entryId=${items[3].entryId}&treeSize=${head.treeSize}`
  const proof = (await http.call('GET', path, { token: null })).json
  const { leafIndex: _index, leafHash, ...entry } = items[3]
  expect(bytesToHex(auditLeafHash(entry))).toBe(leafHash)
  const claim = { leafHash: hexToBytes(leafHash), index: BigInt(proof.leafIndex), size: BigInt(proof.treeSize) }
  expect(
    verifyInclusion({ ...claim, proof: proof.proof.map((hash: Hex) => hexToBytes(hash)), root: hexToBytes(head.root) }),
  ).toBe(true)
  const growth = (
    await http.call('GET', `/api/v1/audit-log/proofs/consistency?firstSize=${head.anchor.treeSize}`, { token: null })
  ).json
  expect(growth.firstRoot).toBe(head.anchor.root)
  const compliance = await http.grant({ roles: ['compliance'] })
  const body = { kind: 'client', id: auditor.clientId }
  expect((await http.call('POST', '/api/v1/audit-log/erasures', { token: auditor.token, body })).status).toBe(403)
  const erased = await http.call('POST', '/api/v1/audit-log/erasures', { token: compliance.token, body })
  expect(erased).toMatchObject({ status: 200, json: { erased: false } })
  const bad = await http.call('GET', '/api/v1/audit-log/proofs/consistency?firstSize=0', { token: null })
  expect(bad.json.code).toBe('AUDIT_RANGE_INVALID')
})

test('a tree head whose transaction failed counts as not asked for', async () => {
  const size = await harness.run(requestedSize)
  const head = await harness.run(anchorTreeHead)
  expect(head!.treeSize).toBeGreaterThan(size)
  const { intent_id: intentId } = await harness.db
    .selectFrom('audit_anchor_requests')
    .select('intent_id')
    .where('tree_size', '=', head!.treeSize.toString())
    .executeTakeFirstOrThrow()
  const failure = { intentId, subject: '', contract: 'AuditAnchor', functionName: 'anchor', error: 'test' }
  await harness.run((ctx) => ctx.emit(intentFailed(failure)))
  await harness.settle()
  expect(await harness.run(requestedSize)).toBe(size)
})

test('an entry that comes late, because its command was killed and repeated, is awaited and proven too', async () => {
  // As if a look at the log before that entry had found an earlier one to be the last.
  await harness.machine.pool.query(`
    create function looked_too_early() returns trigger language plpgsql as $$ begin new.anchored_size := 1; return new; end $$;
    create trigger looked_too_early before insert on bundle_requests for each row execute function looked_too_early()`)
  const { party_id: partyId, credit_id: creditId } = await harness.db
    .selectFrom('retirements')
    .select(['party_id', 'credit_id'])
    .executeTakeFirstOrThrow()
  const body = { creditId, kg: '1', beneficiary: 'Late', purpose: 'Late', publicConsent: false }
  const { retirementId } = await harness.run(
    (ctx) => retireCredits(ctx, { partyId, body }),
    harness.as({ partyId, roles: ['landowner'] }),
  )
  await harness.settle()
  await pass(5)
  const { bundle_id: bundleId } = await bundleOf(retirementId)
  const file = await harness.ask((ctx) => readBundle(ctx, { bundleId, withhold: false }))
  expect(await verdict(file)).toMatchObject({ ok: true, failed: [] })
})

test('bundles are listed page by page, none twice and none left out', async () => {
  const { token } = await http.grant({ roles: ['auditor'] })
  const all = await http.call('GET', '/api/v1/bundles?limit=200', { token })
  const seen: string[] = []
  for (let cursor: string | null = ''; cursor !== null; ) {
    const page = await http.call('GET', `/api/v1/bundles?limit=1${cursor && `&cursor=${cursor}`}`, { token })
    expect(page.status, page.text).toBe(200)
    seen.push(...page.json.items.map(({ bundleId }: { bundleId: string }) => bundleId))
    cursor = page.json.nextCursor
  }
  expect(seen.length).toBeGreaterThan(1)
  expect(seen).toEqual(all.json.items.map(({ bundleId }: { bundleId: string }) => bundleId))
})

test('a proposal is replayed against what was allocated, issued and charged, and says whom it moves', async () => {
  const { token } = await http.grant({ roles: ['governance'] })
  const replay = (key: string, value: unknown, as: string | null = token) =>
    http.call('GET', `/api/v1/parameters/${key}/replay?value=${encodeURIComponent(JSON.stringify(value))}`, {
      token: as,
    })
  const landowner = await http.grant({ roles: ['landowner'] })
  expect((await replay('fictra.allocation.bronzeEligible', true, landowner.token)).status).toBe(403)
  expect(await replay('fictra.none', 1)).toMatchObject({ status: 404, json: { code: 'PARAMETER_UNKNOWN' } })
  expect(await replay('fictra.trust.historyOfNewSeller', '101')).toMatchObject({ json: { code: 'PARAMETER_INVALID' } })
  const broken = await http.call('GET', '/api/v1/parameters/fictra.none/replay?value=%7B', { token })
  expect(broken.json).toMatchObject({ code: 'PARAMETER_INVALID', reason: 'the value is not JSON' })

  type Row = { of: string; unit: string; before: string; after: string; difference: string }
  const movementsOf = async (key: string, value: unknown) => {
    const { json } = await replay(key, value)
    const of = (kind: string) => (json.movements as Row[]).find((row) => row.of === kind)
    return { json, allocation: of('allocation'), tradeFee: of('tradeFee'), credits: of('credits') }
  }
  // A parameter nobody's amounts depend on moves nobody, and the history repeats itself.
  const same = await movementsOf('fictra.allocation.bronzeEligible', true)
  expect(same.json).toMatchObject({ changed: [], refused: [] })
  expect(same.json.computations).toBeGreaterThanOrEqual(3)
  const allocated = same.allocation!
  expect(Number(allocated.before)).toBeGreaterThan(4_000_000)
  expect(same.tradeFee).toMatchObject({ unit: 'PT', difference: '0' })

  const eligibility = (to: string) => ({ none: '0', bronze: '0.75', silver: to, gold: to, platinum: to })
  const less = await movementsOf('fictra.allocation.eligibility', eligibility('0.8'))
  expect(Number(less.allocation!.after)).toBeCloseTo(Number(allocated.before) * 0.8, 6)
  expect(less.tradeFee).toMatchObject({ difference: '0' })
  // Goods the Council begins to list earn more, and others do not.
  const listed = async (heading: string) => movementsOf('fictra.allocation.strategicGoods', [{ heading, value: '0.2' }])
  expect(Number((await listed('1001')).allocation!.difference)).toBeGreaterThan(0)
  expect((await listed('2601')).allocation).toMatchObject({ difference: '0' })
  // So far from what was expected that it would have been held for a person.
  const held = await movementsOf('fictra.allocation.eligibility', eligibility('0.5'))
  expect(held.allocation).toMatchObject({ before: allocated.before, after: '0' })
  // A threshold no delivery reaches takes everything: the committee would not have agreed.
  const participation = await movementsOf('fictra.verification.outcomeScores', {
    approveFrom: '100',
    rejectBelow: '70',
  })
  expect(participation.allocation).toMatchObject({ before: allocated.before, after: '0' })
  const buffer = await movementsOf('secretTrees.issuance.bufferShare', '0.3')
  expect(Number(buffer.credits!.after)).toBeLessThan(Number(buffer.credits!.before))
  expect(buffer.allocation).toMatchObject({ difference: '0' })
})
