import type { Bundle } from '@assay/protocol/bundle.ts'
import { expect, test } from 'vitest'
import { allocationBundle } from './test/allocationBundle.ts'
import { auditLogOf } from './test/auditLog.ts'
import { issuanceBundle } from './test/issuanceBundle.ts'
import { fileOf, retirementBundle } from './test/retirementBundle.ts'
import { verifyBundle } from './verifyBundle.ts'

const bundles: readonly Bundle[] = [await allocationBundle(), await issuanceBundle(), await retirementBundle()]
const idOfSubject = (bundle: Bundle) =>
  bundle.kind === 'retirement' ? bundle.retirement.retirementId : bundle.case.caseId
const failuresOf = async (bundle: Bundle, entries: Bundle['auditLog']['entries']) => {
  const { findings } = await verifyBundle(await fileOf({ ...bundle, auditLog: { ...bundle.auditLog, entries } }))
  return findings.filter(({ outcome }) => outcome === 'failed').map(({ check, says }) => `${check}: ${says}`)
}

for (const bundle of bundles) {
  const { entries } = bundle.auditLog
  const { others } = auditLogOf({ kind: bundle.kind, id: idOfSubject(bundle) })

  test(`${bundle.kind}: entries about another subject are refused, although they stand in the same anchored log`, async () => {
    expect(await failuresOf(bundle, entries)).toEqual([])
    const strange = [expect.stringMatching(new RegExp(`^audit log entries: entry .* is not about ${bundle.kind} `))]
    expect(await failuresOf(bundle, others)).toEqual(strange)
    expect(await failuresOf(bundle, [...entries, others[0]!])).toEqual(strange)
    expect(await failuresOf(bundle, [others[0]!, ...entries.slice(1)])).toEqual(strange)
  })

  test(`${bundle.kind}: no necessary entry can be left out, shown twice or relabelled`, async () => {
    if (entries.length > 1) {
      for (const left of entries) {
        const failures = await failuresOf(
          bundle,
          entries.filter((entry) => entry !== left),
        )
        const { type } = left.entry.events[0]!
        expect(failures).toEqual([`audit log entries: no entry of the log tells of ${type}`])
      }
    }
    expect(await failuresOf(bundle, [...entries, entries[0]!])).toEqual([
      expect.stringContaining('the number of different entries'),
    ])
    const [stranger] = others
    const about = entries[0]!.entry.about
    expect(await failuresOf(bundle, [...entries, { ...stranger!, entry: { ...stranger!.entry, about } }])).toEqual([
      expect.stringContaining('is not number'),
    ])
  })
}
