/** Conversion of Foundation Token, domain.md 2.8. */
import { timeWeightedAverageDown, volumeWeightedAverageDown } from '../../policy/averages.ts'
import { checkConversion, conversionTerms, quoteConversion } from '../../policy/conversion.ts'
import { executeTranche, fundConversion, valueFloorDown } from '../../policy/conversionExecution.ts'
import { nextConversionRateDown, valueRatioZone } from '../../policy/conversionRate.ts'
import { resumeSchedule, scheduleConversion } from '../../policy/conversionSchedule.ts'
import { conversionConditions } from '../../policy/conversionTiers.ts'
import { initial } from '../parameters.ts'
import { d, ft, pt, rule, type Section } from './rule.ts'

const terms = conversionTerms(initial)
const size = {
  amountFt: ft(100_000),
  holdingsFt: ft(1_000_000),
  supplyFt: ft(100_000_000),
  convertedInMonthFt: ft(0),
  grossPt: pt(100_000),
  dailyVolumePt: pt(5_000_000),
  valueUsd: d('150000'),
}
const conditions = conversionConditions(size, initial)
const tranches = scheduleConversion(
  {
    requestedAtSeconds: 1_000_000,
    amountFt: size.amountFt,
    grossPt: size.grossPt,
    minimumPt: pt(90_000),
    dailyVolumePt: size.dailyVolumePt,
  },
  conditions,
  initial,
)
const state = {
  nowSeconds: 2_000_000,
  paused: false,
  averageRate: d('1.2'),
  holdingsFt: ft(1_000_000),
  guaranteedFt: ft(0),
  convertedTodayPt: pt(0),
  reservePt: pt(40_000),
  headroomPt: pt(1_000_000),
}
export const prices = [
  { atSeconds: 0, price: d('1') },
  { atSeconds: 3_600, price: d('1.1') },
  { atSeconds: 7_200, price: d('0.9') },
]

export const conversion: Section = {
  source: '2.8',
  title: 'Conversion of Foundation Token',
  rules: [
    rule('conversion', conversionTerms, [initial]),
    rule('conversion', quoteConversion, [ft(100_000), terms]),
    rule('conversion', checkConversion, [quoteConversion(ft(100_000), terms), pt(96_000), pt(0), terms]),
    rule('conversionTiers', conversionConditions, [size, initial]),
    rule('conversionSchedule', scheduleConversion, [
      {
        requestedAtSeconds: 1_000_000,
        amountFt: size.amountFt,
        grossPt: size.grossPt,
        minimumPt: pt(90_000),
        dailyVolumePt: size.dailyVolumePt,
      },
      { waitSeconds: 86_400, dayShare: d('1'), daysLeast: 1 },
      initial,
    ]),
    rule('conversionSchedule', resumeSchedule, [tranches, { fromSeconds: 1_000_000, untilSeconds: 1_050_000 }]),
    rule('conversionExecution', executeTranche, [tranches[0]!, d('0.995'), terms, state, initial]),
    rule('conversionExecution', valueFloorDown, [
      ft(100_000),
      pt(96_660),
      { averageRate: d('1.2'), holdingsFt: ft(1_000_000), guaranteedFt: ft(0) },
      initial,
    ]),
    rule('conversionExecution', fundConversion, [pt(100_000), { reservePt: pt(40_000), headroomPt: pt(1_000_000) }]),
    rule('conversionRate', nextConversionRateDown, [d('1'), d('1.2'), initial]),
    rule('conversionRate', valueRatioZone, [d('2.5'), initial]),
    rule('averages', timeWeightedAverageDown, [prices, 0, 10_800]),
    rule('averages', volumeWeightedAverageDown, [
      [
        { price: d('1'), volume: pt(100) },
        { price: d('1.2'), volume: pt(50) },
      ],
    ]),
  ],
}
