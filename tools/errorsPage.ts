/** The reference page of error codes, from the tables the rooms declare. */

import { glob, readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { type ErrorRow, errorTable } from '@assay/domain/errors.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const rooms = ['domain', 'protocol', 'server', 'oracle', 'verifier', 'sdk', 'tools', 'demo']

/** Loads every file that declares errors, so that the table is complete. */
export async function loadErrorTable(): Promise<ReadonlyMap<string, ErrorRow>> {
  for (const room of rooms) {
    for await (const file of glob(`${room}/**/*.ts`, { cwd: root, exclude: (name) => name === 'node_modules' })) {
      if (file.endsWith('.test.ts') || file.includes('generated/')) continue
      const text = await readFile(`${root}${file}`, 'utf8')
      if (/\bdefineErrors\(\{/.test(text)) await import(`${root}${file}`)
    }
  }
  return errorTable()
}

/** One row per code, in the order of the alphabet. */
export function errorsPage(table: ReadonlyMap<string, ErrorRow>): string {
  const rows = [...table].sort(([a], [b]) => (a < b ? -1 : 1))
  return `# Errors

Every error the product answers or prints on purpose. Codes are stable; a problem (RFC 9457) carries \`code\`, \`title\`, \`status\`,
\`remedy\`, \`retryable\`, \`requestId\` and details of its own. This page is emitted by \`npm run generate\`; a test compares it
with the tables in the code, both ways.

| Code | Status | Meaning | What to do | Again? |
| --- | --- | --- | --- | --- |
${rows.map(([code, row]) => `| \`${code}\` | ${row.status} | ${cell(row.title)} | ${cell(row.remedy)} | ${row.retryable ? 'yes' : 'no'} |`).join('\n')}
`
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ')
}
