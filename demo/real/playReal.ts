/**
 * The main job on real input: what a folder in the formats of docs/reference/inputs.md holds is taken in through the API, and one
 * trade and one land project made of it are carried to issuance; a forest is quantified. An ordinary client; every figure comes from the API.
 */
import { carryBuilding, type LandProject } from './carryBuilding.ts'
import { carryForest, type ForestFigures } from './carryForest.ts'
import { carryStand } from './carryStand.ts'
import { orRefused } from './orRefused.ts'
import { playTrade, type TradeFigures } from './playTrade.ts'
import type { RealStage } from './realStage.ts'
import { type Land, registerLand } from './registerLand.ts'
import { shortList } from './tally.ts'

export interface RealFigures extends TradeFigures {
  readonly parcelsRegistered: number
  readonly parcelsRefused: number
  /** Files that the system does not let be read, or that are larger than any format takes. */
  readonly filesUnread: number
  readonly issuedKg: string
  /** What was issued, made of a parcel of the folder; null when no parcel is registered. */
  readonly landProject: LandProject | null
  /** Null when the folder has no forest that can be quantified. */
  readonly forest: ForestFigures | null
}

/** What a folder may hold, and what is done without it. */
const parts = [
  { under: 'documents/dcsa', ending: '.json', without: 'there is no shipment, so no trade is carried' },
  { under: 'ais', ending: '.csv', without: 'the trade is judged without the track of its vessel' },
  { under: 'prices', ending: '.csv', without: 'there is no price, so no trade is carried' },
  { under: 'land', ending: '.geojson', without: 'no parcels are registered and no land project is carried' },
  { under: 'forest', ending: '.csv', without: 'no forest is quantified' },
] as const

export async function playReal(stage: RealStage): Promise<RealFigures> {
  sayWhatIsMissing(stage)
  const trade = await playTrade(stage)
  const land = await registerLand(stage)
  for (const { file, accepted, refused } of land.files) stage.say(`${file}: ${accepted} registered, ${refused} refused`)
  for (const line of land.tally.lines('parcels')) stage.say(line)
  const landProject = await carryLandProject(stage, land)
  const forest = await orRefused(stage, 'the forest', null, () => carryForest(stage, land))
  const { ftMinted, ...evidence } = trade
  const { accepted: parcelsRegistered, refused: parcelsRefused } = land.tally
  return {
    ...evidence,
    parcelsRegistered,
    parcelsRefused,
    filesUnread: stage.data.unread.length,
    ftMinted,
    issuedKg: landProject?.issuedKg ?? '0',
    landProject,
    forest,
  }
}

async function carryLandProject(stage: RealStage, land: Land): Promise<LandProject | null> {
  if (land.site === null) {
    stage.say('no parcel is registered, so no land project is carried')
    return null
  }
  const { parcelId, stand } = land.site
  return orRefused(stage, 'the land project', null, () =>
    stand === null ? carryBuilding(stage, land, parcelId) : carryStand(stage, land, parcelId, stand),
  )
}

function sayWhatIsMissing({ data, say }: RealStage): void {
  say(`taking in ${data.path}`)
  for (const { file, code, message, given } of data.unread) say(`not read: ${file}: ${code}: ${message} (${given})`)
  if (data.others.length > 0) say(`left aside, in none of the formats: ${shortList(data.others)}`)
  for (const { under, ending, without } of parts)
    if (data.files(under, ending).length === 0) say(`missing: ${under}/*${ending}; ${without}`)
}
