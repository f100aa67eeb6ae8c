/** Deliveries of wheat that are paid into escrow and documented, ready to be submitted: what a case begins with. */
import { randomBytes } from 'node:crypto'
import { readShipment } from '../../demo/inputs.ts'
import { clientOf } from '../../demo/parties.ts'
import { readSandbox } from '../../demo/sandbox.ts'
import { castTrade, type TradeCast } from '../../demo/stories/castTrade.ts'
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
  const stage = stageOf(instance)
  const { contract } = readShipment('G1', stage.run)
  const totalPt = (BigInt(contract.totalPt) * BigInt(trades)).toString()
  return castTrade(stage, 'bench', contract.originCountry, totalPt)
}

async function prepare(instance: BenchInstance, cast: TradeCast): Promise<PreparedTrade> {
  const stage = stageOf(instance)
  return { stage, trade: await fileTrade(stage, cast, readShipment('G1', stage.run)) }
}

/** A run of its own for every delivery: names, keys and transport documents carry it. */
function stageOf({ url, stateDir }: BenchInstance): Stage {
  const sandbox = readSandbox(stateDir)
  if (sandbox === null) throw new Error('the instance has no sandbox')
  return {
    url,
    run: randomBytes(4).toString('hex'),
    sandbox,
    operator: clientOf(url, sandbox.operator),
    reviewer: clientOf(url, sandbox.reviewer),
    inspector: clientOf(url, sandbox.inspector),
    auditor: clientOf(url, sandbox.auditor),
    say: () => undefined,
  }
}
