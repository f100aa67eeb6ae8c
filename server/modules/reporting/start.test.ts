import { expect, test } from 'vitest'
import type { Proven, Start } from './readStart.ts'
import { renderStart } from './renderStart.ts'

const hash = `0x${'ab'.repeat(32)}` as const
const log = (anchor: NonNullable<Start['log']>['anchor']): Start['log'] => ({
  logId: hash,
  treeSize: '12345',
  root: hash,
  madeAt: '2026-11-21T12:00:00.000Z',
  anchor,
})
const proven = (subjectKind: Proven['subjectKind'], amount: string): Proven => ({
  bundleId: 'cd'.repeat(32),
  subjectKind,
  subjectId: '0197f3a2-6c1b-7d34-9a51-3f0c2b7e4d10',
  assembledAt: new Date('2026-11-21T12:00:13.000Z'),
  amount,
})

test('an installation where nothing happened yet says so', () => {
  const page = renderStart({ locale: 'en-GB', latest: [], log: null })
  expect(page).toContain('Nothing yet.')
  expect(page).toContain('nothing is logged')
})

test('a log that was never anchored says so', () => {
  expect(renderStart({ locale: 'en-GB', latest: [], log: log(null) })).toContain(
    'has not been written to the chain yet',
  )
})

test('what was issued and retired is shown with its unit, its proof, and in the conventions of the reader', () => {
  const latest = [proven('allocation', '4786222.5'), proven('issuance', '6967'), proven('retirement', '500')]
  const anchor = {
    treeSize: '12000',
    root: hash,
    transactionHash: hash,
    blockNumber: '7',
    anchoredAt: '2026-11-21T12:00:14.000Z',
  }
  const page = renderStart({ locale: 'de', latest, log: log(anchor) })
  expect(page).toContain('4.786.222,5 FT')
  expect(page).toMatch(/6\.967.kg CO₂e/)
  expect(page).toContain('<a href="/retirements/0197f3a2-6c1b-7d34-9a51-3f0c2b7e4d10">')
  expect(page.match(new RegExp(`<a href="/bundles/${latest[0]!.bundleId}"`, 'g'))).toHaveLength(3)
  expect(page.match(new RegExp(`<a href="/cases/${latest[0]!.subjectId}">`, 'g'))).toHaveLength(2)
  expect(page).toContain('<time datetime="2026-11-21T12:00:13.000Z" lang="de" dir="auto">21. November 2026')
  expect(page).toContain('12.345')
  expect(page).toContain('12.000')
})
