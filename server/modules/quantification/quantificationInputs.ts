/** Inputs of a project's methodology: what the register knows, what the owner states, and the trees of its inventories. */
import type { AssayError, ErrorDetails } from '@assay/domain/errors.ts'
import type { HempLimeInputs } from '@assay/domain/methodology/hempLimeInputs.ts'
import { methodologyOf } from '@assay/domain/methodology/methodologies.ts'
import { drawsOf } from '@assay/domain/methodology/uncertainty.ts'
import type { JsonValue } from '@assay/protocol/canonicalJson.ts'
import type { QuantificationSource } from '@assay/protocol/measuredInputs.ts'
import { quantificationSeed } from '@assay/protocol/quantificationSeed.ts'
import type { Static } from 'typebox'
import type { CommandContext } from '../../module.ts'
import type { BuildingRecord, ProjectRecord } from '../assets/index.ts'
import { treesOf } from '../evidence/index.ts'
import { carryOf } from './carry.ts'
import { quantificationErrors } from './errors.ts'
import type { ForestMeasurements } from './landSchemas.ts'
import type { QuantifyInput } from './schema.ts'

export interface QuantificationInputs {
  readonly vintage: number
  readonly inputs: JsonValue
  /** The documents they were read from. A bill stated without one has none: it can be computed with, but no case opens from it. */
  readonly sources: readonly QuantificationSource[]
}

type Forest = Static<typeof ForestMeasurements>
type InventoryOf = NonNullable<Forest['stockDifference']>['later']

/**
 * Version, seed and carry are never the owner's to choose.
 * @throws QUANTIFICATION_NOT_POSSIBLE METHODOLOGY_UNKNOWN
 */
export async function quantificationInputs(
  ctx: CommandContext,
  project: ProjectRecord,
  asked: Static<typeof QuantifyInput>,
): Promise<QuantificationInputs> {
  const { projectId } = project
  const methodology = methodologyOf(project.methodology)
  const methodologyVersion = methodology.currentVersion(ctx.parameters)
  const carryInKg = await carryOf(ctx, projectId)
  if (methodology.id === 'hempLime') {
    const { vintage, buildings } = ofVintage(project, asked.vintage)
    const simulated = drawsOf('hempLime', methodologyVersion, ctx.parameters) !== null
    const seed = simulated ? { seed: quantificationSeed(projectId, vintage) } : {}
    const billOfMaterials = buildings.flatMap(linesOf)
    return {
      vintage,
      inputs: {
        ...asked.measurements,
        ...seed,
        methodologyVersion,
        billOfMaterials,
        carryInKg,
      } as unknown as JsonValue,
      sources: buildings.flatMap(sourceOf),
    }
  }
  const { vintage } = asked
  if (vintage === undefined)
    throw notPossible({ projectId, reason: 'a land project has no buildings: name the vintage' })
  const common = { methodologyVersion, seed: quantificationSeed(projectId, vintage), carryInKg }
  if (methodology.id === 'croplandSoil') {
    if (asked.soil === undefined) throw notPossible({ projectId, reason: 'the methodology asks for `soil`' })
    return { vintage, inputs: { ...asked.soil, ...common } as unknown as JsonValue, sources: [] }
  }
  if (asked.forest === undefined) throw notPossible({ projectId, reason: 'the methodology asks for `forest`' })
  return {
    vintage,
    inputs: { ...(await withTrees(ctx, projectId, asked.forest)), ...common } as unknown as JsonValue,
    sources: inventoriesOf(asked.forest),
  }
}

function notPossible(details: ErrorDetails): AssayError {
  return quantificationErrors.QUANTIFICATION_NOT_POSSIBLE(details)
}

/** The buildings completed in one quarter; a claim covers all of them. */
function ofVintage(
  project: ProjectRecord,
  asked: number | undefined,
): { vintage: number; buildings: readonly BuildingRecord[] } {
  const vintages = [...new Set(project.buildings.map(vintageOf))].sort()
  const vintage = asked ?? (vintages.length === 1 ? vintages[0] : undefined)
  const buildings = project.buildings.filter((building) => vintageOf(building) === vintage)
  if (vintage === undefined || buildings.length === 0) {
    throw notPossible({ projectId: project.projectId, vintages })
  }
  const unbilled = buildings.filter(({ billOfMaterials }) => billOfMaterials === null)
  if (unbilled.length > 0) throw notPossible({ withoutBill: unbilled.map(({ buildingId }) => buildingId) })
  return { vintage, buildings }
}

/** Year x 10 + quarter: 2025-09-15 is 20253. */
export function vintageOf({ completedOn }: Pick<BuildingRecord, 'completedOn'>): number {
  return Number(completedOn.slice(0, 4)) * 10 + Math.ceil(Number(completedOn.slice(5, 7)) / 3)
}

function linesOf({ name, billOfMaterials }: BuildingRecord): HempLimeInputs['billOfMaterials'] {
  return (billOfMaterials ?? []).map(({ section, material, massKg }) => ({
    name: `${name}, ${section}`,
    material,
    massKg,
  }))
}

function sourceOf({ name, billOfMaterials, billDocumentId }: BuildingRecord): QuantificationSource[] {
  if (billDocumentId === null) return []
  return [{ documentId: billDocumentId, building: name, lines: billOfMaterials?.length ?? 0 }]
}

function inventoriesOf({ stockDifference }: Forest): QuantificationSource[] {
  if (stockDifference === undefined) return []
  const { later, earlier } = stockDifference
  const before = earlier.inventory
  return [
    { documentId: later.documentId, inventory: 'later' },
    ...(before === undefined ? [] : [{ documentId: before.documentId, inventory: 'earlier' } as const]),
  ]
}

/** The inventories that are named by their document, with their trees. */
async function withTrees(ctx: CommandContext, projectId: string, forest: Forest): Promise<object> {
  if (forest.stockDifference === undefined) return forest
  const { earlier, later } = forest.stockDifference
  const inventory =
    earlier.inventory === undefined ? {} : { inventory: await inventoryOf(ctx, projectId, earlier.inventory) }
  return {
    ...forest,
    stockDifference: { earlier: { ...earlier, ...inventory }, later: await inventoryOf(ctx, projectId, later) },
  }
}

/** Every tree belongs to a plot whose area is stated: one that does not must not vanish. */
async function inventoryOf(
  ctx: CommandContext,
  projectId: string,
  { documentId, plots, heights }: InventoryOf,
): Promise<object> {
  const trees = await treesOf(ctx, { documentId, projectId })
  if (trees === null) throw notPossible({ documentId, reason: 'not a tree inventory of the project' })
  const unknown = new Set(trees.map(({ plot }) => plot).filter((plot) => !plots.some((known) => known.plot === plot)))
  if (unknown.size > 0) throw notPossible({ documentId, plotsWithoutArea: [...unknown].slice(0, 50) })
  return {
    plots: plots.map((of) => ({
      ...of,
      trees: trees
        .filter(({ plot }) => plot === of.plot)
        .map(({ line, diameterCm, heightM, woodDensity }) => ({
          tree: `line ${line}`,
          diameterCm,
          ...(heightM === null ? {} : { heightM }),
          ...(woodDensity === null ? {} : { woodDensity }),
        })),
    })),
    ...(heights === undefined ? {} : { heights }),
  }
}
