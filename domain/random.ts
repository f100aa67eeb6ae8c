/**
 * Random numbers that are the same everywhere: from a seed that is part of a computation's inputs. SplitMix64 (Steele, Lea and
 * Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014) gives the bits; Wichura's algorithm AS 241 ("The
 * percentage points of the normal distribution", Applied Statistics 37, 1988, routine PPND16) turns them into normal deviates by
 * inverting the distribution. Good for simulation; not for secrets.
 */
import { Decimal } from 'decimal.js'
import { describe, Exact, exact } from './decimal.ts'
import { transcendentalErrors } from './transcendental.ts'

/** The next 64 bits. */
export type RandomBits = () => bigint

/** SplitMix64 from a seed; of the seed the lowest 64 bits count. */
export function splitMix64(seed: bigint): RandomBits {
  let state = BigInt.asUintN(64, seed)
  return () => {
    state = BigInt.asUintN(64, state + 0x9e3779b97f4a7c15n)
    let z = state
    z = BigInt.asUintN(64, (z ^ (z >> 30n)) * 0xbf58476d1ce4e5b9n)
    z = BigInt.asUintN(64, (z ^ (z >> 27n)) * 0x94d049bb133111ebn)
    return z ^ (z >> 31n)
  }
}

const halfSteps = exact(2n ** 54n)

/** AS 241 is good to 16 digits; 20 leave room for its sums. */
const Short = Decimal.clone({ precision: 20, rounding: Decimal.ROUND_HALF_EVEN, toExpNeg: -9e15, toExpPos: 9e15 })

/** A number strictly between 0 and 1, exact: the middle of one of 2^53 equal steps. */
export function uniform(bits: bigint): Exact {
  return exact(2n * (bits >> 11n) + 1n).div(halfSteps)
}

/** A deviate of the standard normal distribution. */
export function normal(bits: bigint): Exact {
  return normalQuantile(uniform(bits))
}

/** The value below which a standard normal deviate lies with probability p, to 16 digits. @throws DECIMAL_UNDEFINED */
export function normalQuantile(p: Exact): Exact {
  if (!p.greaterThan(0) || !p.lessThan(1)) {
    throw transcendentalErrors.DECIMAL_UNDEFINED({ field: 'normalQuantile', given: describe(p.toString()) })
  }
  const q = new Short(p.minus('0.5'))
  if (q.abs().lessThanOrEqualTo('0.425')) {
    const r = new Short('0.180625').minus(q.times(q))
    return new Exact(ratio(centre, r).times(q))
  }
  const tail = new Short(q.isNegative() ? p : exact(1n).minus(p))
  const r = tail.ln().negated().sqrt()
  const x = r.lessThanOrEqualTo(5) ? ratio(middle, r.minus('1.6')) : ratio(far, r.minus(5))
  return new Exact(q.isNegative() ? x.negated() : x)
}

interface Rational {
  readonly numerator: readonly Decimal[]
  readonly denominator: readonly Decimal[]
}

function ratio({ numerator, denominator }: Rational, r: Decimal): Decimal {
  return horner(numerator, r).div(horner(denominator, r))
}

/** Coefficients from the highest power down. */
function horner(coefficients: readonly Decimal[], r: Decimal): Decimal {
  return coefficients.reduce((total, coefficient) => total.times(r).plus(coefficient))
}

function rational(numerator: readonly string[], denominator: readonly string[]): Rational {
  const read = (list: readonly string[]) => list.map((text) => new Short(text))
  return { numerator: read(numerator), denominator: read([...denominator, '1']) }
}

const centre = rational(
  [
    '2509.0809287301226727',
    '33430.575583588128105',
    '67265.770927008700853',
    '45921.953931549871457',
    '13731.693765509461125',
    '1971.5909503065514427',
    '133.14166789178437745',
    '3.3871328727963666080',
  ],
  [
    '5226.4952788528545610',
    '28729.085735721942674',
    '39307.895800092710610',
    '21213.794301586595867',
    '5394.1960214247511077',
    '687.18700749205790830',
    '42.313330701600911252',
  ],
)

const middle = rational(
  [
    '0.000774545014278341407640',
    '0.0227238449892691845833',
    '0.241780725177450611770',
    '1.27045825245236838258',
    '3.64784832476320460504',
    '5.76949722146069140550',
    '4.63033784615654529590',
    '1.42343711074968357734',
  ],
  [
    '0.00000000105075007164441684324',
    '0.000547593808499534494600',
    '0.0151986665636164571966',
    '0.148103976427480074590',
    '0.689767334985100004550',
    '1.67638483018380384940',
    '2.05319162663775882187',
  ],
)

const far = rational(
  [
    '0.000000201033439929228813265',
    '0.0000271155556874348757815',
    '0.00124266094738807843860',
    '0.0265321895265761230930',
    '0.296560571828504891230',
    '1.78482653991729133580',
    '5.46378491116411436990',
    '6.65790464350110377720',
  ],
  [
    '0.00000000000000204426310338993978564',
    '0.000000142151175831644588870',
    '0.0000184631831751005468180',
    '0.000786869131145613259100',
    '0.0148753612908506148525',
    '0.136929880922735805310',
    '0.599832206555887937690',
  ],
)
