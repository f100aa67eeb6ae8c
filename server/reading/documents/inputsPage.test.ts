import { readFileSync } from 'node:fs'
import { landClasses, tenures } from '@assay/domain/assetClasses.ts'
import { expect, test } from 'vitest'
import { featuresMost, parcelFileLimitBytes } from '../../modules/assets/registerParcelBatch.ts'
import { problemTable } from '../problems.ts'
import { csvFormats, formatRoles, shippedProfiles } from './columnProfiles.ts'
import { formatNames, formats } from './formats.ts'

const page = readFileSync(new URL('../../../docs/reference/inputs.md', import.meta.url), 'utf8')
const rowsOf = (pattern: RegExp) => page.split('\n').filter((line) => pattern.test(line))

test('the page lists every code with its message and remedy, and no other', () => {
  const rows = rowsOf(/^\| `[A-Z0-9_]+` \|/)
  const declared = [...problemTable()].map(([code, { message, remedy }]) => `| \`${code}\` | ${message} | ${remedy} |`)
  expect(rows.toSorted()).toEqual(declared.toSorted())
})

test('the page lists every format with its limit and media type, and no other', () => {
  const rows = rowsOf(/^\| `[a-z0-9.-]+` \|.*\| (application|text)\//)
  const size = (bytes: number) => (bytes < 1024 * 1024 ? `${bytes / 1024} KiB` : `${bytes / 1024 / 1024} MiB`)
  const listed = rows.map((row) => {
    const cells = row.split('|').map((cell) => cell.trim().replaceAll('`', ''))
    return [cells[1], cells[3], cells[4]].join(' ')
  })
  expect(listed).toEqual(
    formatNames.map((name) => `${name} ${formats[name].mediaTypes.join(' ')} ${size(formats[name].limitBytes)}`),
  )
})

test('the page lists the roles of every CSV format, the shipped profiles, the words and limits of land', () => {
  for (const format of csvFormats) {
    const { required, optional } = formatRoles[format]
    expect(page).toContain(
      `| \`${format}\` | ${required.join(', ')} | ${optional.length === 0 ? '' : `${optional.join(', ')} `}|`,
    )
  }
  for (const { name } of shippedProfiles) expect(page).toContain(`\`${name}\``)
  const words = page.replaceAll(/\s+/g, ' ')
  expect(words).toContain(`Land classes: ${landClasses.join(', ')}.`)
  expect(words).toContain(`Tenures: ${tenures.join(', ')}.`)
  expect(words).toContain(
    `at most ${featuresMost.toLocaleString('en')} features and ${parcelFileLimitBytes / 1024 / 1024} MiB`,
  )
})
