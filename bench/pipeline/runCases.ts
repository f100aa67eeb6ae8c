import { setTimeout as sleep } from 'node:timers/promises'
import { type AllocationView, type CaseView, type OpenTrade, submitTrade } from '../../demo/stories/trade.ts'
import { ApiProblem } from '../../sdk/typescript/problem.ts'
import type { PreparedTrade } from './prepareTrades.ts'

export interface FinishedCase {
  readonly caseId: string
  readonly tradeId: string
  /** Milliseconds since 1970, when the client asked for verification. */
  readonly submittedAt: number
}

export interface Round {
  readonly cases: readonly FinishedCase[]
  readonly seconds: number
}

const pollMs = 250
const mintedWithinMs = 120_000
/** Of every delivery (domain.md 2.27, G1). */
const mintedFt = '4786222.5'

/** Takes the cases from submitted to minted, so many at a time: a lane takes the next one when its last one is minted. */
export async function runCases(prepared: readonly PreparedTrade[], atOnce: number): Promise<Round> {
  const waiting = [...prepared]
  const cases: FinishedCase[] = []
  const from = performance.now()
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) cases.push(await runCase(next))
    }),
  )
  return { cases, seconds: (performance.now() - from) / 1_000 }
}

async function runCase({ stage, trade }: PreparedTrade): Promise<FinishedCase> {
  const submittedAt = Date.now()
  const open = await submitTrade(stage, trade)
  for (const end = submittedAt + mintedWithinMs; Date.now() < end; await sleep(pollMs)) {
    const allocation = await open.sovereign.get<AllocationView>(`/allocations/${open.caseId}`).catch(orNothing)
    if (allocation?.failure) throw new Error(`the allocation failed: ${allocation.failure}`)
    if (allocation?.state === 'minted' && allocation.mintedFt !== mintedFt) {
      throw new Error(`a case minted ${allocation.mintedFt} FT instead of ${mintedFt}`)
    }
    if (allocation?.state === 'minted') return { caseId: open.caseId, tradeId: trade.tradeId, submittedAt }
  }
  throw new Error(await whyNot(open))
}

/** On a machine that is too busy the nodes miss the time for reports, and a person is asked: that is no figure. */
async function whyNot(open: OpenTrade): Promise<string> {
  const { state, failure } = await open.seller.get<CaseView>(`/cases/${open.caseId}`)
  return `a case was not minted within ${mintedWithinMs / 1_000} s: it is ${state}${failure === null ? '' : `, ${failure}`}`
}

function orNothing(error: unknown): null {
  if (error instanceof ApiProblem && error.status === 404) return null
  throw error
}
