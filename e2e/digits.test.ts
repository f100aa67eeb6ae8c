/** The rulebook gives the same digits in Node and in a browser: one text of many results, compared as a whole. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { chromium } from 'playwright-core'
import { rolldown } from 'rolldown'
import { expect, test } from 'vitest'
import { digits } from '../domain/test/digits.ts'
import { samples } from '../domain/test/methodologyInputs.ts'

/** A browser is no npm package; Debian's `chromium` or a path in ASSAY_CHROMIUM will do. */
const executablePath = [process.env.ASSAY_CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser'].find(
  (path) => path !== undefined && existsSync(path),
)

async function bundleForBrowser(): Promise<string> {
  const build = await rolldown({ input: join(import.meta.dirname, '../domain/test/digits.ts'), platform: 'browser' })
  const { output } = await build.generate({ format: 'iife', name: 'rulebook' })
  await build.close()
  return output[0].code
}

test.skipIf(executablePath === undefined)('hundreds of results are equal digit by digit', async () => {
  const browser = await chromium.launch({ executablePath: executablePath!, args: ['--no-sandbox'] })
  try {
    const page = await browser.newPage()
    await page.addScriptTag({ content: await bundleForBrowser() })
    for (const seed of ['1', '20260101']) {
      const there = await page.evaluate(
        (text) =>
          (globalThis as unknown as { rulebook: { digits(seed: bigint): string } }).rulebook.digits(BigInt(text)),
        seed,
      )
      const here = digits(BigInt(seed))
      expect(there.split('\n').length).toBe(9 * 50 + samples.length + 1)
      expect(there).toBe(here)
    }
    expect(digits(1n)).not.toBe(digits(2n))
  } finally {
    await browser.close()
  }
})
