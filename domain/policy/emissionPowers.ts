/** Who may move a release of the emission, and how far (domain.md 2.9 "Authority", votes of the last phase, timetable). */
import { inputChecks } from '../checks.ts'
import { type Exact, exact } from '../decimal.ts'
import { defineErrors } from '../errors.ts'
import type { ParameterSet } from '../parameters.ts'
import { fictraEmissionAuthority } from '../programmes/fictraEmissionAuthority.ts'
import { type Quantity, toExact } from '../quantity.ts'
import { amount, decimal, fields, flag, positive, text, variants, whole } from '../shapes.ts'
import { emissionErrors } from './emission.ts'

export const emissionPowerErrors = defineErrors({
  EMISSION_CHANGE_TOO_FAR: {
    status: 422,
    title: 'The change of a release goes further than its authority may',
    remedy: 'Change `field` by at most `most`, or ask a higher authority.',
  },
})
const check = inputChecks(emissionErrors.EMISSION_INPUT_INVALID)
const zero = exact(0n)

/** How many of a body agreed. */
export interface BodyVote {
  readonly approvals: number
  readonly members: number
}

export interface HolderVote {
  readonly forPt: Quantity<'PT'>
  readonly againstPt: Quantity<'PT'>
  readonly circulationPt: Quantity<'PT'>
}

export type EmissionChange =
  | { readonly kind: 'delay'; readonly days: number; readonly council: BodyVote }
  | { readonly kind: 'accelerate'; readonly days: number; readonly operations: BodyVote; readonly chair: boolean }
  | { readonly kind: 'amount'; readonly share: Exact; readonly vote: HolderVote }
  | { readonly kind: 'lawfulStop'; readonly counsel: boolean; readonly chair: boolean; readonly others: number }

const bodyShape = fields<BodyVote>({ approvals: whole(), members: whole(1, 1_000) })
const holdersShape = fields<HolderVote>({
  forPt: amount('PT'),
  againstPt: amount('PT'),
  circulationPt: positive('PT'),
})
const changeShape = variants<'kind', EmissionChange>('kind', {
  delay: fields({ kind: text, days: whole(), council: bodyShape }),
  accelerate: fields({ kind: text, days: whole(), operations: bodyShape, chair: flag }),
  amount: fields({ kind: text, share: decimal(exact(-1n), exact(1n)), vote: holdersShape }),
  lawfulStop: fields({ kind: text, counsel: flag, chair: flag, others: whole() }),
})

/**
 * Whether the bodies asked have agreed. A share of a body is compared across its actual size, so that seven of twelve means the
 * same in a Council of nine. @throws EMISSION_INPUT_INVALID EMISSION_CHANGE_TOO_FAR
 */
export function mayChangeEmission(change: EmissionChange, parameters: ParameterSet): boolean {
  check.all({ change }, { change: changeShape })
  const powers = parameters.get(fictraEmissionAuthority.powers)
  switch (change.kind) {
    case 'delay':
      within('days', change.days, powers.delayDaysMost)
      return reaches(change.council, powers.councilApprovals, powers.councilOf)
    case 'accelerate':
      within('days', change.days, powers.accelerateDaysMost)
      return change.chair && reaches(change.operations, powers.operationsApprovals, powers.operationsOf)
    case 'amount': {
      if (change.share.abs().greaterThan(powers.holdersShareMost)) {
        throw emissionPowerErrors.EMISSION_CHANGE_TOO_FAR({ field: 'share', most: powers.holdersShareMost.toFixed() })
      }
      return votePasses(change.vote, powers.holdersApproval, powers.holdersQuorum)
    }
    case 'lawfulStop':
      return change.counsel && change.chair && change.others >= powers.lawApprovals
  }
}

/**
 * Until when a suspension by the director holds: a day, and once confirmed in time until it is lifted.
 * @returns seconds since 1970, or null while it has no end. @throws EMISSION_INPUT_INVALID
 */
export function suspensionEndsSeconds(
  suspendedAtSeconds: number,
  confirmedAtSeconds: number | null,
  parameters: ParameterSet,
): number | null {
  check.whole(suspendedAtSeconds, 'suspendedAtSeconds')
  const { suspensionHours, confirmHours } = parameters.get(fictraEmissionAuthority.powers)
  if (confirmedAtSeconds !== null) {
    check.whole(confirmedAtSeconds, 'confirmedAtSeconds', suspendedAtSeconds)
    if (confirmedAtSeconds <= suspendedAtSeconds + confirmHours * 3_600) return null
  }
  return suspendedAtSeconds + suspensionHours * 3_600
}

/** A release of the last phase: voted by the holders after deliberation, or by the Council over them after its notice. */
export type ReleaseApproval =
  | { readonly by: 'holders'; readonly deliberationDays: number; readonly vote: HolderVote }
  | { readonly by: 'council'; readonly noticeDays: number; readonly council: BodyVote }

const approvalShape = variants<'by', ReleaseApproval>('by', {
  holders: fields({ by: text, deliberationDays: whole(), vote: holdersShape }),
  council: fields({ by: text, noticeDays: whole(), council: bodyShape }),
})

/** Whether a release of the last phase has its approval. @throws EMISSION_INPUT_INVALID */
export function isReleaseApproved(approval: ReleaseApproval, parameters: ParameterSet): boolean {
  check.all({ approval }, { approval: approvalShape })
  const rule = parameters.get(fictraEmissionAuthority.vote)
  if (approval.by === 'holders') {
    const passed = votePasses(approval.vote, rule.approvalLeast, rule.quorumLeast)
    return passed && approval.deliberationDays >= rule.deliberationDaysLeast
  }
  const agreed = reaches(approval.council, rule.overrideApprovals, rule.overrideOf)
  return agreed && approval.noticeDays >= rule.overrideNoticeDays
}

function within(field: string, days: number, most: number): void {
  if (days > most) throw emissionPowerErrors.EMISSION_CHANGE_TOO_FAR({ field, most })
}

function reaches({ approvals, members }: BodyVote, needed: number, of: number): boolean {
  check.whole(approvals, 'approvals', 0, members)
  return approvals * of >= needed * members
}

function votePasses({ forPt, againstPt, circulationPt }: HolderVote, approval: Exact, quorum: Exact): boolean {
  const cast = toExact(forPt).plus(toExact(againstPt))
  check.decimal(cast, 'circulationPt', zero, toExact(circulationPt))
  // Nothing cast reaches a quorum of nothing, yet approves nothing.
  if (cast.isZero()) return false
  return (
    cast.greaterThanOrEqualTo(toExact(circulationPt).times(quorum)) &&
    toExact(forPt).greaterThanOrEqualTo(cast.times(approval))
  )
}
