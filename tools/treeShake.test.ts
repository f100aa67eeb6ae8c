/** What a page that imports one rule has to load: that rule, its numbers, and nothing of the others. */
import { join } from 'node:path'
import { rolldown } from 'rolldown'
import { expect, test } from 'vitest'

const domain = join(import.meta.dirname, '..', 'domain')

async function bundle(source: string): Promise<string> {
  const entry = '\0entry'
  const build = await rolldown({
    input: entry,
    platform: 'browser',
    plugins: [
      {
        name: 'entry',
        resolveId: (id) => (id === entry ? id : null),
        load: (id) => (id === entry ? source : null),
      },
    ],
    logLevel: 'silent',
  })
  const { output } = await build.generate({ format: 'esm', minify: true })
  await build.close()
  return output.map((chunk) => (chunk.type === 'chunk' ? chunk.code : '')).join('\n')
}

const rule = (file: string) => JSON.stringify(join(domain, 'policy', file))

test('a bundle of one rule has its subject and no other', async () => {
  const code = await bundle(`export { trustScore } from ${rule('trust.ts')}`)
  expect(code).toContain('fictra.trust')
  for (const other of ['fictra.staking', 'fictra.governance', 'fictra.oracles', 'fictra.allocation', 'secretTrees.']) {
    expect(code, other).not.toContain(other)
  }
})

test('a bundle of nothing is next to nothing', async () => {
  const code = await bundle(`import { councilSeats } from ${rule('councilSeats.ts')}\nexport const unused = 1`)
  expect(code).not.toContain('fictra.')
  expect(code.length).toBeLessThan(1_000)
})

test('a subject has its own numbers: a conversion loads no discounts, a discount no conversion', async () => {
  const conversion = await bundle(`export { quoteConversion, conversionTerms } from ${rule('conversion.ts')}`)
  expect(conversion).toContain('daily limit of a conversion')
  for (const other of ['Discount by traded volume', 'Base rate, published range'])
    expect(conversion).not.toContain(other)
  const discount = await bundle(`export { bestDiscount } from ${rule('discounts.ts')}`)
  expect(discount).toContain('Discount by traded volume')
  expect(discount).not.toContain('daily limit of a conversion')
})
