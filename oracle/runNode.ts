/** The node's life: ask for assignments, answer each once, wait. */
import { randomInt } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { ApiProblem } from '@assay/sdk/problem.ts'
import { answerAssignment } from './answerAssignment.ts'
import { describeError } from './log.ts'
import type { Assignment, Node } from './node.ts'

/** Cases worked on at a time; each needs one dossier in memory. */
const casesAtOnce = 4
/** The most assignments taken from one answer; the rest come with the next. */
const assignmentsMost = 200

/** Runs until the signal is aborted. Outages only make it wait longer: it never gives up by itself. */
export async function runNode(node: Node, signal: AbortSignal): Promise<void> {
  const { pollMinMs, pollMaxMs } = node.config
  let pauseMs = pollMinMs
  const waiting = new Map<string, number>() // when a round that failed is tried again
  while (!signal.aborted) {
    const worked = await pollOnce(node, waiting, signal)
    pauseMs = worked ? pollMinMs : Math.min(Math.ceil(pauseMs * 1.5), pollMaxMs)
    await pause(jittered(pauseMs), signal)
  }
}

/** True when there was something to do. */
export async function pollOnce(node: Node, waiting: Map<string, number>, signal: AbortSignal): Promise<boolean> {
  let assignments: readonly Assignment[]
  try {
    assignments = await fetchAssignments(node)
  } catch (error) {
    if (!signal.aborted) node.log.error('assignments.failed', describeError(error))
    return false
  }
  for (const key of waiting.keys()) if (!assignments.some((each) => keyOf(each) === key)) waiting.delete(key)
  const due = assignments.filter((each) => (waiting.get(keyOf(each)) ?? 0) <= Date.now())
  for (let start = 0; start < due.length && !signal.aborted; start += casesAtOnce) {
    await Promise.all(due.slice(start, start + casesAtOnce).map((each) => answer(node, each, waiting, signal)))
  }
  return due.length > 0
}

async function answer(node: Node, assignment: Assignment, waiting: Map<string, number>, signal: AbortSignal) {
  const { caseId, round } = assignment
  try {
    const { agrees, scoreE4 } = await answerAssignment(node, assignment)
    node.log.info('report.accepted', { caseId, round, agrees, scoreE4 })
  } catch (error) {
    if (signal.aborted) return
    // The round stays listed until it ends; asking again at once would only repeat the refusal.
    const retryable = error instanceof ApiProblem && error.retryable
    waiting.set(keyOf(assignment), Date.now() + jittered(retryable ? node.config.pollMinMs : node.config.pollMaxMs))
    node.log.error('report.failed', { caseId, round, ...describeError(error) })
  }
}

async function fetchAssignments(node: Node): Promise<readonly Assignment[]> {
  const index = node.config.policy.nodeIndex
  const own: Assignment[] = []
  // Other nodes of the party are listed too: the own ones may stand on a later page.
  for await (const each of node.api.list<Assignment>('/oracle/assignments', { limit: assignmentsMost })) {
    if (each.nodeIndex === index) own.push(each)
    if (own.length === assignmentsMost) break
  }
  return own
}

function keyOf({ caseId, round }: Assignment): string {
  return `${caseId}/${round}`
}

/** 75 to 125 percent, so that nodes started together do not stay together. */
function jittered(milliseconds: number): number {
  return Math.ceil((milliseconds * randomInt(75, 126)) / 100)
}

async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  await sleep(milliseconds, undefined, { signal }).catch(() => undefined)
}
