import { writeBundle } from '@assay/protocol/bundle.ts'
import type { JsonValue } from '@assay/protocol/canonicalJson.ts'
import { publicFormOf } from '@assay/protocol/seal.ts'
import { cottage } from '@assay/protocol/test/cases.ts'
import { lies } from '@assay/protocol/test/lies.ts'
import { expect, test } from 'vitest'
import { issuanceBundle } from './test/issuanceBundle.ts'
import { verifyBundle } from './verifyBundle.ts'

const failedOf = async (bytes: Uint8Array) =>
  (await verifyBundle(bytes)).findings.filter(({ outcome }) => outcome === 'failed').map(({ check }) => check)

test.each(lies)(
  'a server that claims %s, with a committee that signs it, fails at the inputs alone',
  async (_name, inputs, sources) => {
    const bundle = await issuanceBundle('hempLime', inputs, { read: cottage, ...(sources && { sources }) })
    expect(await failedOf(writeBundle(bundle))).toEqual(['inputs'])
  },
)

test('a document that is not among the evidence stands for nothing', async () => {
  const sources = [{ documentId: '01950000-0000-7000-8000-0000000000ee', building: 'Cottage', lines: 3 }]
  const failed = await failedOf(writeBundle(await issuanceBundle('hempLime', cottage, { sources })))
  expect(failed).toEqual(['inputs', 'evaluations'])
})

test('withheld: what was not compared is said; the bill shown alone is compared, and a lie against it fails', async () => {
  const closed = async (inputs: typeof cottage, shown: boolean) => {
    const bundle = await issuanceBundle('hempLime', inputs, { read: cottage })
    const copy = publicFormOf(bundle as unknown as JsonValue) as unknown as typeof bundle
    for (const [position, { document }] of bundle.case.evidence.entries()) {
      const { kind } = document.value as { kind: string }
      if (shown && kind === 'billOfMaterials') copy.case.evidence[position]!.document = document
    }
    return writeBundle(copy)
  }
  const honest = await verifyBundle(await closed(cottage, false))
  expect(honest).toMatchObject({ ok: true })
  expect(honest.findings).toContainEqual(
    expect.objectContaining({ check: 'inputs', outcome: 'withheld', says: expect.stringContaining('1 of the 1') }),
  )
  const alone = await verifyBundle(await closed(cottage, true))
  expect(alone.ok).toBe(true)
  expect(alone.findings.filter(({ check }) => check === 'inputs').map(({ outcome }) => outcome)).toEqual(['passed'])
  const [, gram] = lies[0]!
  expect(await failedOf(await closed(gram, true))).toEqual(['inputs'])
})
