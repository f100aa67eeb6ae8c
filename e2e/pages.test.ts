/** Every page for people, looked at in a real browser: by axe-core, at the width of a desk and of a phone, light and dark, by keyboard. */
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import type { Bundle } from '@assay/protocol/bundle.ts'
import { idOf } from '@assay/protocol/ids.ts'
import axe from 'axe-core'
import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { settleProject } from '../server/modules/issuance/fixtures.ts'
import { creditIdOf } from '../server/modules/issuance/index.ts'
import { createParty } from '../server/modules/ledger/fixtures.ts'
import { retireCredits } from '../server/modules/retirement/retireCredits.ts'
import { modules } from '../server/modules.ts'
import { createHarness, type Harness } from '../server/test/harness.ts'
import { type HttpHarness, startHttp } from '../server/test/http.ts'
import { issuanceBundle } from '../verifier/test/issuanceBundle.ts'
import { retirementBundle } from '../verifier/test/retirementBundle.ts'

/** A browser is no npm package; Debian's `chromium` or a path in ASSAY_CHROMIUM will do. */
const executablePath = [
  process.env.ASSAY_CHROMIUM,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
].find((path) => path !== undefined && existsSync(path))

/** What the package behind /docs does; not ours to mend. */
const known = ['heading-order', 'region']

const widths = [
  ['a desk', { width: 1280, height: 900 }, false, 'light'],
  ['a desk in the dark', { width: 1280, height: 900 }, false, 'dark'],
  ['a phone', { width: 360, height: 740 }, true, 'light'],
] as const
const pages = [
  ['start', () => '/', 200],
  ['a retirement', () => `/retirements/${retirementId}`, 200],
  ['the proof of a retirement', () => `/retirements/${retirementId}/proof`, 200],
  ['the proof of an issuance', () => `/bundles/${issuanceBundleId}`, 200],
  ['a proof under way', () => `/cases/${caseUnderWay}`, 200],
  ['an unknown proof', () => `/bundles/${'f'.repeat(64)}`, 404],
  ['an unknown case', () => `/cases/${'0'.repeat(8)}-0000-7000-8000-${'0'.repeat(12)}`, 404],
  ['an unknown retirement', () => '/retirements/0197f3a2-6c1b-7d34-9a51-3f0c2b7e4d10', 404],
  ['nothing', () => '/nothing', 404],
  ['errors', () => '/problems', 200],
  ['documentation', () => '/docs/', 200],
] as const

let harness: Harness
let http: HttpHarness
let browser: Browser
let retirementId: string
const issuanceBundleId = 'b'.repeat(64)
const caseUnderWay = '0197f3a2-6c1b-7d34-9a51-3f0c2b7e4d52'

describe.skipIf(executablePath === undefined)('in a browser', () => {
  beforeAll(async () => {
    // What verification would do with a case is done by the fixture.
    harness = await createHarness({ modules: modules.filter(({ name }) => name !== 'verification') })
    http = await startHttp(harness, { requestsPerMinute: 100_000 })
    const projectId = '0197f3a2-6c1b-7d34-9a51-3f0c2b7e4d51'
    const owner = await createParty(harness, { name: 'Meadow Homes', roles: ['landowner'] })
    const caseId = await settleProject(harness, { projectId, owner, netKg: 6967n, bufferKg: 1229n, carryKg: '0.62' })
    const creditId = creditIdOf(idOf('project', projectId), 20_253).toString()
    const retired = await harness.run((ctx) =>
      retireCredits(ctx, {
        partyId: owner.partyId,
        body: { creditId, kg: '1500', beneficiary: 'Rīta maize', purpose: 'Deliveries', publicConsent: true },
      }),
    )
    retirementId = retired.retirementId
    await harness.settle()
    await storeProofs(caseId)
    browser = await chromium.launch({ executablePath: executablePath!, args: ['--no-sandbox'] })
  })
  afterAll(async () => {
    await browser?.close()
    await http?.close()
    await harness?.close()
  })

  const looks = pages.flatMap(([name, path, status]) =>
    widths.map(([where, viewport, isMobile, colorScheme]) => ({
      name: `${name} on ${where}`,
      ...{ path, status, viewport, isMobile, colorScheme },
    })),
  )
  test.each(looks)('$name: nobody is kept out and nothing sticks out', async ({ path, status, ...look }) => {
    const context = await browser.newContext({ ...look, locale: 'de-DE' })
    const page = await context.newPage()
    const blocked: string[] = []
    page.on('console', (message) => {
      if (message.text().includes('Content Security Policy')) blocked.push(message.text())
    })
    const response = await page.goto(http.url + path(), { timeout: 60_000 })
    await page
      .locator(path().startsWith('/docs') ? '.opblock-tag' : 'h1')
      .first()
      .waitFor({ timeout: 60_000 })
    expect(response?.status()).toBe(status)
    expect(await findings(page)).toEqual([])
    expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0)
    expect(blocked).toEqual([])
    await context.close()
  })

  test('in the documentation one signs in and tries an operation', async () => {
    const { clientId, clientSecret } = await http.grant()
    const page = await browser.newPage()
    await page.goto(`${http.url}/docs`)
    await page.locator('button.authorize').click()
    const dialog = page.locator('.dialog-ux')
    await dialog.locator('#client_id_clientCredentials').fill(clientId)
    await dialog.locator('#client_secret_clientCredentials').fill(clientSecret)
    await dialog.locator('button.authorize').click()
    await dialog.locator('button', { hasText: 'Logout' }).waitFor()
    await dialog.locator('button.btn-done').click()
    await page.locator('#operations-tag-governance').click()
    const operation = page.locator('#operations-governance-listParameters')
    await operation.locator('.opblock-summary-control').click()
    await operation.locator('button.execute').click()
    const status = operation.locator('.live-responses-table tbody .response-col_status').first()
    await status.waitFor()
    expect((await status.textContent())?.trim()).toBe('200')
    await page.close()
  })

  test('a shortened hash is opened by keyboard, and one click on it selects it whole for copying', async () => {
    const page = await browser.newPage()
    await page.goto(`${http.url}/bundles/${issuanceBundleId}`)
    const summary = page.locator('summary', { hasText: '0x' }).first()
    const whole = page.locator('.whole').first()
    expect(await whole.isVisible()).toBe(false)
    await summary.focus()
    await page.keyboard.press('Enter')
    expect(await whole.textContent()).toMatch(/^0x[0-9a-f]{40}$/)
    await whole.click()
    expect(await page.evaluate('getSelection().toString()')).toBe(await whole.textContent())
    await page.close()
  })

  test('the public copy is saved as the file that the command of the page names', async () => {
    const page = await browser.newPage()
    await page.goto(`${http.url}/bundles/${issuanceBundleId}`)
    const saved = page.waitForEvent('download')
    await page.locator('a[download]').click()
    const file = await saved
    expect(await page.locator('pre').textContent()).toContain(`npm run -s verify -- ${file.suggestedFilename()}`)
    expect(JSON.parse(await readFile(await file.path(), 'utf8'))).toMatchObject({ bundleId: expect.any(String) })
    await page.close()
  })

  test('every link of the start page is reached by keyboard, in reading order', async () => {
    const page = await browser.newPage()
    await page.goto(`${http.url}/`)
    const links = (await page.evaluate('[...document.querySelectorAll("a")].map((link) => link.href)')) as string[]
    expect(links.length).toBeGreaterThan(5)
    const reached: unknown[] = []
    for (const _ of links) {
      await page.keyboard.press('Tab')
      reached.push(await page.evaluate('document.activeElement.href'))
    }
    expect(reached).toEqual(links)
    await page.close()
  })
})

/** What would be assembled had verification decided: genuine bundles of the same kinds, stored as those of these subjects. */
async function storeProofs(caseId: string): Promise<void> {
  const now = new Date()
  const store = async (kind: Bundle['kind'], subjectId: string, bundle: { id: string; of: Bundle } | null) => {
    await harness.db
      .insertInto('bundle_requests')
      .values({
        ...{ subject_kind: kind, subject_id: subjectId, on_chain_id: idOf('case', subjectId), requested_at: now },
        ...{ block_number: 1, log_index: 0, transaction_hash: `0x${'0'.repeat(64)}` },
      })
      .onConflict((on) => on.doNothing())
      .execute()
    if (bundle === null) return
    const content = JSON.stringify({ bundle: bundle.of, bundleId: bundle.id })
    const of = { bundle_id: bundle.id, subject_kind: kind, subject_id: subjectId }
    await harness.db
      .insertInto('bundles')
      .values({ ...of, owner_party_ids: [], content, assembled_at: now })
      .execute()
  }
  await store('issuance', caseId, { id: issuanceBundleId, of: await issuanceBundle() })
  await store('retirement', retirementId, { id: 'a'.repeat(64), of: await retirementBundle() })
  await store('allocation', caseUnderWay, null)
}

async function findings(page: Page): Promise<string[]> {
  await page.evaluate(axe.source)
  const violations = (await page.evaluate('axe.run().then(({ violations }) => violations)')) as {
    id: string
    nodes: { html: string }[]
  }[]
  const ours = page.url().includes('/docs') ? violations.filter(({ id }) => !known.includes(id)) : violations
  return ours.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' ')}`)
}
