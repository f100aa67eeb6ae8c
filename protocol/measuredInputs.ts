/** That the inputs of a quantification are what its documents were read to say: every line, once, and no other. */
import type { DocumentKind, DocumentRecord } from '@assay/domain/dossier.ts'
import type { JsonValue } from './canonicalJson.ts'
import { type BillLine, billSha256, type TreeLine, treesSha256 } from './measuredLines.ts'

/** Which document a part of the inputs was read from: so many lines for a building, or the trees of an inventory. */
export type QuantificationSource =
  | { readonly documentId: string; readonly building: string; readonly lines: number }
  | { readonly documentId: string; readonly inventory: 'later' | 'earlier' }

export interface MeasuredSubject {
  readonly methodologyId: string
  readonly inputs: JsonValue
  readonly sources: readonly QuantificationSource[]
}

/**
 * Compares every line of the inputs with the digest that the record of its document carries.
 * @param records of the case, or those of them that are shown
 * @returns the ids of the documents whose records are not shown, so that their lines could not be compared
 * @throws Error saying what does not fit
 */
export function checkMeasuredInputs(subject: MeasuredSubject, records: readonly DocumentRecord[]): string[] {
  const ids = subject.sources.map(({ documentId }) => documentId)
  if (new Set(ids).size !== ids.length) throw new Error('a document is counted twice')
  const shown = new Map(records.map((record) => [record.documentId, record]))
  for (const { documentId, kind, sha256 } of partsOf(subject)) {
    const record = shown.get(documentId)
    if (record === undefined) continue
    if (record.kind !== kind) throw new Error(`document ${documentId} is of the kind ${record.kind}, not ${kind}`)
    if (record.measuredSha256 !== sha256) throw new Error(`the inputs do not hold the lines of document ${documentId}`)
  }
  return ids.filter((documentId) => !shown.has(documentId))
}

interface Part {
  readonly documentId: string
  readonly kind: DocumentKind
  readonly sha256: string
}

function partsOf({ methodologyId, inputs, sources }: MeasuredSubject): Part[] {
  if (methodologyId === 'hempLime') return billParts(memberOf(inputs, 'billOfMaterials'), sources)
  if (methodologyId === 'forestInventory') return inventoryParts(memberOf(inputs, 'stockDifference'), sources)
  if (sources.length > 0) throw new Error(`${methodologyId} reads no document`)
  return []
}

/** The buildings' bills stand one after the other; the name of a line is that of its building and its section. */
function billParts(given: JsonValue | undefined, sources: readonly QuantificationSource[]): Part[] {
  const lines = listOf(given)
  let next = 0
  const parts = sources.map((source): Part => {
    if (!('building' in source))
      throw new Error(`document ${source.documentId} is named as an inventory, not as a bill`)
    const { documentId, building } = source
    const own = lines.slice(next, next + source.lines)
    next += source.lines
    return { documentId, kind: 'billOfMaterials', sha256: billSha256(own.map((line) => billLineOf(line, building))) }
  })
  if (next !== lines.length) throw new Error(`the documents hold ${next} lines, the inputs ${lines.length}`)
  return parts
}

function billLineOf(given: JsonValue, building: string): BillLine {
  const { name, material, massKg } = only(given, ['name', 'material', 'massKg'])
  if (typeof name !== 'string' || !name.startsWith(`${building}, `))
    throw new Error(`line ${String(name)} is not of building ${building}`)
  return { section: name.slice(building.length + 2), material: String(material), massKg: String(massKg) }
}

function inventoryParts(stocks: JsonValue | undefined, sources: readonly QuantificationSource[]): Part[] {
  const inventories = { later: memberOf(stocks, 'later'), earlier: memberOf(memberOf(stocks, 'earlier'), 'inventory') }
  const used = (['later', 'earlier'] as const).filter((place) => inventories[place] !== undefined)
  const named = sources.map((source) => ('inventory' in source ? source.inventory : 'none'))
  if (named.join() !== used.join())
    throw new Error(`inventories ${used.join()} need documents, named are ${named.join()}`)
  return sources.map(({ documentId }, position) => ({
    documentId,
    kind: 'treeInventory',
    sha256: treesSha256(treesIn(inventories[used[position]!]!)),
  }))
}

function treesIn(inventory: JsonValue): TreeLine[] {
  return listOf(memberOf(inventory, 'plots')).flatMap((of) =>
    listOf(memberOf(of, 'trees')).map((given) => {
      const tree = only(given, ['tree', 'diameterCm', 'heightM', 'woodDensity'])
      const [, line] = /^line ([1-9][0-9]{0,6})$/.exec(String(tree.tree)) ?? []
      if (line === undefined) throw new Error(`${String(tree.tree)} is not a line of a document`)
      return {
        line: Number(line),
        plot: String(memberOf(of, 'plot')),
        diameterCm: String(tree.diameterCm),
        heightM: textOrNull(tree.heightM),
        woodDensity: textOrNull(tree.woodDensity),
      }
    }),
  )
}

function textOrNull(given: JsonValue | undefined): string | null {
  return given === undefined ? null : String(given)
}

function memberOf(of: JsonValue | undefined, name: string): JsonValue | undefined {
  return typeof of === 'object' && of !== null && !Array.isArray(of)
    ? (of as { readonly [key: string]: JsonValue | undefined })[name]
    : undefined
}

function listOf(given: JsonValue | undefined): readonly JsonValue[] {
  return Array.isArray(given) ? given : []
}

/** A member that no document states would change the result without leaving a trace in the digest. */
function only(given: JsonValue, names: readonly string[]): { readonly [key: string]: JsonValue | undefined } {
  const members = typeof given === 'object' && given !== null ? Object.keys(given) : []
  const strange = members.find((member) => !names.includes(member))
  if (strange !== undefined) throw new Error(`${strange} is in no document`)
  return given as { readonly [key: string]: JsonValue | undefined }
}
