/** Properties of what evidence a case needs and what a document is worth. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { commodityCategories } from '../../assetClasses.ts'
import { exact } from '../../decimal.ts'
import { checklistOf } from '../../policy/checklist.ts'
import { documentLevel, validateDocument } from '../../policy/documentTiers.ts'
import { tierFloors } from '../../policy/tierFloors.ts'
import { challengeWindowSeconds, isHighValue, tierOf } from '../../policy/tiers.ts'
import { initial } from '../parameters.ts'
import { wheat } from '../wheat.ts'

const category = fc.constantFrom(...commodityCategories)
/** Whole PT and the bounds of the tiers, up to 10^30 base units. */
const value = fc.oneof(
  fc.bigInt(0n, 10n ** 12n),
  fc.constantFrom(999_999n, 1_000_000n, 4_999_999n, 5_000_000n, 10n ** 7n - 1n, 10n ** 7n),
)

test('more value or more risk never asks for less: sources, agreement, committee, confirmation, window', () => {
  fc.assert(
    fc.property(category, fc.boolean(), value, value, (of, highRisk, one, other) => {
      const [less, more] = one < other ? [one, other] : [other, one]
      const tier = (valuePt: bigint, risky = highRisk) =>
        tierOf({ category: of, highRisk: risky, valuePt: exact(valuePt) }, initial)
      for (const [weak, strong] of [
        [tier(less), tier(more)],
        [tier(less, false), tier(less, true)],
      ] as const) {
        expect(strong.minSources).toBeGreaterThanOrEqual(weak.minSources)
        expect(strong.consensusBps).toBeGreaterThanOrEqual(weak.consensusBps)
        expect(strong.committeeSize).toBeGreaterThanOrEqual(Math.max(weak.committeeSize, strong.minSources))
        expect(strong.dueDiligenceShare.greaterThanOrEqualTo(weak.dueDiligenceShare)).toBe(true)
        expect(weak.sovereignConfirmation === 'mandatory' && strong.sovereignConfirmation === 'optional').toBe(false)
        expect(strong.challengeWindowSeconds).toBeGreaterThanOrEqual(weak.challengeWindowSeconds)
      }
      expect(tier(more).challengeWindowSeconds).toBe(challengeWindowSeconds(exact(more), highRisk, initial))
      const high = (valuePt: bigint) => isHighValue({ category: of, valuePt: exact(valuePt) }, initial)
      expect(high(less) && !high(more)).toBe(false)
    }),
  )
})

test('no tier asks for less than the floor that the contracts hold for its number of reports', () => {
  const floors = tierFloors(initial).filter(({ programme }) => programme === 'commodity')
  fc.assert(
    fc.property(category, fc.boolean(), value, (of, highRisk, valuePt) => {
      const tier = tierOf({ category: of, highRisk, valuePt: exact(valuePt) }, initial)
      const floor = floors.find(({ minReports }) => minReports === tier.minSources)!
      expect(tier.consensusBps).toBeGreaterThanOrEqual(floor.minConsensusBps)
      expect(tier.committeeSize).toBeGreaterThanOrEqual(floor.minCommittee)
      expect(tier.challengeWindowSeconds).toBeGreaterThanOrEqual(floor.minWindowSeconds)
    }),
  )
})

test('a checklist grows with value and risk by the confirmation alone, and duties go by the goods alone', () => {
  fc.assert(
    fc.property(category, fc.boolean(), value, value, (of, highRisk, one, other) => {
      const [less, more] = one < other ? [one, other] : [other, one]
      const list = (valuePt: bigint, risky = highRisk) =>
        checklistOf({ category: of, highRisk: risky, valuePt: exact(valuePt) }, initial)
      const [small, large] = [list(less), list(more, true)]
      expect(large.requiredDocuments).toEqual(expect.arrayContaining([...small.requiredDocuments]))
      const added = large.requiredDocuments.filter((kind) => !small.requiredDocuments.includes(kind))
      expect(['', 'sovereignConfirmation']).toContain(added.join())
      expect(large.duties).toEqual(small.duties)
      expect(new Set(small.requiredDocuments).size).toBe(small.requiredDocuments.length)
    }),
  )
})

const dossier = wheat()
const order = fc.shuffledSubarray([...dossier.documents], { minLength: dossier.documents.length })
const place = fc.nat(dossier.documents.length - 1)

test('what a document is worth does not depend on the order in which the dossier lies', () => {
  fc.assert(
    fc.property(order, place, fc.boolean(), (documents, index, onChain) => {
      const document = dossier.documents[index]!
      const turned = { ...dossier, documents }
      expect(documentLevel(document, turned, onChain, initial)).toBe(documentLevel(document, dossier, onChain, initial))
      expect(validateDocument(document, turned, '2026-03-20', initial)).toEqual(
        validateDocument(document, dossier, '2026-03-20', initial),
      )
    }),
    { numRuns: 40 },
  )
})

test('a document with a broken signature is worth nothing, one nobody vouches for its bytes alone, and the chain adds one level', () => {
  fc.assert(
    fc.property(place, fc.boolean(), (index, recognised) => {
      const document = dossier.documents[index]!
      const level = (changes: Partial<typeof document>, onChain: boolean) => {
        const changed = { ...document, ...changes, issuer: { ...document.issuer, recognised } }
        const documents = dossier.documents.with(index, changed)
        return documentLevel(changed, { ...dossier, documents }, onChain, initial)
      }
      expect(level({ signature: 'invalid' }, true)).toBe(0)
      expect(level({ signature: 'absent' }, true)).toBe(1)
      const [off, on] = [level({ signature: 'verified' }, false), level({ signature: 'verified' }, true)]
      expect(on).toBe(off === 4 ? 5 : off)
      expect(off === 1).toBe(!recognised)
    }),
  )
})
