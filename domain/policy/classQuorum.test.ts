import fc from 'fast-check'
import { expect, test } from 'vitest'
import { exact } from '../decimal.ts'
import { caseClasses, fictraOracles } from '../programmes/fictraOracles.ts'
import { initial, withValue } from '../test/parameters.ts'
import { type ClassAnswer, classQuorum } from './classQuorum.ts'

const answer = (index: number, change: Partial<ClassAnswer> = {}): ClassAnswer => ({
  nodeId: `N${index}`,
  type: 'commercial',
  reliability: exact('1'),
  specialist: false,
  agrees: true,
  ...change,
})
const answers = (size: number, change: (index: number) => Partial<ClassAnswer> = () => ({})) =>
  Array.from({ length: size }, (_, index) => answer(index, change(index)))
const refused = (field: string) =>
  expect.objectContaining({
    code: 'QUORUM_INPUT_INVALID',
    details: expect.objectContaining({ field: expect.stringContaining(field) }),
  })

test('a node twice, a reliability above one and a class that is none are refused by field', () => {
  expect(() => classQuorum('standard', [answer(1), answer(1)], initial)).toThrowError(refused('answers'))
  expect(() => classQuorum('standard', [answer(1, { reliability: exact('1.1') })], initial)).toThrowError(
    refused('reliability'),
  )
  expect(() => classQuorum('other' as never, [], initial)).toThrowError(refused('caseClass'))
})

test('2.5: four fifths of a standard case, nine tenths of 15 nodes for high value, specialists for strategic cases', () => {
  expect(classQuorum('standard', answers(6), initial).shortfalls).toEqual(['minNodes'])
  const ten = (yes: number) =>
    classQuorum(
      'standard',
      answers(10, (index) => ({ agrees: index < yes })),
      initial,
    )
  expect([ten(8).met, ten(7).met]).toEqual([true, false])
  expect(ten(7)).toMatchObject({ agreement: exact('0.7'), shortfalls: ['consensus'] })
  const twenty = (yes: number) =>
    classQuorum(
      'highValue',
      answers(20, (index) => ({ agrees: index < yes })),
      initial,
    )
  expect([twenty(18).met, twenty(17).met]).toEqual([true, false])
  expect(classQuorum('highValue', answers(14), initial).shortfalls).toEqual(['minNodes'])
  const special = (count: number) =>
    classQuorum(
      'strategic',
      answers(15, (index) => ({ specialist: index < count })),
      initial,
    )
  expect([special(3).met, special(2).shortfalls]).toEqual([true, ['specialists']])
  expect(
    classQuorum(
      'disputed',
      answers(9, (index) => ({ agrees: index < 6 })),
      initial,
    ).met,
  ).toBe(true)
})

test('2.5: a government node weighs one and a half times another, by its reliability', () => {
  const seven = (government: boolean) =>
    answers(7, (index) => ({
      agrees: index < 5,
      ...(government && index === 0 ? { type: 'government', reliability: exact('1') } : {}),
    }))
  // 5 of 7, and 5.5 of 7.5.
  expect(classQuorum('standard', seven(false), initial).agreement.toFixed(6)).toBe('0.714285')
  expect(classQuorum('standard', seven(true), initial).agreement.toFixed(6)).toBe('0.733333')
  const even = withValue(fictraOracles.governmentWeight, '1')
  expect(classQuorum('standard', seven(true), even).agreement.toFixed(6)).toBe('0.714285')
})

test('without any weight nothing is agreed', () => {
  const none = classQuorum(
    'standard',
    answers(7, () => ({ reliability: exact('0') })),
    initial,
  )
  expect(none).toEqual({ met: false, agreement: exact('0'), shortfalls: ['consensus'] })
})

test('for all answers: the order has no influence, and one more that agrees never takes a consensus away', () => {
  const one = fc.record({
    type: fc.constantFrom('government', 'commercial'),
    points: fc.nat(100),
    agrees: fc.boolean(),
  })
  fc.assert(
    fc.property(fc.array(one, { maxLength: 20 }), fc.constantFrom(...caseClasses), (list, caseClass) => {
      const all = list.map(({ type, points, agrees }, index) =>
        answer(index, { type: type as 'government', reliability: exact(`${points / 100}`), agrees, specialist: true }),
      )
      const before = classQuorum(caseClass, all, initial)
      expect(classQuorum(caseClass, all.toReversed(), initial)).toEqual(before)
      const after = classQuorum(caseClass, [...all, answer(99, { specialist: true })], initial)
      expect(after.agreement.greaterThanOrEqualTo(before.agreement)).toBe(true)
      if (before.met) expect(after.met).toBe(true)
    }),
  )
})
