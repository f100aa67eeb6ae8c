/** Every parcel of the folder's GeoJSON files, registered through the API; who overlaps or is invalid is refused with the reason. */
import { type AssayClient, createClient } from '../../sdk/typescript/client.ts'
import { keyOf } from '../issuers.ts'
import { castLandowner, type Landowner } from './castReal.ts'
import { withProgress } from './progress.ts'
import type { RealStage } from './realStage.ts'
import { createTally, type Reason, reasonsOf, type Tally } from './tally.ts'

export interface Land {
  readonly owner: Landowner
  readonly client: AssayClient
  readonly tally: Tally
  /** Each file with what was accepted and refused. */
  readonly files: readonly { readonly file: string; readonly accepted: number; readonly refused: number }[]
  /** A parcel that stands on chain, of the file with the most of them; null when there is none. */
  readonly parcelId: string | null
}

/** How a data set declares the area and use of its parcels: by the name of the property that holds the area. */
const declarations: readonly {
  readonly areaProperty: string
  readonly areaUnit: string
  readonly landClass: string
}[] = [
  { areaProperty: 'contenance', areaUnit: 'm2', landClass: 'other' }, // French cadastre
  { areaProperty: 'Pindala (ha)', areaUnit: 'ha', landClass: 'managedForest' }, // Estonian forest registry
  { areaProperty: 'areaM2', areaUnit: 'm2', landClass: 'other' },
  { areaProperty: 'areaHa', areaUnit: 'ha', landClass: 'other' },
]

interface Batch {
  readonly accepted: number
  readonly ids: readonly string[]
  readonly rows: readonly { readonly problems: readonly Reason[] }[]
}

/** A batch of thousands takes longer than an ordinary answer. */
const timeoutMs = 600_000

export async function registerLand(stage: RealStage): Promise<Land> {
  const owner = await castLandowner(stage)
  const client = createClient({ url: stage.url, clientId: owner.clientId, clientSecret: owner.clientSecret, timeoutMs })
  const tally = createTally()
  const files: Land['files'][number][] = []
  let most = { accepted: 0, parcelId: null as string | null }
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
    await untilTitled(stage, client, batch.ids)
    // A later run registers nothing anew and is told no ids; a parcel of the first one is remembered.
    const parcelId = await stage.memory.recall(batch.key, async () => batch.ids[0] ?? null)
    if (batch.accepted > most.accepted) most = { accepted: batch.accepted, parcelId }
  }
  return { owner, client, tally, files, parcelId: most.parcelId }
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
): Promise<(Batch & { readonly key: string }) | { readonly refused: readonly Reason[] }> {
  const bytes = data.read(file)
  const declared = declarationOf(data.text(file))
  const query = {
    fileName: file.slice(-200),
    mode: 'quarantine',
    ownerPartyId: owner.partyId,
    landClass: declared?.landClass ?? 'other',
    tenure: 'freehold',
    ...(declared === undefined ? {} : { areaProperty: declared.areaProperty, areaUnit: declared.areaUnit }),
  }
  const key = `land/${keyOf(Buffer.from(bytes).toString('base64'), JSON.stringify(query))}`
  const idempotencyKey = `real-${key}`
  try {
    const batch = await client.upload<Batch>('/parcels/batches', bytes, 'application/geo+json', {
      idempotencyKey,
      query,
    })
    return { ...batch, key }
  } catch (error) {
    return { refused: reasonsOf(error, file) }
  }
}

/** Titles are sent to the chain in the order of the parcels: when the last one stands, all do. */
async function untilTitled(stage: RealStage, client: AssayClient, ids: readonly string[]): Promise<void> {
  const isTitled = async (place: number) => {
    const { state } = await client.get<{ state: string }>(`/parcels/${ids[place]}`)
    return state !== 'pending'
  }
  if (ids.length === 0) return
  await withProgress(stage, `waiting for ${ids.length} titles on chain`, async (tell) => {
    for (let titled = 0; titled < ids.length; ) {
      // Halving the rest finds the first one that still waits in a dozen questions.
      let waits = ids.length
      while (titled < waits) {
        const middle = Math.floor((titled + waits) / 2)
        if (await isTitled(middle)) titled = middle + 1
        else waits = middle
      }
      tell(`${titled} stand`)
      if (titled < ids.length) await new Promise((resume) => setTimeout(resume, 1_000))
    }
  })
}
