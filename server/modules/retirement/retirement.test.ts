import { idOf } from '@assay/protocol/ids.ts'
import { retirementHashes } from '@assay/protocol/retirementHashes.ts'
import { PDFDocument } from 'pdf-lib'
import type { Hex } from 'viem'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { formatInstant } from '../../pages/locale.ts'
import { createHarness } from '../../test/harness.ts'
import { governance } from '../governance/index.ts'
import { settleProject } from '../issuance/fixtures.ts'
import { creditIdOf, issuance, readCredit } from '../issuance/index.ts'
import { createParty, type TestParty } from '../ledger/fixtures.ts'
import { availableOf, creditAsset, ledger, reconcile } from '../ledger/index.ts'
import { parties } from '../parties/index.ts'
import { createListing } from '../trading/createListing.ts'
import { trading } from '../trading/index.ts'
import { describeRetirement } from './describeRetirement.ts'
import { retirement } from './index.ts'
import { readRetirement } from './readRetirement.ts'
import { renderCertificate } from './renderCertificate.ts'
import { renderPage } from './renderPage.ts'
import { retireCredits } from './retireCredits.ts'

const harness = await createHarness({
  modules: [parties, governance, ledger, issuance, trading, retirement],
  config: { publicUrl: 'https://registry.example' },
})
afterAll(() => harness.close())

const project = '0197f3a2-6c1b-7d34-9a51-3f0c2b7e4d31'
const creditId = creditIdOf(idOf('project', project), 20_253)
let owner: TestParty
beforeAll(async () => {
  owner = await createParty(harness, { name: 'Meadow Homes', roles: ['landowner'], country: 'LV' })
  await settleProject(harness, { projectId: project, owner, netKg: 6967n, bufferKg: 1229n })
})

const retire = (body: object = {}) =>
  harness.run((ctx) =>
    retireCredits(ctx, {
      partyId: owner.partyId,
      body: {
        creditId: creditId.toString(),
        kg: '500',
        beneficiary: 'Maiznīca "Rīts" & <Sons>',
        purpose: 'Delivery mileage of 2025',
        publicConsent: false,
        ...body,
      },
    }),
  )
const read = (id: string) => harness.ask((ctx) => readRetirement(ctx, id))
const describe = (retirementId: string, of: { withNames: boolean; finalOnly: boolean; locale?: string }) =>
  harness.ask((ctx) => describeRetirement(ctx, { retirementId, locale: 'en-GB', ...of }))
const page = async (retirementId: string, locale = 'en-GB') =>
  renderPage(await describe(retirementId, { withNames: false, finalOnly: false, locale }))

test('retiring is refused for an unknown credit, too much, and somebody without a wallet', async () => {
  await expect(retire({ creditId: '1' })).rejects.toMatchObject({ code: 'RETIREMENT_NOT_COVERED' })
  await expect(retire({ kg: '6968' })).rejects.toMatchObject({
    code: 'RETIREMENT_NOT_COVERED',
    details: { freeKg: '6967' },
  })
  const nobody = harness.run((ctx) =>
    retireCredits(ctx, {
      partyId: '0197f3a2-6c1b-7d34-9a51-3f0c2b7e4d39',
      body: { creditId: '1', kg: '1', beneficiary: 'x', purpose: 'x', publicConsent: false },
    }),
  )
  await expect(nobody).rejects.toMatchObject({ code: 'RETIREMENT_WALLET_MISSING' })
  await expect(read(project)).rejects.toMatchObject({ code: 'RETIREMENT_NOT_FOUND' })
})

test('G6: 500 kg are retired; 6,467 kg circulate and can be retired after it', async () => {
  const asked = await retire()
  expect(asked).toMatchObject({
    state: 'submitted',
    publicUrl: `https://registry.example/retirements/${asked.retirementId}`,
  })
  const early = describe(asked.retirementId, { withNames: true, finalOnly: true })
  await expect(early).rejects.toMatchObject({ code: 'RETIREMENT_NOT_FINAL' })
  expect(await page(asked.retirementId)).toContain('Retirement under way')
  await harness.settle()
  expect(await read(asked.retirementId)).toMatchObject({
    state: 'retired',
    kg: '500',
    serialFirst: '1',
    serialLast: '500',
  })
  expect(await harness.ask((ctx) => readCredit(ctx, creditId.toString()))).toMatchObject({
    state: 'active',
    retiredKg: '500',
    circulatingKg: '6467',
  })
  const second = await retire({ kg: '1' })
  await harness.settle()
  expect(await read(second.retirementId)).toMatchObject({ state: 'retired', serialFirst: '501', serialLast: '501' })
  expect((await harness.ask((ctx) => reconcile(ctx))).differences).toEqual([])
})

test('a page shows quantities and instants as its reader is used to, and the instant to machines', async () => {
  const { retirementId } = await retire({ kg: '1000' })
  await harness.settle()
  const { retiredAt } = await read(retirementId)
  const instant = `<time datetime="${retiredAt}" lang="de" dir="auto">${formatInstant('de', new Date(retiredAt!))}</time>`
  expect(await page(retirementId, 'de')).toContain(instant)
  expect(await page(retirementId, 'de')).toMatch(
    /<p class="quantity"><span lang="de" dir="auto">1\.000.kg CO₂e<\/span><\/p>/,
  )
  expect(await page(retirementId)).toMatch(/1,000.kg CO₂e/)
  // Raw instants stand in attributes only.
  expect((await page(retirementId)).replaceAll(/datetime="[^"]*"/g, '')).not.toContain('Z<')
})

test('the same retirement id is one retirement, whatever is sent at the same time; other content is refused', async () => {
  const retirementId = await harness.run(async (ctx) => ctx.newId())
  const before = await harness.ask((ctx) => availableOf(ctx, owner.wallet, creditAsset(creditId)))
  const sent = await Promise.all([1, 2, 3].map(() => retire({ retirementId, kg: '10' })))
  expect(new Set(sent.map((one) => one.beneficiaryHash)).size).toBe(1)
  await harness.settle()
  await retire({ retirementId, kg: '10' })
  await harness.settle()
  expect(await harness.ask((ctx) => availableOf(ctx, owner.wallet, creditAsset(creditId)))).toBe(before - 10n)
  await expect(retire({ retirementId, kg: '11' })).rejects.toMatchObject({ code: 'RETIREMENT_EXISTS' })
})

test('an id that a stranger saw and used first is no retirement: nothing is said to be retired, and nothing is', async () => {
  const retirementId = await harness.run(async (ctx) => ctx.newId())
  const id = idOf('retirement', retirementId)
  const stranger = await createParty(harness, { name: 'Stranger', roles: ['landowner'], country: 'LV' })
  const other = '0197f3a2-6c1b-7d34-9a51-3f0c2b7e4d77'
  await settleProject(harness, { projectId: other, owner: stranger, netKg: 10n, bufferKg: 1n })
  const nothing = `0x${'0'.repeat(64)}` as const
  const args = [id, creditIdOf(idOf('project', other), 20_253), 1n, nothing, nothing] as const
  const burn = { from: stranger.wallet, contract: 'CarbonCredit', functionName: 'retire', args, subject: 'stranger/1' }
  await harness.run((ctx) => ctx.intend(burn as never))
  await harness.settle()
  const before = await harness.ask((ctx) => availableOf(ctx, owner.wallet, creditAsset(creditId)))
  await retire({ retirementId, kg: '3' })
  await harness.settle()
  const failed = await read(retirementId)
  expect(failed).toMatchObject({ state: 'failed', transactionHash: null, serialFirst: null })
  expect(failed.failure).toContain('AlreadyRetired')
  await expect(describe(retirementId, { withNames: true, finalOnly: true })).rejects.toMatchObject({
    code: 'RETIREMENT_NOT_FINAL',
  })
  expect(await harness.ask((ctx) => availableOf(ctx, owner.wallet, creditAsset(creditId)))).toBe(before)
})

test('of two retirements that together exceed the balance one is refused; what is offered is not free', async () => {
  const both = await Promise.allSettled([retire({ kg: '4000' }), retire({ kg: '4000' })])
  expect(both.filter((result) => result.status === 'rejected')).toMatchObject([
    { reason: { code: 'RETIREMENT_NOT_COVERED' } },
  ])
  const expiresAt = new Date(harness.clock.now().getTime() + 86_400_000).toISOString()
  const offer = (kg: string) =>
    harness.run((ctx) =>
      createListing(ctx, {
        partyId: owner.partyId,
        body: { creditId: creditId.toString(), kg, pricePtPerKg: '1', expiresAt },
      }),
    )
  // What is being retired is not to be offered either, before and after the chain shows it.
  await expect(offer('1457')).rejects.toMatchObject({ code: 'CREDITS_NOT_ENOUGH', details: { freeKg: '1456' } })
  await harness.settle()
  await expect(offer('1457')).rejects.toMatchObject({ code: 'CREDITS_NOT_ENOUGH', details: { freeKg: '1456' } })
  await offer('1400')
  await expect(retire({ kg: '57' })).rejects.toMatchObject({ details: { freeKg: '56' } })
  await harness.settle()
  await expect(retire({ kg: '57' })).rejects.toMatchObject({ details: { freeKg: '56' } })
})

test('names are in public only by consent; commitments fit the texts; hostile text stays text', async () => {
  const secret = await retire({ kg: '1' })
  const open = await retire({ kg: '1', publicConsent: true })
  await harness.settle()
  const [hidden, shown] = [await page(secret.retirementId), await page(open.retirementId)]
  expect(hidden).not.toContain('Maiznīca')
  expect(hidden).not.toContain('mileage')
  expect(hidden).not.toContain(secret.salt)
  expect(shown).toContain('Maiznīca &#34;Rīts&#34; &#38; &#60;Sons&#62;')
  for (const html of [hidden, shown]) {
    expect(html).toMatch(/^<!doctype html>\n<html lang="en">/)
    expect(html).toContain('name="viewport" content="width=device-width, initial-scale=1"')
    expect(html).not.toMatch(/<script|<Sons>|https?:\/\/|onclick/)
  }
  const of = await read(open.retirementId)
  expect(of).toMatchObject(retirementHashes({ ...of, salt: of.salt as Hex }))
  expect((await read(secret.retirementId)).beneficiaryHash).not.toBe(of.beneficiaryHash)
})

test('a retirement that the chain refused does not look like one under way', async () => {
  const { retirementId } = await retire({ kg: '1' })
  await harness.db
    .updateTable('retirements')
    .set({ failure: 'Suspended' })
    .where('retirement_id', '=', retirementId)
    .execute()
  expect(await page(retirementId)).toContain('No unit was burned.')
  await harness.settle()
})

test('a batch that a holder retires itself, past this API, is indexed item by item and leaves the ledger whole', async () => {
  const first = '0x5ba7c4000000000000000000000000000000000000000000000000000000fe00'
  const [{ rows: before }, hash] = [await retiredRows(), idOf('party', owner.partyId)]
  await harness.run((ctx) =>
    ctx.intend({
      from: owner.wallet,
      contract: 'CarbonCredit',
      functionName: 'retireBatch',
      args: [first, [creditId, creditId, creditId], [3n, 4n, 5n], hash, hash],
      subject: 'test',
    }),
  )
  await harness.settle()
  const { rows } = await retiredRows()
  const items = rows.slice(before.length)
  expect(items.map(({ on_chain_id, kg }) => [on_chain_id, kg])).toEqual([
    [first, '3'],
    [first.replace(/00$/, '01'), '4'],
    [first.replace(/00$/, '02'), '5'],
  ])
  expect(BigInt(items[2]!.serial_last) - BigInt(items[0]!.serial_first)).toBe(11n)
  expect((await harness.ask((ctx) => reconcile(ctx))).differences).toEqual([])
})

const retiredRows = () =>
  harness.machine.pool.query<{ on_chain_id: string; kg: string; serial_first: string; serial_last: string }>(
    'select on_chain_id, kg, serial_first, serial_last from retirements_on_chain order by serial_first',
  )

test('the certificate is a PDF that says what it certifies, loses no text however long, and is the same each time', async () => {
  const { retirementId } = await retire({ kg: '1', purpose: 'Ceļš '.repeat(90).trim() })
  await harness.settle()
  const of = await describe(retirementId, { withNames: true, finalOnly: true })
  const make = () => renderCertificate(of)
  const bytes = await make()
  expect(Buffer.from(bytes.slice(0, 5)).toString()).toBe('%PDF-')
  const document = await PDFDocument.load(bytes)
  expect(document.getPageCount()).toBe(1)
  expect(document.getTitle()).toMatch(/^Certificate of retirement: 1.kg CO₂e$/)
  expect(document.getSubject()).toBe(`Retirement ${retirementId}`)
  expect((await make()).length).toBe(bytes.length)
  const long = of.facts.map((fact) => ({ ...fact, value: 'W'.repeat(500) }))
  const pages = await PDFDocument.load(await renderCertificate({ ...of, facts: long }))
  expect(pages.getPageCount()).toBe(3)
})
