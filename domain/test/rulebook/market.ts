/** Price corridor and circuit breakers, domain.md 2.10 and 2.11. */
import { breakerEffects, calm, inForceAt, nextBreaker, releaseBreaker, tripByHand } from '../../policy/breakers.ts'
import { corridorAt, standingOf } from '../../policy/corridor.ts'
import { boundaryActions, interventionAuthority, manualActionDeadlines } from '../../policy/corridorActions.ts'
import { extremeVolatility } from '../../policy/extremeVolatility.ts'
import { checkIntervention, interventionCall } from '../../policy/interventions.ts'
import { launchDuties, launchReserveDown } from '../../policy/launchMarket.ts'
import { initial } from '../parameters.ts'
import { prices } from './conversion.ts'
import { d, pt, rule, type Section } from './rule.ts'

const corridor = corridorAt(d('1.6'), 47_304_000, initial)
const halted = { level: 3, untilSeconds: null, lookFromSeconds: { 1: 0, 2: 0, 3: 0 } } as const
const endless = { '0.untilSeconds': ['null', 'level 3 has no end of its own'] } as const
const none = ['null', 'no boundary has been reached'] as const

export const market: readonly Section[] = [
  {
    source: '2.10',
    title: 'Price corridor and the first market',
    rules: [
      rule('corridor', corridorAt, [d('1.6'), 47_304_000, initial]),
      rule('corridor', standingOf, [d('1.7'), corridor, initial]),
      rule('corridorActions', boundaryActions, ['upper', initial], { '0': none }),
      rule('corridorActions', interventionAuthority, ['soft']),
      rule('corridorActions', manualActionDeadlines, [1_000_000, initial]),
      rule('launchMarket', launchDuties, [
        2,
        d('1.02'),
        [{ distance: d('0.01'), amountPt: pt(1_000_000) }],
        pt(5_000_000),
        initial,
      ]),
      rule('launchMarket', launchReserveDown, [pt(20_000_000), 2, initial]),
    ],
  },
  {
    source: '2.11',
    title: 'Circuit breakers, extreme volatility, interventions',
    rules: [
      rule('breakers', nextBreaker, [calm, prices, 'launch', initial], endless),
      rule(
        'breakers',
        tripByHand,
        [calm, 2, 1_000_000, { chiefTechnologyOfficer: true, chiefExecutive: true }, initial],
        endless,
      ),
      rule('breakers', releaseBreaker, [halted, { chair: true, others: 2 }, initial], endless),
      rule('breakers', breakerEffects, [2]),
      rule('breakers', inForceAt, [{ ...halted, level: 2, untilSeconds: 1_000 }, 2_000], endless),
      rule('extremeVolatility', extremeVolatility, [prices, initial]),
      rule('interventions', interventionCall, [{ price: d('0.9'), average: d('1') }, initial]),
      rule(
        'interventions',
        checkIntervention,
        [
          { side: 'buy', amountPt: pt(1_000), atSeconds: 1_000_000 },
          { price: d('0.9'), average: d('1') },
          pt(1_000_000),
          0,
          initial,
        ],
        { '3': ['null', 'there was no intervention before'] },
      ),
    ],
  },
]
