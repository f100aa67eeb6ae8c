/** Fees, discounts and burns, domain.md 2.12 and 2.14. */
import { boundaryBurnFactor, feeBurnBps, feeBurnBpsNow, feeBurnDown } from '../../policy/burning.ts'
import { bestDiscount, membershipFeePt, stakingStanding } from '../../policy/discounts.ts'
import { feeChangeProcess } from '../../policy/feeChange.ts'
import {
  dynamicFactor,
  feePtUp,
  feeRate,
  listedRate,
  splitBps,
  splitFeeDown,
  verificationDue,
  verificationFeePtUp,
} from '../../policy/fees.ts'
import { checkFtBurn, ftUseBurn, ftUseBurnUp } from '../../policy/ftBurning.ts'
import { algorithmicBurnDown, buyBackDown, milestoneBurnPt, quarterlyBurnPt } from '../../policy/periodicBurns.ts'
import { tradeFees } from '../../policy/tradeFees.ts'
import { initial } from '../parameters.ts'
import { at, d, ft, pt, rule, type Section } from './rule.ts'

const signals = { market: d('-0.1'), participant: d('-0.3'), economic: d('-0.066667') }
const conditions = { signals, corridorPosition: d('0.1'), discount: d('0.3'), volatilityMultiplier: d('1') }
const lower = 'a signal may lower the fee, down to its governed range'
const position = ['negative', 'below the middle of the corridor'] as const
const signalsTake = (path: string) => ({
  [`${path}.market`]: ['negative', lower] as const,
  [`${path}.participant`]: ['negative', lower] as const,
  [`${path}.economic`]: ['negative', lower] as const,
})
const split = splitBps('standard', initial)

export const fees: readonly Section[] = [
  {
    source: '2.12',
    title: 'Fees and discounts',
    rules: [
      rule('fees', dynamicFactor, [signals, initial], signalsTake('0')),
      rule(
        'fees',
        listedRate,
        ['standard', { signals, corridorPosition: d('0.1'), volatilityMultiplier: d('1') }, initial],
        {
          ...signalsTake('1.signals'),
          '1.corridorPosition': position,
        },
      ),
      rule('fees', feeRate, ['standard', conditions, initial], {
        ...signalsTake('1.signals'),
        '1.corridorPosition': position,
      }),
      rule('fees', feePtUp, [pt(2_500_000), d('0.001162')]),
      rule('fees', verificationFeePtUp, [pt(2_500_000), 'standard', initial]),
      rule('fees', verificationFeePtUp, [pt(2_500_000), 'premium', initial]),
      rule('fees', verificationDue, ['express', at('2026-03-02'), initial]),
      rule('fees', splitBps, ['standard', initial, d('0.2')], {
        '2': ['missing', 'nothing goes to the reserve by the corridor'],
      }),
      rule('fees', splitFeeDown, [pt(4_150), 1_500, split]),
      rule(
        'tradeFees',
        tradeFees,
        [
          {
            amountPt: '2500000',
            volumePt: '2500000',
            heldPt: '1000000',
            ptPriceUsd: '1.1',
            signals: { market: '-0.1', participant: '-0.3', economic: '0' },
            speed: 'standard',
          },
          initial,
        ],
        signalsTake('0.signals'),
      ),
      rule('feeChange', feeChangeProcess, [
        { standard: { base: d('0.0021') } },
        { standard: { base: d('0.002') } },
        initial,
      ]),
      rule('discounts', bestDiscount, [
        { volumeUsd: d('10000000'), heldPt: d('1000000'), stakingTier: 'gold' },
        initial,
      ]),
      rule('discounts', stakingStanding, [pt(50_000), initial]),
      rule('discounts', membershipFeePt, ['custom', pt(60_000), initial]),
    ],
  },
  {
    source: '2.14',
    title: 'Burns',
    rules: [
      rule('burning', feeBurnBps, [pt(12_000_000), initial]),
      rule('burning', feeBurnDown, [pt(24_000), pt(12_000_000), initial]),
      rule(
        'burning',
        feeBurnBpsNow,
        [
          {
            day: 40,
            priceRatio: d('1.1'),
            monthlyVolume: pt(12_000_000),
            standing: { position: d('0.95'), boundary: 'upper' },
          },
          initial,
        ],
        { '0.standing.boundary': ['null', 'no boundary has been reached'], '0.standing.position': position },
      ),
      rule('burning', boundaryBurnFactor, [{ position: d('0.95'), boundary: 'upper' }, initial], {
        '0.boundary': ['null', 'no boundary has been reached'],
        '0.position': position,
      }),
      rule('periodicBurns', quarterlyBurnPt, [pt(600_000_000), initial]),
      rule(
        'periodicBurns',
        algorithmicBurnDown,
        [
          {
            nowSeconds: 100_000_000,
            lastSeconds: 0,
            volatilityFactor: d('1'),
            supplyFactor: d('1.1'),
            boundaryFactor: d('1'),
          },
          initial,
        ],
        { '0.lastSeconds': ['null', 'there was no burn before'] },
      ),
      rule('periodicBurns', buyBackDown, [pt(1_000_000), 'bear', initial]),
      rule('periodicBurns', milestoneBurnPt, [
        new Set(['first', 'second'] as const),
        new Set(['first'] as const),
        initial,
      ]),
      rule('ftBurning', ftUseBurn, ['commodityPurchase', d('0.04'), false, initial], {
        '1': ['negative', 'the supply may shrink'],
      }),
      rule('ftBurning', ftUseBurnUp, [ft(1_000), d('0.015')]),
      rule('ftBurning', checkFtBurn, [
        {
          amount: ft(100),
          supply: ft(1_000_000),
          burnedInQuarter: ft(0),
          approval: d('0.9'),
          discussionDays: 60,
          voteDays: 30,
        },
        initial,
      ]),
    ],
  },
]
