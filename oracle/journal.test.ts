import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openJournal, type SignedReport } from './journal.ts'

const caseId = '01950000-0000-7000-8000-000000000001'
const hash = (digit: string) => `0x${digit.repeat(64)}`

function signed(scoreE4: number, round = 1): SignedReport {
  const report = {
    caseId: hash('1'),
    round,
    evidenceRoot: hash('2'),
    termsHash: hash('3'),
    quantity: '10000000',
    scoreE4,
    agrees: true,
    critical: false,
    justificationHash: hash('4'),
  }
  return { caseId, digest: hash('5'), report, signature: `0x${'1b'.repeat(65)}`, justification: { scoreE4 } }
}

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'oracle-journal-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

test('a name that is no uuid or no round never becomes a path', () => {
  const journal = openJournal(folder)
  expect(() => journal.find('../../etc/passwd', 1)).toThrow(TypeError)
  for (const round of [0, -1, 1.5, Number.NaN]) expect(() => journal.find(caseId, round)).toThrow(TypeError)
})

test.each(['', '{', '{}', JSON.stringify({ ...signed(1), signature: '0x' })])(
  'a damaged entry stops the node instead of letting it sign again: %j',
  (content) => {
    writeFileSync(join(folder, `${caseId}.1.json`), content)
    const journal = openJournal(folder)
    expect(() => journal.find(caseId, 1)).toThrowError(expect.objectContaining({ code: 'ORACLE_JOURNAL_CORRUPT' }))
    expect(() => journal.keep(signed(2))).toThrowError(expect.objectContaining({ code: 'ORACLE_JOURNAL_CORRUPT' }))
  },
)

test('the first report of a round stands, also against another process with the same folder', () => {
  const one = openJournal(folder)
  const other = openJournal(folder)
  expect(one.find(caseId, 1)).toBeNull()
  expect(one.keep(signed(940_625))).toEqual(signed(940_625))
  expect(other.keep(signed(1))).toEqual(signed(940_625))
  expect(openJournal(folder).find(caseId, 1)).toEqual(signed(940_625))
  expect(other.keep(signed(2, 2))).toEqual(signed(2, 2))
})

test('what a crash left half written is no entry and is cleared away', () => {
  writeFileSync(join(folder, `${caseId}.1.json.abc.draft`), '{"caseId"')
  const journal = openJournal(folder)
  expect(readdirSync(folder)).toEqual([])
  expect(journal.find(caseId, 1)).toBeNull()
})

test('the first refusal of a round is noted and stays, and a report may follow it', () => {
  const journal = openJournal(folder)
  journal.refuse(caseId, 1, { code: 'ORACLE_DOSSIER_REFUSED', check: 'evidenceRoot' })
  journal.refuse(caseId, 1, { code: 'ORACLE_DOSSIER_REFUSED', check: 'another' })
  expect(JSON.parse(readFileSync(join(folder, `${caseId}.1.refused`), 'utf8'))).toMatchObject({
    caseId,
    round: 1,
    check: 'evidenceRoot',
  })
  expect(journal.find(caseId, 1)).toBeNull()
  expect(journal.keep(signed(1))).toMatchObject({ report: { scoreE4: 1 } })
})
