import type { Stage } from '../stories/stage.ts'
import type { DataFolder } from './dataFolder.ts'
import type { Memory } from './memory.ts'

/** What every step with real data has at hand besides. */
export interface RealStage extends Stage {
  readonly stateDir: string
  readonly data: DataFolder
  readonly memory: Memory
}
