/**
 * Seats of the Sovereign Council (domain.md 2.17): their number grows with the eligible nations; the primary seats go by D'Hondt
 * on Foundation Token, the rest to regions.
 */

import { inputChecks } from '../checks.ts'
import { bandOf } from '../codecs.ts'
import { exact } from '../decimal.ts'
import { defineErrors } from '../errors.ts'
import type { ParameterSet } from '../parameters.ts'
import { fictraGovernance } from '../programmes/fictraGovernance.ts'
import { fields, instant, list, text, units, whole } from '../shapes.ts'

export const seatErrors = defineErrors({
  SEATS_NATION_INVALID: {
    status: 422,
    title: 'A nation cannot be seated',
    remedy: 'Name each nation once, with a region and a holding of zero or more.',
  },
})

export interface Nation {
  readonly sovereign: string
  readonly region: string
  /** Base units of FT. */
  readonly holdingFt: bigint
}

export interface Seats {
  readonly sovereign: string
  readonly primary: number
  readonly regional: number
}

const check = inputChecks(seatErrors.SEATS_NATION_INVALID)
const nationsShape = list(fields<Nation>({ sovereign: text, region: text, holdingFt: units() }))

/** The seats of every eligible nation, largest holding first. @throws SEATS_NATION_INVALID */
export function councilSeats(nations: readonly Nation[], parameters: ParameterSet): readonly Seats[] {
  check.all({ nations }, { nations: nationsShape })
  check.that(
    new Set(nations.map(({ sovereign }) => sovereign)).size === nations.length,
    'sovereign',
    'it is named twice',
  )
  const { seats, primaryShare, eligibleFt } = parameters.get(fictraGovernance.councilSeats)
  const eligible = nations.filter(({ holdingFt }) => holdingFt >= eligibleFt.value)
  const all = bandOf(seats, exact(BigInt(eligible.length)))
  const primaryCount = Number(primaryShare.times(all).floor().toFixed())
  const ordered = eligible.toSorted(larger)
  const primary = dHondt(ordered, primaryCount)
  const regional = regionalSeats(ordered, primary, all - primaryCount)
  return ordered.map(({ sovereign }, index) => ({
    sovereign,
    primary: primary[index]!,
    regional: regional.has(sovereign) ? 1 : 0,
  }))
}

/** A nation above this share of all Foundation Token has a temporary veto. @throws SEATS_NATION_INVALID */
export function hasVeto(holdingFt: bigint, supplyFt: bigint, parameters: ParameterSet): boolean {
  check.all({ holdingFt, supplyFt }, { holdingFt: units(), supplyFt: units() })
  const { vetoHolding } = parameters.get(fictraGovernance.councilSeats)
  return exact(holdingFt).greaterThan(vetoHolding.times(exact(supplyFt)))
}

export interface SeatTerm {
  readonly until: Date
  /** Whether the nation may be seated for another term after this one. */
  readonly mayReturn: boolean
}

/** A term that begins: its end, the same day of a later year, 29 February becoming 1 March; refused when all terms were served. @throws SEATS_NATION_INVALID */
export function seatTerm(from: Date, termsServed: number, parameters: ParameterSet): SeatTerm {
  check.all({ from, termsServed }, { from: instant, termsServed: whole() })
  const { termYears, maxTerms } = parameters.get(fictraGovernance.councilSeats)
  check.that(termsServed < maxTerms, 'termsServed', `no nation serves more than ${maxTerms} terms`)
  const until = new Date(from)
  until.setUTCFullYear(from.getUTCFullYear() + termYears)
  return { until, mayReturn: termsServed + 1 < maxTerms }
}

/** The earliest that an emergency meeting of the council may take place once it is called. @throws SEATS_NATION_INVALID */
export function emergencyMeetingFrom(calledAt: Date, parameters: ParameterSet): Date {
  check.all({ calledAt }, { calledAt: instant })
  return new Date(calledAt.getTime() + parameters.get(fictraGovernance.councilSeats).emergencyNoticeHours * 3_600_000)
}

/**
 * D'Hondt: each seat goes to the largest holding / (seats so far + 1); on a tie to the larger holding, then to the name that
 * comes first.
 * @param ordered largest holding first, ties by name
 */
function dHondt(ordered: readonly Nation[], count: number): readonly number[] {
  const won = ordered.map(() => 0)
  for (let seat = 0; seat < count && ordered.length > 0; seat++) {
    let best = 0
    for (const [index, { holdingFt }] of ordered.entries()) {
      // a / m > b / n, without dividing
      const ahead = holdingFt * BigInt(won[best]! + 1) > ordered[best]!.holdingFt * BigInt(won[index]! + 1)
      if (ahead) best = index
    }
    won[best] = won[best]! + 1
  }
  return won
}

/**
 * One seat after the other to the region that has the fewest regional seats, on a tie to the one whose next nation holds more:
 * to its largest nation that has no seat yet. A seat that finds no such nation stays vacant.
 */
function regionalSeats(ordered: readonly Nation[], primary: readonly number[], count: number): ReadonlySet<string> {
  const waiting = ordered.filter((_, index) => primary[index] === 0)
  const seated = new Set<string>()
  const ofRegion = new Map<string, number>()
  for (let seat = 0; seat < count; seat++) {
    const next = waiting
      .filter(({ sovereign }) => !seated.has(sovereign))
      // `waiting` has the larger holding first, and the sort is stable.
      .toSorted((a, b) => (ofRegion.get(a.region) ?? 0) - (ofRegion.get(b.region) ?? 0))[0]
    if (next === undefined) break
    seated.add(next.sovereign)
    ofRegion.set(next.region, (ofRegion.get(next.region) ?? 0) + 1)
  }
  return seated
}

function larger(a: Nation, b: Nation): number {
  if (a.holdingFt !== b.holdingFt) return a.holdingFt > b.holdingFt ? -1 : 1
  return a.sovereign < b.sovereign ? -1 : 1
}
