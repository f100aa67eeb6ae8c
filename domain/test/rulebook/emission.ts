/** Emission of Payment Token, vesting and concentration, domain.md 2.9. */
import { checkSalePurchase, concentrationOf } from '../../policy/concentration.ts'
import { capHeadroomPt, type EmissionBook, extraReleaseDown, receivedPt, releaseDown } from '../../policy/emission.ts'
import { emissionMeasures } from '../../policy/emissionAdaptive.ts'
import { isReleaseApproved, mayChangeEmission, suspensionEndsSeconds } from '../../policy/emissionPowers.ts'
import { emergencyEndsSeconds, modificationTimetable, releaseTimetable } from '../../policy/emissionTimetable.ts'
import { marketPhaseAt, monthBeginsSeconds, programmeMonth, yearsSinceLaunch } from '../../policy/programmeTime.ts'
import { monthlyShare, scheduledPtDown, vestedPtDown } from '../../policy/vesting.ts'
import { initial } from '../parameters.ts'
import { d, pt, rule, type Section } from './rule.ts'

const book: EmissionBook = {
  released: { seed: pt(1_000_000) },
  received: { public: pt(1_000_000), ecosystem: pt(1_000) },
}
const call = {
  secondsSinceLaunch: monthBeginsSeconds(120, initial),
  shiftDays: 0,
  suspended: false,
  approved: true,
  amountFactor: d('1'),
  corridorFactor: d('1'),
  facts: { activeTraders: 100, volumeUsd: d('50000000'), commodityClasses: 5, calmDays: 60 },
  supplyPt: pt(100_000_000),
}
const schedule = { initialShare: d('0.1'), lockMonths: 6, periodMonths: 24, stepMonths: 1 }
const unreleased = ['missing', 'nothing of it was released so far'] as const
const bookTakes = (at: number) => ({
  [`${at}.released.seed`]: unreleased,
  [`${at}.received.public`]: unreleased,
  [`${at}.received.ecosystem`]: unreleased,
})
const vote = { forPt: pt(70_000_000), againstPt: pt(10_000_000), circulationPt: pt(200_000_000) }
const council = { approvals: 7, members: 12 }

export const emission: Section = {
  source: '2.9',
  title: 'Emission of Payment Token, vesting, concentration',
  rules: [
    rule('emission', releaseDown, ['partners1', call, book, initial], {
      '1.shiftDays': ['negative', 'a release may be accelerated by as many days as governed'],
      ...bookTakes(2),
    }),
    rule('emission', extraReleaseDown, ['ecosystem', pt(100_000), pt(100_000_000), book, initial], bookTakes(3)),
    rule('emission', receivedPt, ['ecosystem', book], bookTakes(1)),
    rule('emission', capHeadroomPt, [pt(100_000_000), initial]),
    rule('emissionAdaptive', emissionMeasures, [
      {
        volatility: d('0.9'),
        priceRatio: d('0.7'),
        volumeRatio: d('1'),
        contractsUsd: d('1000000'),
        depthPt: pt(100_000),
      },
      initial,
    ]),
    rule('emissionPowers', mayChangeEmission, [{ kind: 'delay', days: 30, council }, initial]),
    rule('emissionPowers', mayChangeEmission, [
      { kind: 'accelerate', days: 20, operations: council, chair: true },
      initial,
    ]),
    rule('emissionPowers', mayChangeEmission, [{ kind: 'amount', share: d('-0.1'), vote }, initial], {
      '0.share': ['negative', 'holders may lower the amount of a release'],
    }),
    rule('emissionPowers', mayChangeEmission, [{ kind: 'lawfulStop', counsel: true, chair: true, others: 2 }, initial]),
    rule('emissionPowers', suspensionEndsSeconds, [1_000_000, 1_010_000, initial], {
      '1': ['null', 'the suspension has not been confirmed'],
    }),
    rule('emissionPowers', isReleaseApproved, [{ by: 'holders', deliberationDays: 14, vote }, initial]),
    rule('emissionPowers', isReleaseApproved, [{ by: 'council', noticeDays: 30, council }, initial]),
    rule('emissionTimetable', releaseTimetable, [100_000_000, initial]),
    rule('emissionTimetable', modificationTimetable, [100_000_000, initial]),
    rule('emissionTimetable', emergencyEndsSeconds, [100_000_000, initial]),
    rule('vesting', vestedPtDown, ['team', pt(1_000_000), 24, pt(500_000), initial]),
    rule('vesting', scheduledPtDown, [pt(1_000_000), 12, schedule]),
    rule('vesting', monthlyShare, [schedule]),
    rule('concentration', concentrationOf, [[pt(10), pt(20), pt(30)], initial]),
    rule('concentration', checkSalePurchase, [
      { amountPt: pt(1_000), boughtPt: pt(0), salePt: pt(10_000_000) },
      initial,
    ]),
    rule('programmeTime', yearsSinceLaunch, [47_304_000, initial]),
    rule('programmeTime', programmeMonth, [47_304_000, initial]),
    rule('programmeTime', monthBeginsSeconds, [18, initial]),
    rule('programmeTime', marketPhaseAt, [47_304_000, initial]),
  ],
}
