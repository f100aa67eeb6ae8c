/** Lanes of real business that go on while processes die: deliveries of wheat, and cottages whose credits are sold and retired. */
import { randomBytes } from 'node:crypto'
import { readCottage, readShipment } from '../../demo/inputs.ts'
import { clientOf } from '../../demo/parties.ts'
import { readSandbox } from '../../demo/sandbox.ts'
import { playCottage } from '../../demo/stories/cottage.ts'
import type { Stage } from '../../demo/stories/stage.ts'
import { caseUntil, openTrade } from '../../demo/stories/trade.ts'
import { minted, payout } from '../../demo/stories/wheat.ts'

export interface Delivery {
  readonly tradeId: string
  readonly caseId: string
  readonly mintedFt: string
  readonly toSellerPt: string
}

export interface Cottage {
  readonly caseId: string
  readonly creditId: string
  readonly retirementId: string
  readonly issuedKg: string
  readonly retiredKg: string
  readonly circulatingKg: string
}

/** What the clients were told in the end. */
export interface Told {
  readonly deliveries: readonly Delivery[]
  readonly cottages: readonly Cottage[]
}

/** Plays one story after the other in each lane for as long as `more` says so; then finishes those under way. */
export async function runLoad(
  of: { url: string; stateDir: string },
  lanes: { deliveries: number; cottages: number },
  more: () => boolean,
  say: (line: string) => void,
): Promise<Told> {
  const deliveries: Delivery[] = []
  const cottages: Cottage[] = []
  const lane = async (begin: number, play: () => Promise<void>) => {
    // Not all at the same step of the way: points come up all the time.
    await new Promise((resume) => setTimeout(resume, begin * 4_000))
    while (more()) await play()
  }
  const playDelivery = async () => {
    const delivery = await deliver(stageOf(of))
    deliveries.push(delivery)
    say(`delivery ${deliveries.length}: ${delivery.mintedFt} FT minted, ${delivery.toSellerPt} PT paid out`)
  }
  const playProject = async () => {
    const cottage = await build(stageOf(of))
    cottages.push(cottage)
    say(`cottage ${cottages.length}: ${cottage.issuedKg} kg issued, ${cottage.retiredKg} kg retired`)
  }
  await Promise.all([
    ...Array.from({ length: lanes.deliveries }, (_, n) => lane(n * 2, playDelivery)),
    ...Array.from({ length: lanes.cottages }, (_, n) => lane(n * 2 + 1, playProject)),
  ])
  return { deliveries, cottages }
}

function stageOf({ url, stateDir }: { url: string; stateDir: string }): Stage {
  const sandbox = readSandbox(stateDir)!
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

async function deliver(stage: Stage): Promise<Delivery> {
  const trade = await openTrade(stage, 'G1', readShipment('G1', stage.run))
  await caseUntil(trade, 'the delivery to be verified', (view) => view.state === 'verified' && view.settled)
  const { toSellerPt } = await payout(trade)
  const { mintedFt } = await minted(trade)
  return { tradeId: trade.tradeId, caseId: trade.caseId, mintedFt, toSellerPt }
}

async function build(stage: Stage): Promise<Cottage> {
  const { figures, project } = await playCottage(stage, readCottage())
  const { creditId, retirementId, issuedKg, retiredKg, circulatingKg } = figures
  return { caseId: project.caseId, creditId, retirementId, issuedKg, retiredKg, circulatingKg }
}
