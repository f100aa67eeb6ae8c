import type { Bundle } from '@assay/protocol/bundle.ts'
import type { JsonValue } from '@assay/protocol/canonicalJson.ts'
import { publicFormOf } from '@assay/protocol/seal.ts'
import { expect, test } from 'vitest'
import { allocationBundle } from '../../../verifier/test/allocationBundle.ts'
import { issuanceBundle } from '../../../verifier/test/issuanceBundle.ts'
import { retirementBundle } from '../../../verifier/test/retirementBundle.ts'
import type { Proof } from './readProof.ts'
import { renderProof, renderUnderWay } from './renderProof.ts'

const bundleId = `${'ab'.repeat(4)}${'cd'.repeat(28)}`
const hash = `0x${'ef'.repeat(32)}`
const proofOf = (bundle: Bundle, amount: string, creditId: string | null = null): Proof => ({
  ...{ locale: 'en-GB', bundleId, bundle, amount, creditId, transactionHash: hash },
  assembledAt: new Date('2026-11-21T12:00:13.000Z'),
  fileUrl: `https://assay.example/api/v1/bundles/${bundleId}/public`,
})
const proofs = {
  'a delivery': proofOf(await allocationBundle(), '4786222.5'),
  'a shortage decided in a review round': proofOf(await allocationBundle({ reviewed: true }), '4355462.475'),
  'a quantified building': proofOf(await issuanceBundle(), '6967', '17'),
  'a retirement': proofOf(await retirementBundle(), '500', '17'),
}

/** Texts and ids inside a value; words as short as a code occur in any page. */
function textsIn(value: JsonValue | undefined): string[] {
  if (typeof value === 'string') return value.length < 8 ? [] : [value]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : []
}

test.each(Object.entries(proofs))(
  '%s: nothing that is withheld is on the page, not even when the bundle is whole',
  (_name, proof) => {
    const whole = proof.bundle as unknown as JsonValue
    const shown = textsIn(publicFormOf(whole))
    const secrets = textsIn(whole).filter((text) => !shown.some((open) => open.includes(text)))
    const page = renderProof(proof)
    expect(secrets.length).toBeGreaterThan(2)
    expect(secrets.filter((text) => page.includes(text))).toEqual([])
    expect(renderProof({ ...proof, bundle: publicFormOf(whole) as unknown as Bundle })).toBe(page)
  },
)

test.each(Object.entries(proofs))(
  '%s: the page says how the file is had and checked, by command and by link',
  (_name, proof) => {
    const page = renderProof(proof)
    expect(page).toContain(`curl -fo bundle-abababab.json ${proof.fileUrl}`)
    expect(page).toContain('npm run -s verify -- bundle-abababab.json')
    expect(page).toContain(`<a href="/api/v1/bundles/${bundleId}/public" download="bundle-abababab.json">`)
    for (const address of Object.values(proof.bundle.chain.contracts)) expect(page).toContain(address)
    for (const label of ['The file', 'The chain', 'The audit log']) expect(page).toContain(`<dt>${label}</dt>`)
  },
)

test('every hash is shortened, and whole for whoever opens it', () => {
  const page = renderProof(proofs['a delivery'])
  expect(page).toContain(
    `<summary><code>${hash.slice(0, 10)}…efefef</code></summary><code class="whole">${hash}</code>`,
  )
  const bare = page.replaceAll(/<code class="whole">[^<]*<\/code>/g, '').match(/0x[0-9a-f]{40,}/g)
  expect(bare).toBeNull()
})

test('a delivery: quantities with their units, the rounds of the committee, every step', () => {
  const page = renderProof(proofs['a delivery'])
  expect(page).toContain('4,786,222.5 FT')
  expect(page).toContain('10,000 t')
  expect(page).toContain('2,500,000 PT')
  expect(page).toContain('<summary>9 steps</summary>')
  expect(page.match(/<li>Round/g)).toHaveLength(1)
  expect(page).toMatch(/[4-7] of\s7 reports agree/)
  expect(renderProof(proofs['a shortage decided in a review round']).match(/<li>Round/g)).toHaveLength(2)
})

test('credits lead to their register entry, a retirement to its page and to the issuances behind it', () => {
  const issued = renderProof(proofs['a quantified building'])
  expect(issued).toMatch(/6,967.kg CO₂e/)
  expect(issued).toContain('9,108 kg')
  expect(issued).toContain('<a href="/api/v1/credits/17">')
  const { retirement } = proofs['a retirement'].bundle as Extract<Bundle, { kind: 'retirement' }>
  const retired = renderProof(proofs['a retirement'])
  expect(retired).toContain(`<a href="/retirements/${retirement.retirementId}">`)
  for (const { bundleId: behind } of retirement.issuances) expect(retired).toContain(`<a href="/bundles/${behind}">`)
})

test('in the conventions of the reader', () => {
  expect(renderProof({ ...proofs['a delivery'], locale: 'de' })).toContain('4.786.222,5 FT')
})

test('while a proof is being put together the page says so, and where to go', () => {
  const subjectId = '0197f3a2-6c1b-7d34-9a51-3f0c2b7e4d10'
  const page = renderUnderWay({ subjectKind: 'retirement', subjectId })
  expect(page).toContain('Proof under way')
  expect(page).toContain(subjectId)
  expect(page).toContain('<a href="/">')
})
