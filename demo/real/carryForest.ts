/**
 * A forest project on the plots of a folder: their ground is registered, their trees are filed, and the methodology quantifies what
 * stands there. A folder has one census, so nothing is claimed for issuance: a stock is no removal until it is compared.
 */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { formatExact, sum } from '@assay/domain/decimal.ts'
import type { AssayClient } from '../../sdk/typescript/client.ts'
import { until } from '../until.ts'
import { chooseForest, type Forest, modelledHeights } from './chooseForest.ts'
import type { ColumnProfile } from './csv.ts'
import { fileDocument } from './fileDocument.ts'
import { withProgress } from './progress.ts'
import type { RealStage } from './realStage.ts'
import type { Land } from './registerLand.ts'

interface Step {
  readonly step: string
  readonly equation: string
  readonly source: string
  readonly inputs: Readonly<Record<string, string>>
  readonly result: string
  readonly unit: string
}

export interface ForestFigures {
  readonly quantificationId: string
  readonly trees: number
  /** Aboveground biomass in tonnes a hectare: what the trace says, beside what the folder publishes for the plot. */
  readonly plots: readonly { readonly plot: string; readonly tPerHa: string; readonly published: string | null }[]
  readonly grossKg: string
  readonly netKg: string
  /** Every step; the tables of single trees are on the page that `tracePage` names. */
  readonly trace: readonly Step[]
  readonly tracePage: string
}

interface Quantification {
  readonly quantificationId: string
  readonly grossKg: string
  readonly netKg: string
  readonly run: { readonly steps: readonly Step[] }
}

/** The folder does not say when its trees were measured. */
const vintage = 20_261
const stratum = 'forest'
const zero = { preparation: '0', fertiliser: '0', fuel: '0', burning: '0' }

/** Null when the folder has no inventory whose plots have corners. */
export async function carryForest(stage: RealStage, { owner, client }: Land): Promise<ForestFigures | null> {
  const known = await client.all<ColumnProfile>('/profiles')
  const forest = chooseForest(stage.data, [
    ...known.filter(({ name }) => name !== modelledHeights.name),
    modelledHeights,
  ])
  if (forest === null) return null
  if (forest.profile === modelledHeights) await client.post('/profiles', modelledHeights)
  const { projectId, areaM2 } = await stage.memory.recall(`forest/${forest.inventoryFile}`, () =>
    registerProject(client, owner.partyId, forest),
  )
  const trees = forest.plots.reduce((sum, plot) => sum + plot.trees, 0)
  stage.say(
    `forest of ${forest.inventoryFile}: ${trees} trees on ${forest.plots.length} plots, ${areaM2} m2 registered`,
  )
  const documentId = await fileTrees(stage, client, projectId, forest)
  if (documentId === null) return null
  const quantification = await withProgress(stage, 'quantifying the forest', () =>
    client.post<Quantification>(`/projects/${projectId}/quantifications`, {
      vintage,
      forest: measured(forest, documentId),
    }),
  )
  return describe(stage, client, forest, trees, quantification)
}

async function registerProject(client: AssayClient, ownerPartyId: string, { inventoryFile, plots }: Forest) {
  const coordinates = plots.map(({ ring }) => [ring])
  const { parcelId, areaM2 } = await client.post<{ parcelId: string; areaM2: string }>('/parcels', {
    type: 'Feature',
    properties: { reference: inventoryFile, ownerPartyId, landClass: 'conservationForest', tenure: 'freehold' },
    geometry: { type: 'MultiPolygon', coordinates },
  })
  const project = {
    reference: inventoryFile,
    name: 'Forest plots',
    ownerPartyId,
    parcelId,
    methodology: 'forestInventory',
  }
  await until('the title of the forest plots', async () => {
    const { state } = await client.get<{ state: string }>(`/parcels/${parcelId}`)
    return state === 'registered' || null
  })
  const { projectId } = await client.post<{ projectId: string }>('/projects', project)
  await until('the forest project', async () => {
    const { state } = await client.get<{ state: string }>(`/projects/${projectId}`)
    return state === 'active' || null
  })
  return { projectId, areaM2 }
}

/** Null when the inventory is refused; what was refused is said. */
async function fileTrees(stage: RealStage, client: AssayClient, projectId: string, forest: Forest) {
  const { inventoryFile, profile } = forest
  const query = {
    ...{
      subjectKind: 'project',
      subjectId: projectId,
      kind: 'treeInventory',
      format: 'trees-csv',
      profile: profile.name,
    },
    ...{ issuedOn: '2026-01-01', issuer: 'Sandbox Land Trust', issuerCountry: 'EE' },
  }
  const bytes = stage.data.read(inventoryFile)
  const { view, reasons } = await fileDocument(client, stage.operator, { file: inventoryFile, bytes, query })
  for (const { code, message } of reasons) stage.say(`  ${inventoryFile} is refused: ${code}: ${message}`)
  return view?.documentId ?? null
}

/** Nothing stood there before, as far as the folder tells; so the change is the stock itself. */
function measured({ plots }: Forest, documentId: string) {
  return {
    strata: [{ stratum, areaHa: formatExact(sum(plots.map(({ areaHa }) => areaHa))) }],
    years: '1',
    stockDifference: {
      earlier: { stocks: [{ stratum, biomassTPerHa: '0', share: '0' }] },
      later: { documentId, plots: plots.map(({ plot, areaHa }) => ({ plot, stratum, areaHa: formatExact(areaHa) })) },
    },
    ...{ baselineKg: '0', leakageKg: '0', emissionsKg: zero },
  }
}

async function describe(
  stage: RealStage,
  client: AssayClient,
  forest: Forest,
  trees: number,
  { quantificationId, grossKg, netKg, run }: Quantification,
): Promise<ForestFigures> {
  const plots = forest.plots.map(({ plot, areaHa, publishedT }) => {
    const { result: tPerHa } = run.steps.find(({ step }) => step === `later plot ${plot}, aboveground`)!
    const published = publishedT && formatExact(publishedT.div(areaHa).toDecimalPlaces(6))
    stage.say(`  plot ${plot}: ${tPerHa} t/ha aboveground${published === null ? '' : `, published ${published} t/ha`}`)
    return { plot, tPerHa, published }
  })
  const tracePage = join(stage.stateDir, `forest-${quantificationId}.md`)
  writeFileSync(tracePage, await client.download(`/quantifications/${quantificationId}/trace`))
  stage.say(
    `  ${grossKg} kg CO2e stand there, ${netKg} kg after deductions; one census is no removal, so none is claimed`,
  )
  stage.say(`  ${run.steps.length} steps in plain mathematics: ${tracePage}`)
  const trace = run.steps.map(({ step, equation, source, inputs, result, unit }) => ({
    ...{ step, equation, source },
    ...{ inputs, result, unit },
  }))
  return { quantificationId, trees, plots, grossKg, netKg, trace, tracePage }
}
