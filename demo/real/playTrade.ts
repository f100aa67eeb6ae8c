/** The trade of a folder: which shipment, which vessel, which price; then its evidence and its way to issuance. */
import { recordAssumptions } from './assumptions.ts'
import { factsOf, type RealTrade, registerTrade, settleTrade } from './carryTrade.ts'
import { type Choice, chooseShipment, type RealShipment } from './chooseShipment.ts'
import { chooseVessels, type Vessel } from './chooseVessel.ts'
import { type Evidence, fileEvidence } from './fileEvidence.ts'
import { filePrices, type Prices } from './filePrices.ts'
import { orRefused } from './orRefused.ts'
import type { RealStage } from './realStage.ts'
import { createTally, shortList } from './tally.ts'

export interface TradeFigures {
  readonly documentsAccepted: number
  readonly documentsRefused: number
  readonly vesselPositions: number
  readonly pricePoints: number
  readonly ftMinted: string
}

export async function playTrade(stage: RealStage): Promise<TradeFigures> {
  const choice = chooseShipment(stage.data)
  const { shipment } = choice
  const vessels = chooseVessels(stage.data, shipment?.lead.vesselName ?? null)
  // Shipping instructions have no date: the goods are taken to be on board on the day the vessel was seen.
  const day = shipment?.lead.shippedOn ?? vessels[0]?.day ?? new Date().toISOString().slice(0, 10)
  const wanted = shipment && { hsCode: shipment.hsCode, description: shipment.lead.description, day }
  const prices = await filePrices(stage.operator, stage.data, wanted)
  sayPrices(stage, prices)
  const pricePoints = prices.tally.accepted
  const trade = shipment && (await openTrade(stage, shipment, prices, day))
  if (trade === null) return { ...withoutTrade(stage, choice), pricePoints }
  const evidence = await fileEvidence(stage, trade.tradeId, choice, vessels)
  sayEvidence(stage, choice, evidence)
  const assumed = await recordAssumptions(stage.governance, {
    country: trade.facts.originCountry,
    hsCode: trade.facts.hsCode,
    day,
  })
  if (assumed.length > 0) stage.say(`no folder has these figures, so they are assumptions: ${assumed.join(', ')}`)
  const { ftMinted } = await orRefused(stage, 'the trade', { ftMinted: '0' }, () =>
    settleTrade(stage, trade, evidence.filed),
  )
  return {
    documentsAccepted: evidence.tally.accepted,
    documentsRefused: evidence.tally.refused,
    vesselPositions: evidence.track.tally.accepted,
    pricePoints,
    ftMinted,
  }
}

/** Null when there is no price, or when the API refuses the contract. */
async function openTrade(
  stage: RealStage,
  shipment: RealShipment,
  { quote }: Prices,
  day: string,
): Promise<RealTrade | null> {
  const { lead, leadFile, tonnes, hsCode, loadPort, dischargePort } = shipment
  stage.say(`shipment ${lead.number} of ${leadFile}: ${tonnes} t of ${lead.description} (HS ${hsCode})`)
  stage.say(`  ${loadPort} to ${dischargePort}, ${lead.containers.join(', ')}, shipped ${day}`)
  if (quote === null) {
    stage.say('no published price of these goods, so no trade is carried')
    return null
  }
  stage.say(`  priced at ${quote.pricePt} PT a tonne: ${quote.from} of ${quote.date}, PT at par with the US dollar`)
  return orRefused(stage, 'the contract', null, () =>
    registerTrade(stage, shipment, factsOf(shipment, quote.pricePt, day)),
  )
}

function withoutTrade(stage: RealStage, choice: Choice): Omit<TradeFigures, 'pricePoints'> {
  const tally = createTally()
  for (const reason of choice.untradeable) tally.refuse([reason])
  for (const line of tally.lines('documents')) stage.say(line)
  const unfiled = choice.others.length + (choice.shipment?.files.length ?? 0)
  if (unfiled > 0) stage.say(`  ${unfiled} messages are filed nowhere, since there is no trade they could be about`)
  return { documentsAccepted: 0, documentsRefused: tally.refused, vesselPositions: 0, ftMinted: '0' }
}

function sayPrices(stage: RealStage, { tally, aside }: Prices): void {
  for (const line of tally.lines('price points')) stage.say(line)
  for (const line of aside) stage.say(`  left aside: ${line}`)
}

function sayEvidence(stage: RealStage, { aside }: Choice, { tally, track, aside: others }: Evidence): void {
  for (const line of tally.lines('documents')) stage.say(line)
  if (others.length > 0) stage.say(`  left aside, in none of the formats: ${shortList(others)}`)
  if (aside.length > 0) stage.say(`  left aside, as one shipment is carried: ${aside.join(', ')}`)
  for (const line of track.tally.lines('vessel positions')) stage.say(line)
  stage.say(track.vessel === null ? '  no track, the trade is judged without one' : `  ${describe(track.vessel)}`)
}

function describe({ name, imo, file, isNamed }: Vessel): string {
  const why = isNamed ? 'which the documents name' : 'which was under way all day; the documents name none of this day'
  return `the track is of ${name} (IMO ${imo}) in ${file}, ${why}`
}
