import { idOf } from '@assay/protocol/ids.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createHarness } from '../../test/harness.ts'
import { sendFirst } from '../../test/sendFirst.ts'
import { fileRecord } from '../evidence/fixtures.ts'
import { governance } from '../governance/index.ts'
import { createParty, type TestParty } from '../ledger/fixtures.ts'
import { ledger, reconcile } from '../ledger/index.ts'
import { parties } from '../parties/index.ts'
import { getCaseTerms, type StoredIssuanceTerms } from '../verification/index.ts'
import { announceSettled, settleProject } from './fixtures.ts'
import { issuance, readCredit, readIssuance, readReversal } from './index.ts'
import { recordReversal } from './recordReversal.ts'
import { creditIdOf, issuanceArgs } from './terms.ts'

const harness = await createHarness({ modules: [parties, governance, ledger, issuance] })
afterAll(() => harness.close())

const cottage = '0197f3a2-6c1b-7d34-9a51-3f0c2b7e4d11'
const barn = '0197f3a2-6c1b-7d34-9a51-3f0c2b7e4d12'
const evidenceDocumentId = '0197f3a2-6c1b-7d34-9a51-3f0c2b7e4d13'
const creditOf = (project: string) => creditIdOf(idOf('project', project), 20_253).toString()
let owner: TestParty
let caseId: string
beforeAll(async () => {
  owner = await createParty(harness, { name: 'Meadow Homes', roles: ['landowner'], country: 'LV' })
  caseId = await settleProject(harness, {
    projectId: cottage,
    owner,
    netKg: 6967n,
    bufferKg: 1229n,
    carryKg: '0.62',
  })
  await harness.run((ctx) =>
    fileRecord(ctx, { kind: 'project', id: cottage }, { documentId: evidenceDocumentId, kind: 'monitoringReport' }),
  )
})

const reversal = (body: object) =>
  harness.run((ctx) =>
    recordReversal(ctx, { creditId: creditOf(cottage), evidenceDocumentId, reason: 'Fire', ...body } as never),
  )

test.each([
  [{ evidenceDocumentId: cottage, lostKg: '1' }, 'DOCUMENT_NOT_FOUND'],
  [{ creditId: '1', lostShare: '0.4' }, 'CREDIT_NOT_FOUND'],
  [{}, 'REVERSAL_LOSS_AMBIGUOUS'],
  [{ lostShare: '0.4', lostKg: '5' }, 'REVERSAL_LOSS_AMBIGUOUS'],
  [{ lostKg: '6968' }, 'REVERSAL_EXCEEDS_ISSUED'],
  [{ lostKg: '0' }, 'ISSUANCE_INPUT_INVALID'],
  [{ lostShare: '0.4', poolCreditIds: ['5'] }, 'REVERSAL_POOL_INVALID'],
  // 2,787 kg are lost and 1,229 kg lie in the only buffer there is.
  [{ lostShare: '0.4' }, 'REVERSAL_BUFFER_TOO_LOW'],
])('a reversal is refused: %j %s', async (body, code) => {
  await expect(reversal(body)).rejects.toMatchObject({ code })
})

test('an unknown case, credit or reversal is not found', async () => {
  await expect(harness.ask((ctx) => readIssuance(ctx, cottage))).rejects.toMatchObject({ code: 'ISSUANCE_NOT_FOUND' })
  await expect(harness.ask((ctx) => readCredit(ctx, '77'))).rejects.toMatchObject({ code: 'CREDIT_NOT_FOUND' })
  await expect(harness.ask((ctx) => readReversal(ctx, cottage))).rejects.toMatchObject({ code: 'REVERSAL_NOT_FOUND' })
})

test('G6: the cottage has 6,967 kg, a buffer of 1,229 kg and carries 0.62 kg', async () => {
  expect(await harness.ask((ctx) => readIssuance(ctx, caseId))).toMatchObject({
    state: 'issued',
    creditId: creditOf(cottage),
    netKg: '6967',
    bufferKg: '1229',
    carryKg: '0.62',
    serialFirst: '1',
    serialLast: '8196',
    failure: null,
  })
  expect(await harness.ask((ctx) => readCredit(ctx, creditOf(cottage)))).toMatchObject({
    projectId: cottage,
    vintageLabel: '2025-Q3',
    state: 'active',
    circulatingKg: '6967',
    carryKg: '0.62',
    notices: [],
  })
  expect((await harness.ask((ctx) => reconcile(ctx))).differences).toEqual([])
})

test('a case issues once, whoever announces it how often; its claim key serves no other case', async () => {
  const again = { caseId, subjectKind: 'quantification', terms: {} as never, contractedQuantity: 6967n } as const
  await harness.db.updateTable('events').set({ key: null }).where('type', '=', 'verification.caseSettled').execute()
  await announceSettled(harness, again)
  await harness.settle()
  expect(await harness.ask((ctx) => readCredit(ctx, creditOf(cottage)))).toMatchObject({ circulatingKg: '6967' })
  const { claim_key: claimKey } = await harness.db.selectFrom('issuance_claims').selectAll().executeTakeFirstOrThrow()
  const other = harness.db
    .insertInto('issuance_claims')
    .values({ claim_key: claimKey, case_id: barn, kind: 'issuance', claimed_at: new Date() })
    .execute()
  await expect(other).rejects.toThrow(/issuance_claims_pkey/)
})

test('G7: a fire takes 2,787 kg: 1,229 from the own buffer, 1,558 from the pool; the owner is suspended, the public told', async () => {
  await settleProject(harness, { projectId: barn, owner, netKg: 11_334n, bufferKg: 2_000n })
  const recorded = await reversal({ lostShare: '0.4', poolCreditIds: [creditOf(barn)] })
  expect(recorded).toMatchObject({ state: 'submitted', cancelledKg: '2787' })
  await expect(reversal({ lostKg: '1' })).rejects.toMatchObject({ code: 'REVERSAL_PENDING' })
  await harness.settle()
  expect(await harness.ask((ctx) => readReversal(ctx, recorded.reversalId))).toMatchObject({
    state: 'reversed',
    cancelledKg: '2787',
    fromOwnBufferKg: '1229',
    fromPoolKg: '1558',
    draws: [
      { creditId: creditOf(cottage), kg: '1229' },
      { creditId: creditOf(barn), kg: '1558' },
    ],
  })
  const credit = await harness.ask((ctx) => readCredit(ctx, creditOf(cottage)))
  expect(credit).toMatchObject({
    state: 'suspended',
    suspendedHolders: [owner.wallet],
    bufferKg: '0',
    cancelledKg: '1229',
    circulatingKg: '6967',
    notices: [{ reversalId: recorded.reversalId }],
  })
  expect(credit.notices[0]!.text).toContain('2787 kg')
  expect((await harness.ask((ctx) => reconcile(ctx))).differences).toEqual([])
})

test('why carbon was lost is told to the project, its verifier and those who oversee; everybody else sees figures only', async () => {
  const { reversal_id: reversalId } = await harness.db
    .selectFrom('reversals')
    .select('reversal_id')
    .executeTakeFirstOrThrow()
  const stranger = await createParty(harness, { name: 'Hill Homes', roles: ['landowner'], country: 'LV' })
  const verifier = await createParty(harness, { name: 'Meadow Auditors', roles: ['verifier'], country: 'EE' })
  await harness.db
    .insertInto('oracle_nodes')
    .values({
      node_index: 8, // judged the cottage
      party_id: verifier.partyId,
      name: 'Meadow Auditors',
      programme: 'carbon',
      signer: verifier.wallet.toLowerCase(),
      node_type: 'auditor',
      jurisdiction: 'EE',
      relies_on: '[]',
      reliability_e4: 10_000,
      active: true,
      registered_at: new Date(),
      changed_at: new Date(),
    })
    .execute()
  const seenBy = (actor: TestParty['actor']) => harness.ask((ctx) => readReversal(ctx, reversalId), actor)
  const figures = { cancelledKg: '2787', fromOwnBufferKg: '1229', fromPoolKg: '1558' }
  for (const roles of [['landowner'], ['creditBuyer'], ['verifier']] as const) {
    const shown = await seenBy(harness.as({ partyId: stranger.partyId, roles }))
    expect(shown).toMatchObject({ ...figures, reason: null, evidenceDocumentId: null })
    expect(JSON.stringify(shown)).not.toMatch(`Fire|${evidenceDocumentId}`)
  }
  const whole = { ...figures, reason: 'Fire', evidenceDocumentId }
  for (const actor of [owner.actor, verifier.actor]) expect(await seenBy(actor)).toMatchObject(whole)
  for (const role of ['auditor', 'operator', 'reviewer'] as const) {
    expect(await seenBy(harness.as({ roles: [role] }))).toMatchObject(whole)
  }
})

test('fractions never exceed a kilogram in the carry ledger, and its balance is left minus taken', async () => {
  await settleProject(harness, {
    projectId: cottage,
    owner,
    vintage: 20_261,
    netKg: 100n,
    bufferKg: 10n,
    carryInKg: '0.62',
    carryKg: '0.02',
  })
  expect(await harness.ask((ctx) => readCredit(ctx, creditOf(cottage)))).toMatchObject({ carryKg: '0.02' })
  const whole = harness.db
    .updateTable('carbon_carries')
    .set({ left_kg: '1' })
    .where('project_id', '=', cottage)
    .execute()
  await expect(whole).rejects.toThrow(/left_kg/)
})

test('a committee that finds less leaves no fraction to carry', async () => {
  const shed = '0197f3a2-6c1b-7d34-9a51-3f0c2b7e4d14'
  const amounts = { netKg: 100n, bufferKg: 20n, carryKg: '0.3', foundKg: 50n }
  const found = await settleProject(harness, { projectId: shed, owner, ...amounts })
  const issued = { netKg: '50', bufferKg: '10', carryKg: '0' }
  expect(await harness.ask((ctx) => readIssuance(ctx, found))).toMatchObject(issued)
  expect(await harness.ask((ctx) => readCredit(ctx, creditOf(shed)))).toMatchObject({ issuedKg: '50', carryKg: '0' })
})

test('what a stranger issues before we know that the case has settled has all its consequences', async () => {
  const hut = '0197f3a2-6c1b-7d34-9a51-3f0c2b7e4d15'
  const id = await settleProject(harness, { projectId: hut, owner, netKg: 100n, bufferKg: 20n, announce: false })
  const { terms } = await harness.ask((ctx) => getCaseTerms(ctx, id))
  const from = '0x00000000000000000000000000000000000000dd'
  const args = [issuanceArgs(terms as StoredIssuanceTerms)]
  await sendFirst(harness, { from, contract: 'CarbonCredit', functionName: 'issue', args })
  await harness.chain.mine(3)
  await harness.settle()
  const told = await harness.db
    .selectFrom('events')
    .select('key')
    .where('type', '=', 'issuance.creditsIssued')
    .execute()
  expect(told.map(({ key }) => key)).toContain(idOf('case', id))
})

test('credits that a holder retires in one batch, past the product, are retired in the register too', async () => {
  const hut = creditOf('0197f3a2-6c1b-7d34-9a51-3f0c2b7e4d15')
  const hash = `0x${'77'.repeat(32)}`
  const args = [`0x${'77'.repeat(31)}00`, [hut, hut], [10n, 5n], hash, hash]
  await sendFirst(harness, { from: owner.wallet, contract: 'CarbonCredit', functionName: 'retireBatch', args })
  await harness.settle()
  expect(await harness.ask((ctx) => readCredit(ctx, hut))).toMatchObject({ retiredKg: '15', circulatingKg: '85' })
  expect((await harness.ask((ctx) => reconcile(ctx))).differences).toEqual([])
})
