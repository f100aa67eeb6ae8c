/** Reading the inputs of the forest inventory methodology: every refusal names its field. */
import type { Exact } from '../decimal.ts'
import type { Earlier, ForestInputs } from './forestInputs.ts'
import { type ReadGainLoss, readGainLoss } from './gainLossInputs.ts'
import {
  assertDistinct,
  optional,
  readAboveZero,
  readDecimal,
  readList,
  readObject,
  readShare,
  readText,
  refuse,
} from './inputReader.ts'
import { accountMembers, type ReadAccount, readAccount } from './projectAccount.ts'
import { type ReadInventory, readInventory } from './readInventory.ts'

export interface ReadStratum {
  readonly stratum: string
  readonly areaHa: Exact
}

/** A stock that was not measured by an inventory: biomass and its half-width as a share, by stratum. */
export type ReadEarlier =
  | { readonly kind: 'inventory'; readonly inventory: ReadInventory }
  | {
      readonly kind: 'stocks'
      readonly biomass: ReadonlyMap<string, { readonly tPerHa: Exact; readonly share: Exact }>
    }
  | {
      readonly kind: 'crownCover'
      readonly cover: ReadonlyMap<
        string,
        { readonly cover: Exact; readonly forestTPerHa: Exact; readonly share: Exact }
      >
    }

export interface ReadForest extends ReadAccount {
  readonly strata: readonly ReadStratum[]
  readonly years: Exact
  readonly stockDifference: { readonly earlier: ReadEarlier; readonly later: ReadInventory } | null
  readonly gainLoss: readonly ReadGainLoss[] | null
  readonly rootToShoot: Exact | null
}

const inputMembers: readonly (keyof ForestInputs)[] = [
  ...accountMembers,
  'strata',
  'years',
  'stockDifference',
  'gainLoss',
  'rootToShoot',
]

/** @throws METHODOLOGY_INPUT_INVALID DECIMAL_INVALID */
export function readForestInputs(given: ForestInputs): ReadForest {
  const inputs = readObject(given, '', inputMembers)
  const strata = readList(inputs.strata, '/strata', readStratum, 1)
  const names = strata.map(({ stratum }) => stratum)
  assertDistinct(names, (index) => `/strata/${index}/stratum`)
  if ((inputs.stockDifference === undefined) === (inputs.gainLoss === undefined)) {
    refuse('', 'give either stockDifference or gainLoss')
  }
  const rootToShoot = optional(inputs.rootToShoot, '/rootToShoot', (value, field) => readDecimal(value, field))
  if (inputs.gainLoss !== undefined && rootToShoot === null) refuse('/rootToShoot', 'gains and losses need it')
  return {
    ...readAccount(inputs),
    strata,
    years: readAboveZero(inputs.years, '/years'),
    stockDifference: optional(inputs.stockDifference, '/stockDifference', (value, field) => {
      const { earlier, later } = readObject(value, field, ['earlier', 'later'])
      return {
        earlier: readEarlier(earlier, `${field}/earlier`, names),
        later: readInventory(later, `${field}/later`, names),
      }
    }),
    gainLoss: optional(inputs.gainLoss, '/gainLoss', (value, field) => perStratum(value, field, names, readGainLoss)),
    rootToShoot,
  }
}

function readStratum(given: unknown, field: string): ReadStratum {
  const { stratum, areaHa } = readObject(given, field, ['stratum', 'areaHa'])
  return { stratum: readText(stratum, `${field}/stratum`), areaHa: readAboveZero(areaHa, `${field}/areaHa`) }
}

/** Exactly one entry for each stratum. */
function perStratum<T extends { readonly stratum: string }>(
  given: unknown,
  field: string,
  strata: readonly string[],
  read: (entry: unknown, field: string) => T,
): readonly T[] {
  const entries = readList(given, field, read)
  const named = entries.map(({ stratum }) => stratum)
  assertDistinct(named, (index) => `${field}/${index}/stratum`)
  for (const [index, stratum] of named.entries()) {
    if (!strata.includes(stratum)) refuse(`${field}/${index}/stratum`, 'not one of the strata')
  }
  const missing = strata.find((stratum) => !named.includes(stratum))
  return missing === undefined ? entries : refuse(field, `nothing about stratum ${missing}`)
}

function readEarlier(given: unknown, field: string, strata: readonly string[]): ReadEarlier {
  const kinds: readonly string[] = ['inventory', 'stocks', 'crownCover'] satisfies readonly KeysOf<Earlier>[]
  const earlier = readObject(given, field, kinds)
  if (Object.keys(earlier).length !== 1) refuse(field, `give one of ${kinds.join(', ')}`)
  if (earlier.inventory !== undefined) {
    return { kind: 'inventory', inventory: readInventory(earlier.inventory, `${field}/inventory`, strata) }
  }
  if (earlier.stocks !== undefined) {
    const stocks = perStratum(earlier.stocks, `${field}/stocks`, strata, (entry, pointer) => {
      const of = readObject(entry, pointer, ['stratum', 'biomassTPerHa', 'share'])
      const tPerHa = readDecimal(of.biomassTPerHa, `${pointer}/biomassTPerHa`)
      return {
        stratum: readText(of.stratum, `${pointer}/stratum`),
        tPerHa,
        share: readShare(of.share, `${pointer}/share`),
      }
    })
    return { kind: 'stocks', biomass: new Map(stocks.map((stock) => [stock.stratum, stock])) }
  }
  const covers = perStratum(earlier.crownCover, `${field}/crownCover`, strata, (entry, pointer) => {
    const of = readObject(entry, pointer, ['stratum', 'cover', 'forestTPerHa', 'share'])
    return {
      stratum: readText(of.stratum, `${pointer}/stratum`),
      cover: readShare(of.cover, `${pointer}/cover`),
      forestTPerHa: readDecimal(of.forestTPerHa, `${pointer}/forestTPerHa`),
      share: readShare(of.share, `${pointer}/share`),
    }
  })
  return { kind: 'crownCover', cover: new Map(covers.map((cover) => [cover.stratum, cover])) }
}

type KeysOf<T> = T extends unknown ? keyof T : never
