/** Every parcel of the folder's GeoJSON files, registered through the API; who overlaps or is invalid is refused with the reason. */
import { type AssayClient, createClient } from '../../sdk/typescript/client.ts'
import { keyOf } from '../issuers.ts'
import { castLandowner, type Landowner } from './castReal.ts'
import { chooseStand, type Stand, type StandColumns } from './chooseStand.ts'
import { orRefused } from './orRefused.ts'
import { withProgress } from './progress.ts'
import type { RealStage } from './realStage.ts'
import { createTally, type Reason, reasonsOf, type Tally } from './tally.ts'

export interface Land {
  readonly owner: Landowner
  readonly client: AssayClient
  readonly tally: Tally
  /** Each file with what was accepted and refused. */
  readonly files: readonly { readonly file: string; readonly accepted: number; readonly refused: number }[]
  /** Where a land project can be: the stand that a forest register describes, otherwise the first parcel of the file with the most of
   *  them. Null when no parcel is registered. */
  readonly site: { readonly parcelId: string; readonly stand: Stand | null } | null
}

/** How a data set declares the area and use of its parcels: by the name of the property that holds the area. */
interface Declaration {
  readonly areaProperty: string | null
  readonly areaUnit: string
  readonly landClass: string
  /** Where it says what stands there; null when it does not. */
  readonly stand: StandColumns | null
}
const declarations: readonly (Declaration & { readonly areaProperty: string })[] = [
  { areaProperty: 'contenance', areaUnit: 'm2', landClass: 'other', stand: null }, // French cadastre
  {
    // Estonian forest registry: area, main species, age
    ...{ areaProperty: 'Pindala (ha)', areaUnit: 'ha', landClass: 'managedForest' },
    stand: { species: 'Pealiik', ageYears: 'Vanus' },
  },
  { areaProperty: 'areaM2', areaUnit: 'm2', landClass: 'other', stand: null },
  { areaProperty: 'areaHa', areaUnit: 'ha', landClass: 'other', stand: null },
]
const undeclared: Declaration = { areaProperty: null, areaUnit: 'm2', landClass: 'other', stand: null }
const tenure = 'freehold'

interface Batch {
  readonly batchId: string
  readonly accepted: number
  /** Of parcels that this batch registered; those that were registered before are accepted too. */
  readonly ids: readonly string[]
  readonly rows: readonly { readonly position: number; readonly problems: readonly Reason[] }[]
}

/** A batch of thousands takes longer than an ordinary answer. */
const timeoutMs = 600_000
const lookMs = 1_000
/** Nothing has moved for so long: something is broken. */
const stuckMs = 180_000

export async function registerLand(stage: RealStage): Promise<Land> {
  const owner = await castLandowner(stage)
  const client = createClient({ url: stage.url, clientId: owner.clientId, clientSecret: owner.clientSecret, timeoutMs })
  const tally = createTally()
  const files: Land['files'][number][] = []
  const registered: { file: string; batch: Batch }[] = []
  for (const file of inOrder(stage)) {
    const batch = await withProgress(stage, `registering the parcels of ${file}`, () =>
      register(stage, client, owner, file),
    )
    if ('refused' in batch) {
      tally.refuse(batch.refused)
      files.push({ file, accepted: 0, refused: 1 })
      continue
    }
    tally.accept(batch.accepted)
    for (const { problems } of batch.rows) tally.refuse(problems)
    files.push({ file, accepted: batch.accepted, refused: batch.rows.length })
    await untilTitled(stage, client, batch)
    if (batch.accepted > 0) registered.push({ file, batch })
  }
  return { owner, client, tally, files, site: await siteOf(stage, client, owner, registered) }
}

/** Files whose parcels declare an area come first: of two that overlap, the earlier counts. */
function inOrder({ data }: RealStage): readonly string[] {
  const files = data.files('land', '.geojson')
  const declares = (file: string) => declarationOf(data.text(file)) !== undefined
  return [...files.filter(declares), ...files.filter((file) => !declares(file))]
}

function declarationOf(text: string) {
  return declarations.find(({ areaProperty }) => text.includes(JSON.stringify(areaProperty)))
}

async function register(
  { data }: RealStage,
  client: AssayClient,
  owner: Landowner,
  file: string,
): Promise<Batch | { readonly refused: readonly Reason[] }> {
  const bytes = data.read(file)
  const { areaProperty, areaUnit, landClass } = declarationOf(data.text(file)) ?? undeclared
  const query = {
    fileName: file.slice(-200),
    mode: 'quarantine',
    ownerPartyId: owner.partyId,
    landClass,
    tenure,
    ...(areaProperty === null ? {} : { areaProperty, areaUnit }),
  }
  const idempotencyKey = `real-land-${keyOf(Buffer.from(bytes).toString('base64'), JSON.stringify(query))}`
  try {
    return await client.upload<Batch>('/parcels/batches', bytes, 'application/geo+json', { idempotencyKey, query })
  } catch (error) {
    return { refused: reasonsOf(error, file) }
  }
}

interface Feature {
  readonly id: unknown
  readonly properties: Readonly<Record<string, unknown>> | null
  readonly geometry: unknown
}

interface Collection {
  readonly features: readonly Feature[]
  readonly crs?: unknown
}

async function siteOf(
  stage: RealStage,
  client: AssayClient,
  owner: Landowner,
  registered: readonly { readonly file: string; readonly batch: Batch }[],
): Promise<Land['site']> {
  const largestFirst = registered.toSorted((one, other) => other.batch.accepted - one.batch.accepted)
  const candidates = largestFirst.map(({ file, batch }) => {
    const refused = new Set(batch.rows.map(({ position }) => position))
    const { features } = JSON.parse(stage.data.text(file)) as Collection
    const { stand: columns, areaProperty } = declarationOf(stage.data.text(file)) ?? undeclared
    const described = columns && areaProperty && chooseStand(features, refused, columns, areaProperty)
    return { file, stand: described || null, first: features.findIndex((_, position) => !refused.has(position)) }
  })
  const chosen = candidates.find(({ stand }) => stand !== null) ?? candidates[0]
  if (chosen === undefined) return null
  const { file, stand, first } = chosen
  const position = stand?.position ?? first
  const parcelId = await orRefused(stage, `feature ${position} of ${file}, sent by itself,`, null, () =>
    parcelOf(stage, client, owner, { file, position }),
  )
  return parcelId === null ? null : { parcelId, stand }
}

/** A parcel of a file that was not refused. Sent once more by itself, it is answered with the registered one. */
async function parcelOf(
  { data }: RealStage,
  client: AssayClient,
  owner: Landowner,
  { file, position }: { readonly file: string; readonly position: number },
): Promise<string> {
  const { features, crs } = JSON.parse(data.text(file)) as Collection
  const { id, properties, geometry } = features[position]!
  const { areaProperty, areaUnit, landClass } = declarationOf(data.text(file)) ?? undeclared
  const declared = areaProperty === null ? null : properties?.[areaProperty]
  const area = declared == null ? {} : { declaredArea: String(declared), declaredAreaUnit: areaUnit }
  const { parcelId } = await client.post<{ parcelId: string }>('/parcels', {
    type: 'Feature',
    properties: { reference: String(id), ownerPartyId: owner.partyId, landClass, tenure, ...area },
    geometry,
    ...(crs === undefined ? {} : { crs }),
  })
  return parcelId
}

/** A parcel is registered when its title is final on chain. */
async function untilTitled(stage: RealStage, client: AssayClient, { batchId, ids }: Batch): Promise<void> {
  if (ids.length === 0) return
  await withProgress(stage, `waiting for ${ids.length} titles on chain`, async (tell) => {
    let last = { pending: ids.length, atMs: Date.now() }
    for (;;) {
      const { pending } = await client.get<{ pending: number }>(`/parcels/batches/${batchId}`)
      if (pending === 0) return
      if (pending < last.pending) last = { pending, atMs: Date.now() }
      if (Date.now() - last.atMs > stuckMs)
        throw new Error(`${pending} titles are not on chain after ${stuckMs / 1_000} s`)
      tell(`${ids.length - pending} stand`)
      await new Promise((resume) => setTimeout(resume, lookMs))
    }
  })
}
