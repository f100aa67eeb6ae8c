/**
 * Rate limits (domain.md 2.19): a token bucket for each client and API domain, and a ladder of what is given up under load. All
 * integers: a bucket holds sixty-thousandths of a request, so that a minute's budget fills evenly by the millisecond.
 */
import { inputChecks } from '../checks.ts'
import { bandOf } from '../codecs.ts'
import { type Exact, exact } from '../decimal.ts'
import { defineErrors } from '../errors.ts'
import type { ParameterSet } from '../parameters.ts'
import {
  fictraAccess,
  type LimitedVerb,
  limitedVerbs,
  type RateTier,
  rateTiers,
  type WorkClass,
  workClasses,
} from '../programmes/fictraAccess.ts'
import { fields, oneOf, orNull, share, whole } from '../shapes.ts'

export const rateErrors = defineErrors({
  RATE_INPUT_INVALID: {
    status: 422,
    title: 'A value of the rate limit is outside its range',
    remedy: 'Correct the value that `field` names; `reason` says why it cannot be used.',
  },
})

const check = inputChecks((details) => rateErrors.RATE_INPUT_INVALID(details))
const perRequest = 60_000
const perMinuteMost = 1_000_000

export interface Bucket {
  /** Sixty-thousandths of a request. */
  readonly level: number
  /** Milliseconds since 1970. */
  readonly atMs: number
}

export interface Admission {
  readonly admitted: boolean
  readonly bucket: Bucket
  /** For the headers: budget of a minute, whole requests left, milliseconds until one more is free. */
  readonly limit: number
  readonly remaining: number
  readonly retryAfterMs: number
}

/** Requests a minute a client of a tier may send, of a verb with a limit of its own no more than that. @throws RATE_INPUT_INVALID */
export function budgetOf(tier: RateTier, verb: LimitedVerb | null, parameters: ParameterSet): number {
  check.all({ tier, verb }, { tier: oneOf(rateTiers), verb: orNull(oneOf(limitedVerbs)) })
  const ofTier = parameters.get(fictraAccess.requestsPerMinute)[tier]
  return verb === null ? ofTier : Math.min(ofTier, parameters.get(fictraAccess.verbsPerMinute)[verb])
}

const takeShape = {
  bucket: orNull(fields<Bucket>({ level: whole(0, perMinuteMost * perRequest), atMs: whole() })),
  perMinute: whole(1, perMinuteMost),
  nowMs: whole(),
}

/**
 * Takes one request from the bucket if there is one. A client never seen has a full bucket (`null`). A clock that went backwards
 * refills nothing.
 * @param perMinute from `budgetOf`. @throws RATE_INPUT_INVALID
 */
export function takeRequest(bucket: Bucket | null, perMinute: number, nowMs: number): Admission {
  check.all({ bucket, perMinute, nowMs }, takeShape)
  const full = perMinute * perRequest
  const since = bucket === null ? 0 : Math.max(0, nowMs - bucket.atMs)
  // A minute fills any bucket; the bound keeps the product an exact integer.
  const refilled = (bucket?.level ?? full) + Math.min(since, 60_000) * perMinute
  const level = Math.min(full, refilled)
  const admitted = level >= perRequest
  const left = admitted ? level - perRequest : level
  return {
    admitted,
    bucket: { level: left, atMs: Math.max(nowMs, bucket?.atMs ?? nowMs) },
    limit: perMinute,
    remaining: Math.floor(left / perRequest),
    retryAfterMs: left >= perRequest ? 0 : Math.ceil((perRequest - left) / perMinute),
  }
}

export interface Service {
  readonly served: boolean
  /** Reads are answered from the cache. */
  readonly cachedReads: boolean
}

const serviceShape = {
  work: oneOf(workClasses),
  tier: oneOf(rateTiers),
  use: fields({ load: share, sovereignLoad: share }),
}

/**
 * Whether work of a class is served at a load. A sovereign's work meets the load of its own lane: what others have used up of
 * the capacity that is not kept for sovereigns does not count against it.
 * @param load share of the capacity in use, and @param sovereignLoad share of all capacity that sovereigns use. @throws RATE_INPUT_INVALID
 */
export function serviceAt(
  work: WorkClass,
  tier: RateTier,
  use: { readonly load: Exact; readonly sovereignLoad: Exact },
  parameters: ParameterSet,
): Service {
  check.all({ work, tier, use }, serviceShape)
  const { load, sovereignLoad } = use
  const lane = parameters.get(fictraAccess.sovereignLane)
  const reserved = tier === 'sovereign' && !sovereignLoad.greaterThan(lane)
  const step = bandOf(parameters.get(fictraAccess.loadLadder), reserved ? exact(0n) : load)
  return { served: workClasses.indexOf(work) >= workClasses.indexOf(step.from), cachedReads: step.cachedReads }
}
