/**
 * Twin: `CarbonCredit.issue`, `retire`, `reverse` and `issueDown`, `computeIssuance`, `reverse` (domain.md 2.24) over random lives of
 * the credits of four projects. Who holds what, and who is suspended, is kept here; every amount comes from a rule.
 */
import { exact } from '@assay/domain/decimal.ts'
import { issueDown, reverse } from '@assay/domain/policy/carbonIssuance.ts'
import { parametersAt } from '@assay/domain/programmes/catalogue.ts'
import { mulDivDown } from '@assay/domain/quantity.ts'
import { computeIssuance } from '@assay/protocol/computation.ts'
import type { IssuanceTerms } from '@assay/protocol/terms.ts'
import { bookOf } from './book.ts'
import type { TwinChain } from './chain.ts'
import type { Twin } from './differential.ts'
import type { Random } from './random.ts'
import { codeOf, refusal, refusalName } from './refusals.ts'
import { padded, type Word } from './words.ts'

const projects = 4
const mostSteps = 8
const stepWords = 6
const answerWords = mostSteps * 2 + projects * 4
const parameters = parametersAt([], new Date('2026-01-01T00:00:00Z'))
/** Ten gigatonnes; a word of the contract holds more than a case can issue. */
const mostKg = 10n ** 13n

type Step =
  | {
      readonly kind: 'issue'
      readonly project: number
      readonly netKg: bigint
      readonly bufferKg: bigint
      readonly quantity: bigint
      readonly contracted: bigint
    }
  | { readonly kind: 'retire'; readonly project: number; readonly kg: bigint }
  | { readonly kind: 'reverse'; readonly project: number; readonly kg: bigint; readonly pool: readonly number[] }
  | { readonly kind: 'suspend'; readonly project: number; readonly suspended: boolean }

interface Case {
  readonly steps: readonly Step[]
}

interface Credit {
  held: bigint
  buffer: bigint
  retired: bigint
  cancelled: bigint
  issued: bigint
  reversed: bigint
  suspended: boolean
}

export async function creditsTwin(chain: TwinChain): Promise<Twin<Case>> {
  const contract = await chain.deploy('CreditTwin', [bookOf(chain)], { admin: true })
  await contract.send('begin', [])
  return {
    name: 'credits and buffer',
    batch: 250,
    generate,
    valid,
    expected,
    run: async (cases) => {
      const answers = await contract.run(cases.map(wordsOf), answerWords)
      return answers.map((answer, i) => answer && arranged(answer, cases[i]!.steps.length))
    },
    kinds,
    label,
    show: (index, word) => (index < mostSteps * 2 && index % 2 === 0 ? refusalName(word) : word.toString()),
  }
}

function generate(random: Random): Case {
  const carries = Array.from({ length: projects }, () => exact(0n))
  const issued = Array.from({ length: projects }, () => 0n)
  const steps: Step[] = []
  const size = random.pick([5n, 1_000n, 20_000n, 10n ** 9n, mostKg])
  const amount = (project: number) =>
    random.chance(0.15) ? random.bigint(0n, 2n) : random.bigint(0n, issued[project]! + issued[project]! / 8n + 1n)
  for (let left = random.integer(2, mostSteps); left > 0; left--) {
    const project = random.integer(0, projects - 1)
    const kind = steps.length < 2 ? 0 : random.integer(2, 9)
    if (kind < 4) {
      const step = issueStep(random, project, size, carries)
      issued[project]! += mulDivDown(step.netKg, step.quantity, step.contracted)
      steps.push(step)
    } else if (kind < 6) steps.push({ kind: 'retire', project, kg: amount(project) / BigInt(random.integer(1, 3)) })
    else if (kind < 9) steps.push({ kind: 'reverse', project, kg: amount(project), pool: poolOf(random, project) })
    else steps.push({ kind: 'suspend', project, suspended: random.chance(0.1) })
  }
  return { steps }
}

/** Half of the issuances come from a quantification, carry included; the others are any numbers a case may commit to. */
function issueStep(random: Random, project: number, size: bigint, carries: ReturnType<typeof exact>[]) {
  const contracted = random.bigint(1n, size)
  const quantity = random.chance(0.6) ? contracted : random.bigint(1n, contracted)
  const proportion = { kind: 'issue', project, quantity, contracted } as const
  if (random.chance(0.5)) {
    const netKg = random.magnitude(0n, size)
    return { ...proportion, netKg, bufferKg: random.magnitude(0n, netKg + 1n) }
  }
  const gross = exact(random.bigint(0n, size * 10n ** 6n)).div(exact(10n ** 6n))
  const uncertainty = exact(BigInt(random.integer(100_000, 400_000))).div(exact(10n ** 6n))
  const issuance = issueDown(gross, uncertainty, carries[project]!, parameters)
  carries[project] = issuance.carryOut
  return { ...proportion, netKg: issuance.issuedKg, bufferKg: issuance.bufferKg }
}

/** Other projects in any order, sometimes one of them twice. */
function poolOf(random: Random, project: number): number[] {
  const others = Array.from({ length: projects }, (_, index) => index).filter((index) => index !== project)
  return Array.from({ length: random.integer(0, 4) }, () => random.pick(others))
}

function valid({ steps }: Case): boolean {
  return (
    steps.length > 0 &&
    steps.every((step) => {
      if (step.kind === 'issue') return step.quantity > 0n && step.quantity <= step.contracted
      return step.kind !== 'reverse' || !step.pool.includes(step.project)
    })
  )
}

function expected({ steps }: Case): bigint[] {
  const credits = Array.from({ length: projects }, (): Credit => {
    return { held: 0n, buffer: 0n, retired: 0n, cancelled: 0n, issued: 0n, reversed: 0n, suspended: false }
  })
  const answers = steps.flatMap((step) => take(step, credits))
  const totals = credits.flatMap(({ held, buffer, retired, cancelled }) => [held, buffer, retired, cancelled])
  return arranged([...answers, ...totals], steps.length)
}

/** @returns 0 or the refusal, and what a BufferTooLow says is missing. */
function take(step: Step, credits: readonly Credit[]): [bigint, bigint] {
  const credit = credits[step.project]!
  if (step.kind === 'issue') return issue(step, credit)
  if (step.kind === 'reverse') return draw(step, credits)
  if (step.kind === 'suspend') {
    credit.suspended = step.suspended
    return [0n, 0n]
  }
  if (credit.suspended) return [refusal('Suspended'), 0n]
  if (step.kg === 0n) return [refusal('ZeroAmount'), 0n]
  if (step.kg > credit.held) return [refusal('ERC1155InsufficientBalance'), 0n]
  credit.held -= step.kg
  credit.retired += step.kg
  return [0n, 0n]
}

function issue(step: Extract<Step, { kind: 'issue' }>, credit: Credit): [bigint, bigint] {
  const { netKg, bufferKg } = computeIssuance(step as unknown as IssuanceTerms, step.quantity, step.contracted).result
  if (netKg === 0n) return [refusal('ZeroAmount'), 0n]
  credit.held += netKg
  credit.issued += netKg
  credit.buffer += bufferKg
  return [0n, 0n]
}

function draw(step: Extract<Step, { kind: 'reverse' }>, credits: readonly Credit[]): [bigint, bigint] {
  const credit = credits[step.project]!
  const state = { issuedKg: credit.issued, reversedKg: credit.reversed, ownBufferKg: credit.buffer }
  const pool = step.pool.map((index) => ({ creditId: String(index), bufferKg: credits[index]!.buffer }))
  try {
    const plan = reverse(step.kg, state, pool)
    if (plan.missingKg > 0n) return [refusal('BufferTooLow'), plan.missingKg]
    for (const { creditId, kg } of [{ creditId: String(step.project), kg: plan.fromOwnBufferKg }, ...plan.draws]) {
      const drawn = credits[Number(creditId)]!
      drawn.buffer -= kg
      drawn.cancelled += kg
    }
    credit.reversed += plan.cancelledKg
    credit.suspended = true
    return [0n, 0n]
  } catch (error) {
    return [refusal(codeOf(error) === 'REVERSAL_EXCEEDS_ISSUED' ? 'MoreThanIssued' : 'ZeroAmount'), 0n]
  }
}

/** Steps first, up to their most, then the totals: every answer has the same places. */
function arranged(answer: readonly bigint[], steps: number): bigint[] {
  const totals = answer.slice(steps * 2, steps * 2 + projects * 4)
  return [...padded(answer.slice(0, steps * 2), mostSteps * 2), ...totals].map(BigInt)
}

function wordsOf({ steps }: Case): Word[] {
  return padded([steps.length, ...steps.flatMap((step) => padded(stepOf(step), stepWords))], 1 + mostSteps * stepWords)
}

function stepOf(step: Step): Word[] {
  if (step.kind === 'issue') return [0, step.project, step.netKg, step.bufferKg, step.quantity, step.contracted]
  if (step.kind === 'retire') return [1, step.project, step.kg]
  if (step.kind === 'suspend') return [3, step.project, step.suspended]
  const pool = step.pool.reduceRight((bytes, index) => bytes * 256n + BigInt(index), 0n)
  return [2, step.project, step.kg, step.pool.length, pool]
}

function label(index: number, { steps }: Case): string {
  if (index >= mostSteps * 2) {
    const at = index - mostSteps * 2
    return `project ${Math.floor(at / 4)}, ${['supply', 'buffer', 'retired', 'cancelled'][at % 4]}`
  }
  const number = Math.floor(index / 2)
  return `step ${number} (${steps[number]?.kind}), ${index % 2 === 0 ? 'answer' : 'missing kg'}`
}

function kinds({ steps }: Case, answer: readonly bigint[]): string[] {
  return steps.map((step, index) => {
    const refused = answer[index * 2]!
    if (refused !== 0n) return `${step.kind}: ${refusalName(refused)}`
    return step.kind === 'issue' && step.quantity !== step.contracted ? 'issue, partial' : step.kind
  })
}
