/**
 * Kinds of real things and what their codes say about them: commodity categories (domain.md 2.1), the classes of the tier
 * matrix (2.3) and the Harmonised System chapters that belong to each category.
 */
import { describe } from './decimal.ts'
import { defineErrors } from './errors.ts'

export const assetClassErrors = defineErrors({
  HS_CODE_INVALID: {
    status: 422,
    title: 'Value is not a Harmonised System code',
    remedy: 'Send 4, 6, 8 or 10 digits without dots, beginning with a chapter from 01 to 97.',
  },
  HS_NOT_A_COMMODITY: {
    status: 422,
    title: 'Goods of this Harmonised System heading belong to no commodity category',
    remedy: 'Only raw and processed commodities can be traded; check the code.',
  },
})

export const commodityCategories = [
  'energy',
  'preciousMetals',
  'industrialMetals',
  'agriculture',
  'forestry',
  'fisheries',
  'minerals',
] as const
export type CommodityCategory = (typeof commodityCategories)[number]

/** Rows of the tier matrix. domain.md 2.3 knows three; forestry and fisheries follow agriculture, minerals follow metals. */
export const tierClasses = ['energy', 'metals', 'agriculture'] as const
export type TierClass = (typeof tierClasses)[number]

export const tierClassOf: Readonly<Record<CommodityCategory, TierClass>> = {
  energy: 'energy',
  preciousMetals: 'metals',
  industrialMetals: 'metals',
  minerals: 'metals',
  agriculture: 'agriculture',
  forestry: 'agriculture',
  fisheries: 'agriculture',
}

/** Rows of the measurement tolerances, domain.md 2.2. */
export const toleranceClasses = ['metals', 'energy', 'agriculture', 'minerals'] as const
export type ToleranceClass = (typeof toleranceClasses)[number]

export const toleranceClassOf: Readonly<Record<CommodityCategory, ToleranceClass>> = {
  energy: 'energy',
  preciousMetals: 'metals',
  industrialMetals: 'metals',
  minerals: 'minerals',
  agriculture: 'agriculture',
  forestry: 'agriculture',
  fisheries: 'agriculture',
}

interface HsRange {
  readonly from: string
  readonly to: string
  readonly category: CommodityCategory
}

/** Headings that differ from their chapter come first; the first row that fits decides. Bounds are inclusive prefixes. */
const hsRanges: readonly HsRange[] = [
  { from: '1603', to: '1605', category: 'fisheries' }, // extracts and preparations of fish
  { from: '2709', to: '2716', category: 'energy' },
  { from: '4001', to: '4001', category: 'agriculture' }, // natural rubber
  { from: '7106', to: '7112', category: 'preciousMetals' },
  { from: '7101', to: '7105', category: 'minerals' }, // pearls and precious stones
  { from: '01', to: '02', category: 'agriculture' },
  { from: '03', to: '03', category: 'fisheries' },
  { from: '04', to: '24', category: 'agriculture' },
  { from: '25', to: '26', category: 'minerals' },
  { from: '27', to: '27', category: 'energy' },
  { from: '31', to: '31', category: 'minerals' }, // fertilisers
  { from: '41', to: '41', category: 'agriculture' }, // raw hides
  { from: '44', to: '45', category: 'forestry' },
  { from: '47', to: '48', category: 'forestry' },
  { from: '50', to: '53', category: 'agriculture' }, // natural fibres
  { from: '72', to: '76', category: 'industrialMetals' },
  { from: '78', to: '81', category: 'industrialMetals' },
]

const hsPattern = /^(?:[0-9]{4}|[0-9]{6}|[0-9]{8}|[0-9]{10})$/

const headingPattern = /^[0-9]{4,}$/

/** Digits only, checked for length and chapter. @throws HS_CODE_INVALID */
export function parseHsCode(value: unknown, field = 'hsCode'): string {
  const digits = typeof value === 'string' ? value.replaceAll('.', '') : ''
  const chapter = digits.slice(0, 2)
  if (!hsPattern.test(digits) || chapter < '01' || chapter > '97' || chapter === '77') {
    throw assetClassErrors.HS_CODE_INVALID({ field, given: describe(value) })
  }
  return digits
}

/** Category of goods by their HS code. @throws HS_CODE_INVALID HS_NOT_A_COMMODITY */
export function categoryOfHs(hsCode: string, field = 'hsCode'): CommodityCategory {
  const code = parseHsCode(hsCode, field)
  const row = hsRanges.find(({ from, to }) => code >= from && code.slice(0, to.length) <= to)
  if (row === undefined) throw assetClassErrors.HS_NOT_A_COMMODITY({ field, hsCode: code })
  return row.category
}

/** True when two codes of at least a heading describe the same goods as far as both go: 1001 and 10019900 do. */
export function sameGoods(a: string, b: string): boolean {
  return headingPattern.test(a) && headingPattern.test(b) && (a.startsWith(b) || b.startsWith(a))
}

/** Land classes, domain.md 2.24. */
export const landClasses = [
  'cropland',
  'agroforestry',
  'managedForest',
  'conservationForest',
  'grassland',
  'wetland',
  'built',
  'other',
] as const
export type LandClass = (typeof landClasses)[number]

export const tenures = ['freehold', 'lease', 'community', 'publicConcession'] as const
export type Tenure = (typeof tenures)[number]
