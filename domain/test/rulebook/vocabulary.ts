/** The words that all rules share: quantities, exact decimals, codes, states. Examples for the reference; their tests lie beside them. */
import { categoryOfHs } from '../../assetClasses.ts'
import { formatExact, parseExact, roundDown, scaledDown, scaledExactly, scaledUp } from '../../decimal.ts'
import { parseId } from '../../ids.ts'
import { move } from '../../lifecycle.ts'
import { documentLifecycle } from '../../lifecycles.ts'
import {
  add,
  compare,
  formatQuantity,
  fromExactDown,
  fromExactUp,
  mulDivDown,
  mulDivUp,
  parseQuantity,
  subtract,
  toExact,
} from '../../quantity.ts'
import { logarithm, power } from '../../transcendental.ts'
import { d, pt, type RuleExample, type Section } from './rule.ts'

function word<A extends readonly unknown[]>(file: string, run: (...args: A) => unknown, args: NoInfer<A>): RuleExample {
  return { name: run.name, file, run, args, takes: {} }
}

export const vocabulary: readonly Section[] = [
  {
    source: '2.7',
    title: 'Lifecycles',
    rules: [word('lifecycle', move, [documentLifecycle, 'hashed', 'validate'])],
  },
  {
    source: '1',
    title: 'Words of all rules: quantities, decimals, codes',
    rules: [
      word('quantity', parseQuantity, ['1250.5', 'PT', 'amountPt']),
      word('quantity', formatQuantity, [pt(1_250)]),
      word('quantity', toExact, [pt(1_250)]),
      word('quantity', fromExactDown, [d('0.0000000000000000019'), 'PT']),
      word('quantity', fromExactUp, [d('0.0000000000000000019'), 'PT']),
      word('quantity', add, [pt(1), pt(2)]),
      word('quantity', subtract, [pt(2), pt(1)]),
      word('quantity', compare, [pt(2), pt(1)]),
      word('quantity', mulDivDown, [10n, 10n, 3n]),
      word('quantity', mulDivUp, [10n, 10n, 3n]),
      word('decimal', parseExact, ['0.85', 'share']),
      word('decimal', formatExact, [d('0.850')]),
      word('decimal', scaledDown, [d('0.16667'), 4]),
      word('decimal', scaledUp, [d('0.16667'), 4]),
      word('decimal', scaledExactly, [d('0.1666'), 4, 'share']),
      word('decimal', roundDown, [d('0.16667'), 4]),
      word('transcendental', power, [d('2'), d('0.5')]),
      word('transcendental', logarithm, [d('2')]),
      word('assetClasses', categoryOfHs, ['10019900']),
      word('ids', parseId, ['trade', '01950000-0000-7000-8000-000000000001']),
    ],
  },
]
