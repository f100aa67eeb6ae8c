import { expect, test } from 'vitest'
import { fictraOracles } from '../programmes/fictraOracles.ts'
import { initial, withValue } from '../test/parameters.ts'
import { networkQuality, thinSpecialties } from './networkQuality.ts'

const day = 86_400
/** So many verifications, of which some took a whole day. */
const took = (all: number, slow = 0) => Array.from({ length: all }, (_, index) => (index < slow ? day : day - 1))
const record = { seconds: took(100_000), wrongApprovals: 0, wrongRefusals: 0, disputed: 0 }
const refused = (field: string) =>
  expect.objectContaining({ code: 'ORACLE_INPUT_INVALID', details: expect.objectContaining({ field }) })

test('what the record cannot be is refused by field', () => {
  const wrong: readonly [string, object][] = [
    ['seconds', { seconds: [] }],
    ['seconds/0', { seconds: [Number.NaN] }],
    ['seconds/1', { seconds: [1, -1] }],
    ['wrongApprovals', { wrongApprovals: 100_001 }],
    ['wrongRefusals', { wrongApprovals: 1, wrongRefusals: 100_000 }],
    ['disputed', { disputed: 100_001 }],
    ['disputed', { disputed: 0.5 }],
  ]
  for (const [field, changes] of wrong) {
    expect(() => networkQuality({ ...record, ...changes }, initial)).toThrowError(refused(field))
  }
})

test('2.5: 90 % are verified in less than 24 hours, 99.99 % rightly', () => {
  const goals = (changes: object) => networkQuality({ ...record, ...changes }, initial).missedGoals
  expect(goals({ seconds: took(10, 1) })).toEqual([])
  expect(goals({ seconds: took(10, 2) })).toEqual(['speed'])
  expect(goals({ wrongApprovals: 6, wrongRefusals: 4 })).toEqual([])
  expect(goals({ wrongApprovals: 6, wrongRefusals: 5 })).toEqual(['accuracy'])
})

test('2.5: an incident is an accuracy not above 99.95 %, or .01 % wrong approvals, .005 % wrong refusals, .1 % disputes', () => {
  const incidents = (changes: object, parameters = initial) =>
    networkQuality({ ...record, ...changes }, parameters).incidents
  expect(incidents({ wrongApprovals: 9, wrongRefusals: 4, disputed: 99 })).toEqual([])
  expect(incidents({ wrongApprovals: 10 })).toEqual(['wrongApprovals'])
  expect(incidents({ wrongRefusals: 5 })).toEqual(['wrongRefusals'])
  expect(incidents({ disputed: 100 })).toEqual(['disputes'])
  expect(incidents({ wrongApprovals: 49 })).toEqual(['wrongApprovals'])
  expect(incidents({ wrongApprovals: 50 })).toEqual(['accuracy', 'wrongApprovals'])
  const lenient = withValue(fictraOracles.quality, {
    ...(fictraOracles.quality.initial as object),
    accuracyAbove: '0.9',
    wrongApprovalsBelow: '0.01',
  })
  expect(incidents({ wrongApprovals: 50 }, lenient)).toEqual([])
})

test('2.5: a goal is not laxer than what makes an incident', () => {
  const lax = { ...(fictraOracles.quality.initial as object), accuracyGoal: '0.9994' }
  expect(() => withValue(fictraOracles.quality, lax)).toThrowError(
    expect.objectContaining({ code: 'PARAMETER_INVALID' }),
  )
})

test('2.5: three operators verify each kind of goods, however many nodes one has', () => {
  const node = (entity: string, ...specialties: string[]) => ({ entity, specialties })
  const two = [node('E1', 'energy'), node('E1', 'energy'), node('E2', 'energy', 'agriculture')]
  const thin = (nodes: typeof two, parameters = initial) =>
    thinSpecialties(['energy', 'agriculture'], nodes, parameters)
  expect(thin([])).toEqual(['energy', 'agriculture'])
  expect(thin(two)).toEqual(['energy', 'agriculture'])
  expect(thin([...two, node('E3', 'energy')])).toEqual(['agriculture'])
  expect(thin([...two, node('E3', 'energy', 'agriculture'), node('E4', 'agriculture')])).toEqual([])
  expect(thin(two, withValue(fictraOracles.redundancy, 2))).toEqual(['agriculture'])
  expect(() => thin([node('', 'energy')])).toThrowError(refused('nodes/0/entity'))
  expect(() => thin([node('E1', '')])).toThrowError(refused('nodes/0/specialties/0'))
  expect(() => thinSpecialties([''], two, initial)).toThrowError(refused('specialties/0'))
})
