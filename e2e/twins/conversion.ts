/** Twin: `Conversion.quote`, `Conversion.convert` and `quoteConversion`, `checkConversion` (domain.md 2.8), a day of conversions. */
import { type ConversionTerms, checkConversion, quoteConversion } from '@assay/domain/policy/conversion.ts'
import { quantity } from '@assay/domain/quantity.ts'
import { bookOf } from './book.ts'
import type { TwinChain } from './chain.ts'
import type { Twin } from './differential.ts'
import type { Random } from './random.ts'
import { codeOf, refusal, refusalName } from './refusals.ts'
import { padded } from './words.ts'

const mostConversions = 4
const labels = ['gross', 'unpaid', 'fee', 'net', 'answer', 'paid'] as const
const cap = 500_000_000n * 10n ** 18n
const most = (1n << 128n) - 1n

interface Case {
  readonly terms: ConversionTerms
  readonly conversions: readonly { readonly amountFt: bigint; readonly minimumPt: bigint }[]
}

const refusals: Readonly<Record<string, bigint>> = {
  CONVERSION_NOTHING: refusal('ZeroAmount'),
  CONVERSION_BELOW_MINIMUM: refusal('BelowMinimum'),
  CONVERSION_DAILY_LIMIT: refusal('DailyLimitExceeded'),
  QUANTITY_TOO_LARGE: refusal('SafeCastOverflowedUintDowncast'),
}

export async function conversionTwin(chain: TwinChain): Promise<Twin<Case>> {
  const contract = await chain.deploy('ConversionTwin', [bookOf(chain)], { admin: true })
  await contract.send('begin', [await chain.implementationOf('Conversion')])
  return {
    name: 'conversion',
    batch: 400,
    generate,
    valid: ({ terms, conversions }) => terms.rateE18 > 0n && conversions.length > 0,
    expected: (of) => padded(expected(of), mostConversions * labels.length).map(BigInt),
    run: (cases) => contract.run(cases.map(wordsOf), mostConversions * labels.length),
    kinds,
    label: (index) => `conversion ${Math.floor(index / labels.length) + 1}, ${labels[index % labels.length]}`,
    show: (index, word) => (index % labels.length === 4 ? refusalName(word) : word.toString()),
  }
}

function generate(random: Random): Case {
  const rateE18 = random.chance(0.3) ? 10n ** 18n : random.magnitude(1n, (1n << 64n) - 1n)
  const terms = {
    rateE18,
    burnBps: random.pick([300, 300, 0, 1000, random.integer(0, 1000)]),
    feeBps: random.pick([35, 35, 0, 500, random.integer(0, 500)]),
    dailyLimitPt: random.chance(0.1) ? 0n : random.magnitude(1n, cap),
  }
  const count = random.integer(1, mostConversions)
  const conversions = Array.from({ length: count }, () => {
    const amountFt = amountOf(random, terms)
    return { amountFt, minimumPt: minimumOf(random, amountFt, terms) }
  })
  return { terms, conversions }
}

/** Dust, amounts that fill the day's limit, or any. */
function amountOf(random: Random, { rateE18, dailyLimitPt }: ConversionTerms): bigint {
  const kind = random.integer(0, 9)
  if (kind === 0) return random.bigint(0n, 40n)
  if (kind === 1) return random.magnitude(0n, most)
  const filling = (dailyLimitPt * 10n ** 18n) / rateE18
  const share = (filling * BigInt(random.integer(1, 12_000))) / 10_000n
  const amount = kind === 2 ? filling + BigInt(random.integer(-2, 2)) : share
  return amount < 0n ? 0n : amount > most ? most : amount
}

/** Mostly none; otherwise what is paid, or one beside it. */
function minimumOf(random: Random, amountFt: bigint, { rateE18, burnBps, feeBps }: ConversionTerms): bigint {
  if (random.chance(0.7)) return 0n
  const about = (amountFt * rateE18 * BigInt(10_000 - burnBps) * BigInt(10_000 - feeBps)) / 10n ** 26n
  const minimum = about + BigInt(random.integer(-2, 2))
  return minimum < 0n ? 0n : minimum > most ? most : minimum
}

function expected({ terms, conversions }: Case): bigint[] {
  let converted = 0n
  let paid = 0n
  return conversions.flatMap(({ amountFt, minimumPt }) => {
    let shown: bigint[] = [0n, 0n, 0n, 0n]
    try {
      const quote = quoteConversion(quantity(amountFt, 'FT'), terms)
      shown = [quote.grossPt.value, quote.unpaidFt.value, quote.feePt.value, quote.netPt.value]
      const answer = answerOf(() => checkConversion(quote, quantity(minimumPt, 'PT'), quantity(converted, 'PT'), terms))
      // No rule of the domain knows the reserve; the contract looks at it after the minimum and before the limit.
      const reserveTooLow =
        cap - paid < quote.netPt.value && (answer === 0n || answer === refusals.CONVERSION_DAILY_LIMIT)
      if (reserveTooLow) return [...shown, refusal('ReserveTooLow'), 0n]
      if (answer !== 0n) return [...shown, answer, 0n]
      converted += quote.grossPt.value
      paid += quote.netPt.value
      return [...shown, 0n, quote.netPt.value]
    } catch (error) {
      return [...shown, refusals[codeOf(error)] ?? -1n, 0n]
    }
  })
}

function answerOf(check: () => void): bigint {
  try {
    check()
    return 0n
  } catch (error) {
    return refusals[codeOf(error)] ?? -1n
  }
}

function wordsOf({ terms, conversions }: Case) {
  const { rateE18, burnBps, feeBps, dailyLimitPt } = terms
  const head = [rateE18, burnBps, feeBps, dailyLimitPt, conversions.length]
  return padded(
    [...head, ...conversions.flatMap(({ amountFt, minimumPt }) => [amountFt, minimumPt])],
    5 + mostConversions * 2,
  )
}

function kinds({ conversions }: Case, answer: readonly bigint[]): string[] {
  return conversions.map((_, index) => {
    const refused = answer[index * labels.length + 4]!
    return refused === 0n ? 'converted' : refusalName(refused)
  })
}
