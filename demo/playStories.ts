import type { Shipment } from './shipment.ts'
import type { CarbonInputs } from './stories/carbonProject.ts'
import { issueCarbonProject } from './stories/carbonProject.ts'
import { playCollusion } from './stories/collusion.ts'
import { playCottage } from './stories/cottage.ts'
import { playFire } from './stories/fire.ts'
import { playForgedOrigin } from './stories/forgedOrigin.ts'
import { playShortage } from './stories/shortage.ts'
import type { ChainAccess, Stage } from './stories/stage.ts'
import { playWheat } from './stories/wheat.ts'

export type Story = 'G1' | 'G2' | 'G3' | 'G4' | 'G6' | 'G7'

export interface StoryInputs {
  /** The shipment of a story; transport document and lots carry the run, so that each run claims a delivery of its own. */
  readShipment(story: 'G1' | 'G2' | 'G3' | 'G4' | 'G4-other', run: string): Shipment
  readCottage(run: string): CarbonInputs
  readNeighbour(run: string): CarbonInputs
  readonly chain: ChainAccess
  say(story: Story, line: string): void
}

/** Plays all stories side by side; each has parties of its own. */
export async function playStories(stage: Omit<Stage, 'say'>, inputs: StoryInputs) {
  const on = (story: Story): Stage => ({ ...stage, say: (line) => inputs.say(story, line) })
  const shipment = (story: Parameters<StoryInputs['readShipment']>[0]) => inputs.readShipment(story, stage.run)
  const neighbour = issueCarbonProject(on('G7'), inputs.readNeighbour(stage.run))
  const land = playCottage(on('G6'), inputs.readCottage(stage.run)).then(async ({ figures, project }) => ({
    G6: figures,
    G7: await playFire(on('G7'), project, await neighbour),
  }))
  const [G1, G2, G3, G4, { G6, G7 }] = await Promise.all([
    playWheat(on('G1'), shipment('G1')),
    playShortage(on('G2'), shipment('G2')),
    playForgedOrigin(on('G3'), shipment('G3'), inputs.chain),
    playCollusion(on('G4'), shipment('G4'), shipment('G4-other'), inputs.chain.rpcUrl),
    land,
  ])
  return { G1, G2, G3, G4, G6, G7 }
}
