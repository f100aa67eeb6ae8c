/**
 * Conversion of Foundation Token to Payment Token (domain.md 2.8, basic path): all FT is burned, an unpaid share of it earns
 * nothing, the rest is paid at the governed rate less a fee. Integer twin of `IConversion.quote`: what the converter loses
 * is rounded up, what it is paid is rounded down.
 */
import { inputChecks } from '../checks.ts'
import { scaledDown, scaledExactly } from '../decimal.ts'
import { defineErrors } from '../errors.ts'
import type { ParameterSet } from '../parameters.ts'
import { fictraSettlement } from '../programmes/fictraSettlement.ts'
import { formatQuantity, mulDivDown, mulDivUp, type Quantity, quantity } from '../quantity.ts'
import { amount, fields, units, whole } from '../shapes.ts'

export const conversionErrors = defineErrors({
  CONVERSION_INPUT_INVALID: {
    status: 422,
    title: 'Inputs of the conversion are outside their range',
    remedy: 'Correct the value that `field` names; `reason` says why it cannot be used.',
  },
  CONVERSION_NOTHING: {
    status: 422,
    title: 'There is nothing to convert',
    remedy: 'Send an amount of Foundation Token that pays at least one base unit.',
  },
  CONVERSION_BELOW_MINIMUM: {
    status: 409,
    title: 'The conversion would pay less than the minimum asked for',
    remedy:
      'Send a `minOutPt` of at most `netPt`, which is what the conversion would pay now, or wait for a better rate.',
  },
  CONVERSION_DAILY_LIMIT: {
    status: 409,
    title: 'The conversion exceeds what is left of the daily limit',
    remedy: 'Convert less: today `leftPt` can still be paid, before fees. The limit begins anew at midnight UTC.',
    retryable: true,
  },
  CONVERSION_NO_MARKET: {
    status: 409,
    title: 'The market is too small to carry a tranche of the conversion',
    remedy: 'Wait for more Payment Token volume, or convert less.',
    retryable: true,
  },
  CONVERSION_PAUSED: {
    status: 409,
    title: 'Conversions are paused',
    remedy: 'Wait until the circuit breaker ends; the schedule resumes by itself.',
    retryable: true,
  },
})

const check = inputChecks(conversionErrors.CONVERSION_INPUT_INVALID)

/** Arguments of `IConversion.setTerms`. */
export interface ConversionTerms {
  readonly rateE18: bigint
  readonly burnBps: number
  readonly feeBps: number
  /** Base units of PT. */
  readonly dailyLimitPt: bigint
}

export interface ConversionQuote {
  /** All of it is burned. */
  readonly burnedFt: Quantity<'FT'>
  /** The part of it that is not paid for. */
  readonly unpaidFt: Quantity<'FT'>
  readonly grossPt: Quantity<'PT'>
  readonly feePt: Quantity<'PT'>
  readonly netPt: Quantity<'PT'>
}

export const termsShape = fields<ConversionTerms>({
  rateE18: units(),
  burnBps: whole(0, 10_000),
  feeBps: whole(0, 10_000),
  dailyLimitPt: units(),
})
const quoteShape = fields<ConversionQuote>({
  burnedFt: amount('FT'),
  unpaidFt: amount('FT'),
  grossPt: amount('PT'),
  feePt: amount('PT'),
  netPt: amount('PT'),
})
const checkedShape = { quote: quoteShape, minimum: amount('PT'), convertedToday: amount('PT'), terms: termsShape }

/** The governed terms in the integers of the contract. */
export function conversionTerms(parameters: ParameterSet): ConversionTerms {
  const { unpaidShare, fee, dailyLimitPt } = parameters.get(fictraSettlement.conversion)
  return {
    rateE18: scaledDown(parameters.get(fictraSettlement.conversionRate), 18),
    burnBps: Number(scaledExactly(unpaidShare, 4, 'unpaidShare')),
    feeBps: Number(scaledExactly(fee, 4, 'fee')),
    dailyLimitPt: dailyLimitPt.value,
  }
}

/**
 * What a conversion burns and pays: unpaid share and fee rounded up, gross payment down.
 * @throws CONVERSION_INPUT_INVALID CONVERSION_NOTHING
 */
export function quoteConversion(amountFt: Quantity<'FT'>, terms: ConversionTerms): ConversionQuote {
  check.all({ amountFt, terms }, { amountFt: amount('FT'), terms: termsShape })
  if (amountFt.value === 0n) throw conversionErrors.CONVERSION_NOTHING({ field: 'amountFt' })
  const unpaid = mulDivUp(amountFt.value, BigInt(terms.burnBps), 10_000n)
  const gross = mulDivDown(amountFt.value - unpaid, terms.rateE18, 10n ** 18n)
  const fee = mulDivUp(gross, BigInt(terms.feeBps), 10_000n)
  return {
    burnedFt: amountFt,
    unpaidFt: quantity(unpaid, 'FT'),
    grossPt: quantity(gross, 'PT'),
    feePt: quantity(fee, 'PT'),
    netPt: quantity(gross - fee, 'PT'),
  }
}

/**
 * A quote checked against the converter's minimum and the day's limit; dust that would be burned for nothing is refused.
 * @throws CONVERSION_INPUT_INVALID CONVERSION_NOTHING CONVERSION_BELOW_MINIMUM CONVERSION_DAILY_LIMIT
 */
export function checkConversion(
  quote: ConversionQuote,
  minimum: Quantity<'PT'>,
  convertedToday: Quantity<'PT'>,
  terms: ConversionTerms,
): void {
  check.all({ quote, minimum, convertedToday, terms }, checkedShape)
  if (quote.netPt.value === 0n) throw conversionErrors.CONVERSION_NOTHING({ field: 'amountFt' })
  if (quote.netPt.value < minimum.value) {
    throw conversionErrors.CONVERSION_BELOW_MINIMUM({
      netPt: formatQuantity(quote.netPt),
      minimumPt: formatQuantity(minimum),
    })
  }
  const left = terms.dailyLimitPt - convertedToday.value
  if (quote.grossPt.value > left) {
    const leftPt = quantity(left > 0n ? left : 0n, 'PT')
    throw conversionErrors.CONVERSION_DAILY_LIMIT({
      grossPt: formatQuantity(quote.grossPt),
      leftPt: formatQuantity(leftPt),
    })
  }
}
