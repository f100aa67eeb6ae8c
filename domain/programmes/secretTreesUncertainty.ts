/** Uncertainty of quantifications: the interval it is stated for, Student's t, and which versions are simulated as well. */
import { choice, decimal, integer, record, rows, semanticVersion } from '../codecs.ts'
import { defineParameters } from '../parameters.ts'

export const methodologyIds = ['hempLime', 'forestInventory', 'croplandSoil'] as const
export type MethodologyId = (typeof methodologyIds)[number]

/** Two-sided 90 %: the value that Student's t exceeds with a probability of 5 %, rounded half up. */
const studentT90: readonly (readonly [number, string])[] = [
  ...[
    ['6.3138', '2.9200', '2.3534', '2.1318', '2.0150', '1.9432', '1.8946', '1.8595', '1.8331', '1.8125'],
    ['1.7959', '1.7823', '1.7709', '1.7613', '1.7531', '1.7459', '1.7396', '1.7341', '1.7291', '1.7247'],
    ['1.7207', '1.7171', '1.7139', '1.7109', '1.7081', '1.7056', '1.7033', '1.7011', '1.6991', '1.6973'],
    ['1.6955', '1.6939', '1.6924', '1.6909', '1.6896', '1.6883', '1.6871', '1.6860', '1.6849', '1.6839'],
  ]
    .flat()
    .map((t, index) => [index + 1, t] as const),
  [50, '1.6759'],
  [60, '1.6706'],
  [80, '1.6641'],
  [100, '1.6602'],
  [120, '1.6577'],
  [200, '1.6525'],
  [500, '1.6479'],
  [1000, '1.6464'],
]

export const uncertainty = defineParameters('secretTrees.uncertainty', {
  interval: {
    title:
      "Interval an uncertainty is stated for, and Student's t for it by degrees of freedom; between two rows the larger t holds",
    codec: record(
      {
        confidence: decimal('ratio', '0.5', '0.99', 4),
        studentT: rows(
          record({ degreesOfFreedom: integer('count', 1, 1_000_000), t: decimal('ratio', '0.6', '700', 4) }),
          200,
          (list) =>
            list.every((row, index) => index === 0 || row.degreesOfFreedom > list[index - 1]!.degreesOfFreedom)
              ? null
              : 'degrees of freedom must rise',
        ),
      },
      ({ studentT }) => (studentT[0]!.degreesOfFreedom === 1 ? null : 'the table must begin at one degree of freedom'),
    ),
    initial: {
      confidence: '0.9',
      studentT: studentT90.map(([degreesOfFreedom, t]) => ({ degreesOfFreedom, t })),
    },
    authority: 'methodologyBoard',
    noticeDays: 30,
    source: 'CDM AR-TOOL14 definition of uncertainty: 90 % [P]',
  },
  simulations: {
    title: 'Versions of methodologies whose uncertainty is simulated as well (Approach 2), and how many draws',
    codec: rows(
      record({ methodology: choice(methodologyIds), version: semanticVersion, draws: integer('count', 100, 20_000) }),
      100,
      (list) =>
        new Set(list.map((row) => `${row.methodology} ${row.version}`)).size === list.length
          ? null
          : 'a version is listed twice',
    ),
    initial: [
      { methodology: 'hempLime', version: '1.2.0', draws: 1000 },
      { methodology: 'forestInventory', version: '1.0.0', draws: 1000 },
      { methodology: 'croplandSoil', version: '1.0.0', draws: 1000 },
    ],
    authority: 'methodologyBoard',
    noticeDays: 30,
    source: 'IPCC 2006/2019 Vol 1 Ch 3, 3.2.3.2 [P]',
  },
})
