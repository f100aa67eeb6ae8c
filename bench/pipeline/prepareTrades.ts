/** Deliveries of wheat that are paid into escrow and documented, ready to be submitted: what a case begins with. */
import { readShipment } from '../../demo/inputs.ts'
import { castTrade, type TradeCast } from '../../demo/stories/castTrade.ts'
import { openStage } from '../../demo/stories/openStage.ts'
import type { Stage } from '../../demo/stories/stage.ts'
import { type FiledTrade, fileTrade } from '../../demo/stories/trade.ts'
import type { BenchInstance } from '../instance.ts'
import type { Say } from '../report.ts'

export interface PreparedTrade {
  readonly stage: Stage
  readonly trade: FiledTrade
}

/** Deliveries prepared at the same time. */
const lanes = 8

/** As many deliveries as asked for, between a few casts of buyer, seller and sovereign. */
export async function prepareTrades(instance: BenchInstance, count: number, say: Say): Promise<PreparedTrade[]> {
  const prepared: PreparedTrade[] = []
  const share = Math.ceil(count / lanes)
  await Promise.all(
    Array.from({ length: Math.ceil(count / share) }, async (_, lane) => {
      const mine = Math.min(share, count - lane * share)
      const cast = await castOf(instance, mine)
      for (let n = 0; n < mine; n++) {
        prepared.push(await prepare(instance, cast))
        say(`${prepared.length} of ${count} deliveries prepared`)
      }
    }),
  )
  return prepared
}

async function castOf(instance: BenchInstance, trades: number): Promise<TradeCast> {
  const stage = openStage(instance, () => undefined)
  const { contract } = readShipment('G1', stage.run)
  const totalPt = (BigInt(contract.totalPt) * BigInt(trades)).toString()
  return castTrade(stage, 'bench', contract.originCountry, totalPt)
}

async function prepare(instance: BenchInstance, cast: TradeCast): Promise<PreparedTrade> {
  const stage = openStage(instance, () => undefined)
  return { stage, trade: await fileTrade(stage, cast, readShipment('G1', stage.run)) }
}
