/** Carbon: quantification, issuance, buffer, permanence, value; domain.md 2.23 and 2.24. */

import { exact } from '../../decimal.ts'
import { quantifySoil } from '../../methodology/croplandSoil.ts'
import { quantifyForest } from '../../methodology/forestInventory.ts'
import { quantifyHempLime } from '../../methodology/hempLime.ts'
import { carryDown, issueDown, lostKgUp, reverse } from '../../policy/carbonIssuance.ts'
import {
  issueSerials,
  moveSerials,
  type SerialBook,
  serialLabel,
  serialTotals,
  vintageLabel,
  vintageOfCompletion,
} from '../../policy/creditSerials.ts'
import { bufferRelease, permanenceLabel, projectDuties, riskResponse } from '../../policy/permanence.ts'
import {
  creditValueDown,
  issuanceFeeUp,
  landVerificationFee,
  returnPercentDown,
  subscriptionFeeUp,
} from '../../policy/projectValue.ts'
import { scoreQuantification } from '../../policy/quantificationScore.ts'
import { samplingPlanUp } from '../../policy/samplingPlan.ts'
import { simulate, summarise } from '../../policy/simulation.ts'
import { uncertaintyDiscountUp } from '../../policy/uncertaintyDiscount.ts'
import { quantity } from '../../quantity.ts'
import { cottage, fewDraws, field, hill } from '../methodologyInputs.ts'
import { initial } from '../parameters.ts'
import { document } from '../wheat.ts'
import { at, d, evidenceOf, rule, type Section } from './rule.ts'

const book: SerialBook = [
  { from: 1n, to: 500n, holder: 'project', state: 'active' },
  { from: 501n, to: 600n, holder: 'project', state: 'buffer' },
]

export const carbon: readonly Section[] = [
  {
    source: '2.23',
    title: 'Quantification of carbon',
    rules: [
      rule('methodology/hempLime', quantifyHempLime, [cottage, fewDraws], {
        '0.emissionsSource': ['text', 'words of the project developer about where its emissions come from'],
        '0.billOfMaterials.*.massKg': [
          'missing',
          'a material has a mass or a volume; without both its entry is refused',
        ],
      }),
      rule('methodology/forestInventory', quantifyForest, [hill, fewDraws], {
        '0.stockDifference': ['missing', 'or gains and losses; without both the inputs are refused'],
        '0.stockDifference.earlier.stocks': ['missing', 'or the crown cover; without both it is refused'],
        '0.stockDifference.later.plots.*.trees.*.woodDensity': [
          'missing',
          'the mean of the plot is taken, and a finding says so',
        ],
      }),
      rule('methodology/croplandSoil', quantifySoil, [field, fewDraws]),
      rule('simulation', simulate, [
        (deviation) => exact('100').times(deviation('area').times('0.1').plus(1)),
        ['area'],
        { seed: 1n, draws: 50, confidence: d('0.9') },
      ]),
      rule('simulation', summarise, [[d('9'), d('10'), d('11')], d('0.9')], {
        '0.*': ['negative', 'a project may emit more than it stores'],
      }),
      rule('uncertaintyDiscount', uncertaintyDiscountUp, [d('0.12'), initial]),
      rule('carbonIssuance', issueDown, [d('6967.62'), d('0.05'), d('0.4'), initial], {
        '0': ['negative', 'a project that emits more than it stores has nothing to issue'],
      }),
      rule('carbonIssuance', carryDown, [d('5295.3912'), d('0.4')]),
    ],
  },
  {
    source: '2.24',
    title: 'Credits, buffer, permanence, value of a project',
    rules: [
      rule(
        'quantificationScore',
        scoreQuantification,
        [
          {
            claimed: { netKg: '6967', bufferKg: '1229' },
            repeated: { netKg: '6967', bufferKg: '1229' },
            proposedKg: '6967',
            sources: [{ documentId: 'bill' }],
            documents: [
              document(
                'bill',
                'billOfMaterials',
                'Builder',
                'industry',
                { quantityTonnes: '9' },
                { signature: 'absent' },
              ),
            ],
          },
          initial,
        ],
        evidenceOf('0.documents.*'),
      ),
      rule('carbonIssuance', lostKgUp, [5_295n, d('0.3')]),
      rule('carbonIssuance', reverse, [
        1_589n,
        { issuedKg: 5_295n, reversedKg: 0n, ownBufferKg: 1_000n },
        [{ creditId: 'credit-2', bufferKg: 800n }],
      ]),
      rule('creditSerials', vintageOfCompletion, [at('2025-08-15')]),
      rule('creditSerials', vintageLabel, [20_253]),
      rule('creditSerials', issueSerials, [book, 100n, 'project', 'active']),
      rule('creditSerials', moveSerials, [
        book,
        { holder: 'project', state: 'active' },
        { holder: 'buyer', state: 'active' },
        200n,
      ]),
      rule('creditSerials', serialTotals, [book]),
      rule('creditSerials', serialLabel, ['COTTAGE', 20_253, { from: 1n, to: 500n }]),
      rule('permanence', projectDuties, [
        { completedAt: at('2025-08-15'), modifiedAt: [at('2026-01-10')] },
        at('2028-01-01'),
        initial,
      ]),
      rule('permanence', bufferRelease, [
        { completedAt: at('2025-08-15'), verifiedYears: 10, openReversal: false },
        at('2055-08-15'),
        initial,
      ]),
      rule('permanence', permanenceLabel, [initial]),
      rule('permanence', riskResponse, [4, 3, at('2026-03-02'), initial]),
      rule('projectValue', creditValueDown, [quantity(20_000_000_000n, 'kgCO2e'), d('85'), initial]),
      rule('projectValue', issuanceFeeUp, [d('2210'), initial]),
      rule('projectValue', landVerificationFee, [quantity(1_500_000n, 'ha'), initial]),
      rule('projectValue', subscriptionFeeUp, [d('1200'), true, initial]),
      rule('samplingPlan', samplingPlanUp, [{ area: quantity(1_500_000n, 'ha'), walls: 4, batches: 2 }, initial]),
      rule('projectValue', returnPercentDown, [d('519'), d('2210')]),
    ],
  },
]
