/** Money and credits through the API, as clients see them: answers fit their schemas, keys repeat answers, owners see their own. */
import type { Role } from '@assay/domain/roles.ts'
import { scopes } from '@assay/domain/roles.ts'
import { idOf } from '@assay/protocol/ids.ts'
import { PDFDocument } from 'pdf-lib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { modules } from '../../modules.ts'
import { createHarness } from '../../test/harness.ts'
import { startHttp } from '../../test/http.ts'
import { settleCase, settleProject } from '../issuance/fixtures.ts'
import { creditIdOf } from '../issuance/index.ts'
import { createParty, mintPt, type TestParty } from '../ledger/fixtures.ts'
import { createClient } from '../parties/index.ts'
import { createTrade, createTradeParties, type TradeParties } from '../settlement/fixtures.ts'

// What verification would do with a case is done by the fixture.
const harness = await createHarness({ modules: modules.filter(({ name }) => name !== 'verification') })
const http = await startHttp(harness, { requestsPerMinute: 10_000 })
afterAll(async () => {
  await http.close()
  await harness.close()
})

const project = '0197f3a2-6c1b-7d34-9a51-3f0c2b7e4d51'
const creditId = creditIdOf(idOf('project', project), 20_253).toString()
let owner: Client
let buyer: Client
let operator: Client
let caseId: string
let treasury: Client
let traders: TradeParties

interface Client extends TestParty {
  readonly token: string
}

async function withToken(party: TestParty): Promise<Client> {
  const client = await harness.run((ctx) => createClient(ctx, { partyId: party.partyId, name: 'desk', scopes }))
  return { ...party, token: await http.tokenOf(client) }
}

async function join(name: string, roles: readonly Role[], pt?: string): Promise<Client> {
  return withToken(await createParty(harness, { name, roles, pt }))
}

beforeAll(async () => {
  owner = await join('Meadow Homes', ['landowner'])
  buyer = await join('Bright Bakery', ['creditBuyer'], '1000')
  const { partyId, token } = await http.grant({ roles: ['operator', 'reviewer', 'auditor'] })
  operator = { partyId, token, wallet: '0x', actor: harness.as({ partyId }) }
  const issuer = await http.grant({ roles: ['treasury'] })
  treasury = { ...issuer, wallet: '0x', actor: harness.as({ partyId: issuer.partyId }) }
  caseId = await settleProject(harness, { projectId: project, owner, netKg: 6967n, bufferKg: 1229n, carryKg: '0.62' })
  traders = await createTradeParties(harness, 'Api')
}, 120_000)

const api = (method: string, path: string, of: Client | null, body?: unknown, key?: string) =>
  http.call(method, `/api/v1${path}`, { token: of?.token ?? null, body, ...(key ? { key } : {}) })

test('malformed requests are refused before anything happens', async () => {
  const offer = { creditId, kg: '10', pricePtPerKg: '1', expiresAt: '2026-12-01T00:00:00Z' }
  for (const wrong of [
    { kg: '0' },
    { kg: '1.5' },
    { kg: -1 },
    { pricePtPerKg: '1e3' },
    { extra: 1 },
    { expiresAt: 'soon' },
  ]) {
    const { status, json } = await api('POST', '/listings', owner, { ...offer, ...wrong })
    expect([status, json.code], JSON.stringify(wrong)).toEqual([400, 'REQUEST_INVALID'])
  }
  expect((await api('POST', '/listings', null, offer)).status).toBe(401)
  expect((await api('GET', '/listings', owner)).json).toEqual({ items: [], nextCursor: null })
})

test('credits are listed, bought, retired and certified; the same key gives the same answer', async () => {
  expect((await api('GET', `/issuances/${caseId}`, owner)).json).toMatchObject({ creditId, carryKg: '0.62' })
  const expiresAt = new Date(harness.clock.now().getTime() + 86_400_000).toISOString()
  const offer = { creditId, kg: '2000', pricePtPerKg: '0.1105', expiresAt }
  const listed = await api('POST', '/listings', owner, offer, 'listing-1')
  expect(listed.status).toBe(202)
  expect((await api('POST', '/listings', owner, offer, 'listing-1')).json).toEqual(listed.json)
  await harness.settle()
  const { listingId } = listed.json
  const bought = await api('POST', `/listings/${listingId}/purchases`, buyer, { kg: '2000' })
  expect(bought.status).toBe(202)
  await harness.settle()
  expect((await api('GET', `/purchases/${bought.json.purchaseId}`, buyer)).json).toMatchObject({
    state: 'settled',
    paidPt: '221',
  })
  expect((await api('GET', `/listings/${listingId}`, buyer)).json).toMatchObject({ state: 'sold' })
  expect((await api('DELETE', `/listings/${listingId}`, buyer)).status).toBeGreaterThanOrEqual(403)

  const asked = { creditId, kg: '500', beneficiary: 'Rīta maize', purpose: 'Deliveries', publicConsent: false }
  const retired = await api('POST', '/retirements', buyer, asked, 'retirement-1')
  expect([retired.status, retired.json.code]).toEqual([202, undefined])
  expect((await api('POST', '/retirements', buyer, asked, 'retirement-1')).json).toEqual(retired.json)
  const { retirementId } = retired.json
  const path = `/retirements/${retirementId}`
  expect((await api('GET', `${path}/certificate`, buyer)).json).toMatchObject({ code: 'RETIREMENT_NOT_FINAL' })
  await harness.settle()
  expect((await api('GET', path, buyer)).json).toMatchObject({ state: 'retired', beneficiary: 'Rīta maize' })
  expect((await api('GET', path, owner)).status).toBe(404)
  expect((await api('GET', `${path}/certificate`, owner)).status).toBe(404)
  const response = await fetch(`${http.url}/api/v1${path}/certificate`, {
    headers: { authorization: `Bearer ${buyer.token}` },
  })
  expect(response.headers.get('content-type')).toBe('application/pdf')
  expect((await PDFDocument.load(await response.arrayBuffer())).getPageCount()).toBe(1)
  const page = await http.call('GET', path, { token: null })
  expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8'])
  expect(page.text).toMatch(/500.kg CO₂e/)
  const german = await http.call('GET', path, { headers: { 'accept-language': 'qaa, de-CH;q=0.9, en;q=0.8' } })
  expect(german.text).toContain('<span lang="de-CH" dir="auto">')
  expect(german.headers.get('vary')).toContain('accept-language')
  expect(page.text).not.toContain('maize')
  const misspelt = await http.call('GET', `${path}x`, { token: null, headers: { accept: 'text/html' } })
  expect([misspelt.status, misspelt.headers.get('content-type')]).toEqual([400, 'text/html; charset=utf-8'])
  expect(misspelt.text).toContain('<li><code>/retirementId</code> must match format')
  expect((await api('GET', `/credits/${creditId}`, null)).json).toMatchObject({
    circulatingKg: '6467',
    retiredKg: '500',
  })
})

test('a trade is funded, released, allocated and converted', async () => {
  const seller = await withToken(traders.seller)
  const payer = await withToken(traders.buyer)
  const sovereign = await withToken(traders.sovereign)
  const { tradeId, terms, contractedQuantity } = await createTrade(harness, traders, 'API-1')
  expect((await api('POST', `/trades/${tradeId}/funding`, seller, {})).status).toBeGreaterThanOrEqual(403)
  const funded = await api('POST', `/trades/${tradeId}/funding`, payer, {})
  expect([funded.status, funded.json.tradeFeePt]).toEqual([202, '3735'])
  await harness.settle()
  expect((await api('POST', `/trades/${tradeId}/refund`, payer)).json).toMatchObject({ code: 'ESCROW_NOT_REFUNDABLE' })
  const parties = [payer.partyId, seller.partyId, sovereign.partyId]
  await settleCase(harness, {
    caseId: tradeId,
    subjectKind: 'trade',
    terms,
    contractedQuantity,
    ownerPartyIds: parties,
  })
  await harness.settle()
  expect((await api('GET', `/trades/${tradeId}/escrow`, seller)).json).toMatchObject({
    state: 'released',
    feeBurnedPt: '560.25',
    feeSplitPt: ['1904.85', '952.425', '317.475'],
  })
  expect((await api('GET', `/allocations/${tradeId}`, sovereign)).json).toMatchObject({
    state: 'minted',
    mintedFt: '4786222.5',
    multiplier: '1.914489',
  })
  expect((await api('GET', `/allocations/${tradeId}`, owner)).status).toBeGreaterThanOrEqual(403)
  await mintPt(harness, null, '1000000')
  const converted = await api('POST', '/conversions', sovereign, { amountFt: '1000000' })
  expect(converted.status).toBe(202)
  await harness.settle()
  expect((await api('GET', `/conversions/${converted.json.conversionId}`, sovereign)).json).toMatchObject({
    state: 'settled',
    netPt: '966605',
  })
})

test('balances and journals are shown to their owners; the books agree with the chain', async () => {
  const { items } = (await api('GET', '/balances?asset=PT&kind=available', buyer)).json
  expect(items).toMatchObject([{ owner: buyer.wallet, balance: '779' }])
  const journal = await api('GET', `/accounts/${items[0].accountId}/entries?limit=1`, buyer)
  expect(journal.json).toMatchObject({ items: [{ kind: 'transfer' }], nextCursor: expect.any(String) })
  expect((await api('GET', `/accounts/${items[0].accountId}/entries`, owner)).status).toBe(404)
  expect((await api('GET', `/balances?partyId=${buyer.partyId}`, owner)).status).toBe(404)
  expect((await api('GET', '/reconciliation', operator)).json).toMatchObject({ differences: [] })
  const asked = { to: 'conversionReserve', amountPt: '5', reason: 'reserve' }
  expect((await api('POST', '/emissions', operator, asked)).status).toBe(403)
  const emission = await api('POST', '/emissions', treasury, asked)
  expect(emission.status).toBe(202)
  await harness.settle()
  expect((await api('GET', `/emissions/${emission.json.emissionId}`, operator)).json).toMatchObject({ state: 'minted' })
})
