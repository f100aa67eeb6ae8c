import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { CaseFile } from '@assay/protocol/caseFile.ts'
import { privateKeyToAccount } from 'viem/accounts'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { answerAssignment } from './answerAssignment.ts'
import { openJournal } from './journal.ts'
import type { Node } from './node.ts'
import { wheatFile } from './test/caseFiles.ts'

let folder: string
let shown: CaseFile
let sent: unknown[]
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'oracle-answer-'))
  shown = wheatFile()
  sent = []
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const opinion = { scoreE4: 940_625, agrees: true, critical: false, justification: 'looked' }
const nodeOf = () =>
  ({
    account: privateKeyToAccount(`0x${'07'.repeat(32)}`),
    journal: openJournal(folder),
    judge: async () => opinion,
    api: { get: async () => shown, post: async (_path: string, body: unknown) => sent.push(body) },
  }) as unknown as Node
const answer = (round = 1) => answerAssignment(nodeOf(), { caseId: shown.caseId, round, nodeIndex: 0, reference: '' })
const refused = (check: string) =>
  expect.objectContaining({ code: 'ORACLE_DOSSIER_REFUSED', details: expect.objectContaining({ check }) })

test('a case file of another round than was assigned is refused', async () => {
  await expect(answer(2)).rejects.toThrowError(refused('assignment'))
  expect([sent, existsSync(join(folder, `${shown.caseId}.2.refused`))]).toEqual([[], true])
})

test.each([
  ['chain', { chainId: 1 }],
  ['contract', { verifyingContract: `0x${'ab'.repeat(20)}` as const }],
])('after the first report none is signed for another %s', async (_name, change) => {
  await answer()
  expect(sent).toHaveLength(1)
  shown = { ...wheatFile(), round: 2, chain: { ...shown.chain, ...change } }
  await expect(answer(2)).rejects.toThrowError(refused('chain'))
  expect(sent).toHaveLength(1)
  expect(readFileSync(join(folder, `${shown.caseId}.2.refused`), 'utf8')).toContain('"check":"chain"')
  shown = { ...wheatFile(), round: 2 }
  await answer(2)
  expect(sent).toHaveLength(2)
})
