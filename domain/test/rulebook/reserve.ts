/** Reserve, treasury operations and liquidity, domain.md 2.15 and 2.16. */
import { checkEmergencyDraw, deploymentAuthority, rebuildBySeconds } from '../../policy/deployment.ts'
import { liquidityDemandRatio, makerDuty, quoteFindings } from '../../policy/liquidity.ts'
import { fiatFindings, placementFindings, poolPartsDown, poolSizes } from '../../policy/reserveMix.ts'
import { creditFindings, rangeOperation, reserveTriggers } from '../../policy/reserveOperations.ts'
import { reserveStanding } from '../../policy/reserveTargets.ts'
import { initial } from '../parameters.ts'
import { d, pt, rule, type Section } from './rule.ts'

const holdings = {
  fiat: d('40'),
  commodityBacked: d('20'),
  fixedIncome: d('15'),
  digital: d('10'),
  strategic: d('10'),
  priceReserve: d('5'),
}

export const reserve: readonly Section[] = [
  {
    source: '2.15',
    title: 'Reserve and treasury operations',
    rules: [
      rule('reserveTargets', reserveStanding, [holdings, 'standard', initial]),
      rule('reserveMix', fiatFindings, [
        [
          { code: 'USD', group: 'USD', value: d('50') },
          { code: 'EUR', group: 'EUR', value: d('30') },
        ],
        initial,
      ]),
      rule('reserveMix', placementFindings, [
        { first: d('30'), second: d('30'), third: d('40') },
        [{ name: 'Harbour Bank', value: d('40') }],
        initial,
      ]),
      rule('reserveMix', poolSizes, [pt(200_000_000), initial]),
      rule('reserveMix', poolPartsDown, ['stabilisation', pt(1_000_000), initial]),
      rule('deployment', deploymentAuthority, [pt(1_000_000), pt(0), pt(100_000_000), initial]),
      rule('deployment', checkEmergencyDraw, [
        {
          amount: pt(1_000),
          nowSeconds: 1_000_000,
          earlier: [{ atSeconds: 900_000, amount: pt(1_000) }],
          approvals: 9,
          members: 9,
        },
        initial,
      ]),
      rule('deployment', rebuildBySeconds, [1_000_000, initial]),
      rule('reserveOperations', reserveTriggers, [
        { spread: d('0.03'), depth: pt(100_000), move: d('0.01'), divergence: d('0.01') },
        initial,
      ]),
      rule('reserveOperations', rangeOperation, [
        {
          side: 'above',
          outsideSeconds: 1_000_000,
          circulation: pt(200_000_000),
          supply: pt(300_000_000),
          doneToday: pt(0),
          issuedThisYear: pt(0),
        },
        initial,
      ]),
      rule('reserveOperations', creditFindings, [{ amount: pt(1_000), collateral: pt(1_000), days: 30 }, initial]),
    ],
  },
  {
    source: '2.16',
    title: 'Liquidity',
    rules: [
      rule('liquidity', liquidityDemandRatio, [pt(3_000_000), pt(1_000_000), initial]),
      rule('liquidity', quoteFindings, [{ size: pt(10_000), spread: d('0.005'), today: pt(0) }, 'normal', initial]),
      rule('liquidity', makerDuty, [[d('0.01'), null, d('0.02')], initial], {
        '0.*': ['null', 'an hour without quotes'],
      }),
    ],
  },
]
