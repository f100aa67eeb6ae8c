/**
 * A release of the emission schedule (domain.md 2.9): due by its month, on its condition and its vote, never more than its
 * class or the cap leaves. What the corridor or a cap holds back stays open and can be released later.
 */
import { inputChecks } from '../checks.ts'
import { type Exact, exact, scaledDown } from '../decimal.ts'
import { defineErrors } from '../errors.ts'
import type { ParameterSet } from '../parameters.ts'
import {
  type EmissionClass,
  type EmissionCondition,
  emissionClasses,
  fictraEmission,
  type ReleaseName,
  releaseNames,
} from '../programmes/fictraEmission.ts'
import { fictraEmissionAuthority } from '../programmes/fictraEmissionAuthority.ts'
import { fictraSettlement } from '../programmes/fictraSettlement.ts'
import { min, mulDivDown, type Quantity, quantity } from '../quantity.ts'
import { amount, decimal, fields, flag, oneOf, share, some, whole } from '../shapes.ts'
import { monthBeginsSeconds, secondsPerDay } from './programmeTime.ts'

export const emissionErrors = defineErrors({
  EMISSION_INPUT_INVALID: {
    status: 422,
    title: 'Inputs of the emission are outside their range',
    remedy: 'Correct the value that `field` names; `reason` says why it cannot be used.',
  },
  EMISSION_RELEASE_UNKNOWN: {
    status: 404,
    title: 'The schedule has no such release',
    remedy: 'Use a release of the schedule in force.',
  },
  EMISSION_REFUSED: {
    status: 409,
    title: 'The release may not take place now',
    remedy: 'Wait until every reason that `reasons` lists is gone.',
    retryable: true,
  },
})
const check = inputChecks(emissionErrors.EMISSION_INPUT_INVALID)
const one = exact(1n)
const nothing = quantity(0n, 'PT')

/** What was emitted so far. */
export interface EmissionBook {
  readonly released: Readonly<Partial<Record<ReleaseName, Quantity<'PT'>>>>
  /** What each class has received, by the schedule as it was then and outside it: a later schedule does not forget any of it. */
  readonly received: Readonly<Partial<Record<EmissionClass, Quantity<'PT'>>>>
}

export interface EmissionFacts {
  readonly activeTraders: number
  /** Mean of 30 days. */
  readonly volumeUsd: Exact
  readonly commodityClasses: number
  /** Days in a row with a low volatility index. */
  readonly calmDays: number
}

export interface ReleaseCall {
  readonly secondsSinceLaunch: number
  /** Decided delays less decided accelerations. */
  readonly shiftDays: number
  readonly suspended: boolean
  /** By vote or override, where the release needs one. */
  readonly approved: boolean
  /** Decided by the holders: one, give or take a governed share. */
  readonly amountFactor: Exact
  /** What the corridor leaves of it (2.10). */
  readonly corridorFactor: Exact
  readonly facts: EmissionFacts
  /** All PT in existence. */
  readonly supplyPt: Quantity<'PT'>
}

export type EmissionBound = 'corridor' | 'classCap' | 'cap'

export interface Release {
  readonly class: EmissionClass
  readonly releasedPt: Quantity<'PT'>
  /** Of this release, for later. */
  readonly openPt: Quantity<'PT'>
  readonly boundBy: readonly EmissionBound[]
  readonly book: EmissionBook
}

const pt = amount('PT')
const bookShape = fields<EmissionBook>({ released: some(releaseNames, pt), received: some(emissionClasses, pt) })
const factsShape = fields<EmissionFacts>({
  activeTraders: whole(),
  volumeUsd: decimal(),
  commodityClasses: whole(),
  calmDays: whole(),
})

/**
 * Carries out a release of the schedule as far as corridor, class and cap leave room, or refuses it with every reason.
 * @throws EMISSION_INPUT_INVALID EMISSION_RELEASE_UNKNOWN EMISSION_REFUSED with every reason
 */
export function releaseDown(
  name: ReleaseName,
  call: ReleaseCall,
  book: EmissionBook,
  parameters: ParameterSet,
): Release {
  const row = parameters.get(fictraEmission.schedule).find((candidate) => candidate.name === name)
  if (row === undefined) throw emissionErrors.EMISSION_RELEASE_UNKNOWN({ field: 'name', name })
  checkCall(call, parameters)
  checkBook(book)
  const dueSeconds = monthBeginsSeconds(row.month, parameters) + call.shiftDays * secondsPerDay
  const reasons = [
    call.secondsSinceLaunch < dueSeconds ? 'notDue' : null,
    call.suspended ? 'suspended' : null,
    row.vote && !call.approved ? 'notApproved' : null,
    conditionHolds(row.needs, call.facts, parameters) ? null : row.needs,
  ].filter((reason) => reason !== null)
  if (reasons.length > 0) throw emissionErrors.EMISSION_REFUSED({ name, reasons })
  const wholePt = scaled(row.amountPt, call.amountFactor)
  const before = book.released[name] ?? nothing
  const ceilingPt = scaled(wholePt, call.corridorFactor)
  const wantedPt = ceilingPt.value > before.value ? quantity(ceilingPt.value - before.value, 'PT') : nothing
  const { givenPt, boundBy } = withinCaps(row.class, wantedPt, call.supplyPt, book, parameters)
  const releasedPt = quantity(before.value + givenPt.value, 'PT')
  return {
    class: row.class,
    releasedPt: givenPt,
    openPt: releasedPt.value < wholePt.value ? quantity(wholePt.value - releasedPt.value, 'PT') : nothing,
    boundBy: ceilingPt.value < wholePt.value ? ['corridor', ...boundBy] : boundBy,
    book: { released: { ...book.released, [name]: releasedPt }, received: receiving(row.class, givenPt, book) },
  }
}

/** An emission outside the schedule, such as a bonus of 2.9: the same caps. @throws EMISSION_INPUT_INVALID */
export function extraReleaseDown(
  of: EmissionClass,
  wantedPt: Quantity<'PT'>,
  supplyPt: Quantity<'PT'>,
  book: EmissionBook,
  parameters: ParameterSet,
): Omit<Release, 'openPt'> {
  check.all({ of, wantedPt, supplyPt }, { of: oneOf(emissionClasses), wantedPt: pt, supplyPt: pt })
  checkBook(book)
  const { givenPt, boundBy } = withinCaps(of, wantedPt, supplyPt, book, parameters)
  return { class: of, releasedPt: givenPt, boundBy, book: { ...book, received: receiving(of, givenPt, book) } }
}

/** What a class has received, by the schedule and outside it. @throws EMISSION_INPUT_INVALID */
export function receivedPt(of: EmissionClass, book: EmissionBook): Quantity<'PT'> {
  check.all({ of }, { of: oneOf(emissionClasses) })
  checkBook(book)
  return book.received[of] ?? nothing
}

/** What may still be minted. @throws EMISSION_INPUT_INVALID */
export function capHeadroomPt(supplyPt: Quantity<'PT'>, parameters: ParameterSet): Quantity<'PT'> {
  check.all({ supplyPt }, { supplyPt: pt })
  const cap = parameters.get(fictraSettlement.paymentTokenCap)
  return cap.value > supplyPt.value ? quantity(cap.value - supplyPt.value, 'PT') : nothing
}

function withinCaps(
  of: EmissionClass,
  wantedPt: Quantity<'PT'>,
  supplyPt: Quantity<'PT'>,
  book: EmissionBook,
  parameters: ParameterSet,
): { readonly givenPt: Quantity<'PT'>; readonly boundBy: readonly EmissionBound[] } {
  const classCap = parameters.get(fictraEmission.classCaps)[of]
  const received = book.received[of] ?? nothing
  const roomPt = received.value < classCap.value ? quantity(classCap.value - received.value, 'PT') : nothing
  const headroomPt = capHeadroomPt(supplyPt, parameters)
  const boundBy: EmissionBound[] = []
  if (roomPt.value < wantedPt.value) boundBy.push('classCap')
  if (headroomPt.value < wantedPt.value) boundBy.push('cap')
  return { givenPt: min(min(wantedPt, roomPt), headroomPt), boundBy }
}

function receiving(of: EmissionClass, givenPt: Quantity<'PT'>, { received }: EmissionBook): EmissionBook['received'] {
  return { ...received, [of]: quantity((received[of] ?? nothing).value + givenPt.value, 'PT') }
}

/** Whatever was released, a class received it. */
function checkBook(book: EmissionBook): void {
  check.all({ book }, { book: bookShape })
  const sumOf = (amounts: Readonly<Record<string, Quantity<'PT'> | undefined>>) =>
    Object.values(amounts).reduce((total, one = nothing) => total + one.value, 0n)
  check.that(sumOf(book.received) >= sumOf(book.released), 'received', 'the classes received less than was released')
}

function conditionHolds(needs: EmissionCondition, facts: EmissionFacts, parameters: ParameterSet): boolean {
  const asked = parameters.get(fictraEmission.conditions)
  switch (needs) {
    case 'none':
      return true
    case 'activeTraders':
      return facts.activeTraders >= asked.activeTradersLeast
    case 'tradedVolume':
      return facts.volumeUsd.greaterThanOrEqualTo(asked.volumeUsdLeast)
    case 'commodityClasses':
      return facts.commodityClasses >= asked.commodityClassesLeast
    case 'calmMarket':
      return facts.calmDays >= asked.calmDaysLeast
  }
}

function scaled(of: Quantity<'PT'>, factor: Exact): Quantity<'PT'> {
  return quantity(mulDivDown(of.value, scaledDown(factor, 18), 10n ** 18n), 'PT')
}

function checkCall(call: ReleaseCall, parameters: ParameterSet): void {
  const { accelerateDaysMost, holdersShareMost } = parameters.get(fictraEmissionAuthority.powers)
  const shape = fields<ReleaseCall>({
    secondsSinceLaunch: whole(),
    shiftDays: whole(-accelerateDaysMost, 36_500),
    suspended: flag,
    approved: flag,
    amountFactor: decimal(one.minus(holdersShareMost), one.plus(holdersShareMost)),
    corridorFactor: share,
    facts: factsShape,
    supplyPt: pt,
  })
  check.all({ call }, { call: shape })
}
