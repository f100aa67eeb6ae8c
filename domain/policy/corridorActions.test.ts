import { expect, test } from 'vitest'
import { Exact, formatExact } from '../decimal.ts'
import { initial } from '../test/parameters.ts'
import { deviationBands } from './corridor.ts'
import { boundaryActions, interventionAuthority, manualActionDeadlines } from './corridorActions.ts'

const shown = (boundary: 'upper' | 'lower' | null) =>
  Object.fromEntries(
    Object.entries(boundaryActions(boundary, initial)).map(([name, value]) => [
      name,
      value instanceof Exact ? formatExact(value) : value,
    ]),
  )

test('a moment that is none is refused', () => {
  expect(() => manualActionDeadlines(-1, initial)).toThrowError(
    expect.objectContaining({
      code: 'CORRIDOR_INPUT_INVALID',
      details: expect.objectContaining({ field: 'noticedAtSeconds' }),
    }),
  )
})

test('2.10: near the upper boundary less is emitted, fees fill the reserve, staking pays less, more is burned', () => {
  expect(shown('upper')).toEqual({
    emissionFactor: '0.7',
    feesToReserveShare: '0.8',
    apyFactor: '0.85',
    feeFactor: '1',
    burn: 'raise',
    treasurySupport: false,
    liquidityIncentives: false,
    alert: 'makers',
  })
})

test('2.10: near the lower boundary the treasury supports, fees fall, staking pays more, less is burned', () => {
  expect(shown('lower')).toEqual({
    emissionFactor: '1',
    feesToReserveShare: '0',
    apyFactor: '1.3',
    feeFactor: '0.8',
    burn: 'lower',
    treasurySupport: true,
    liquidityIncentives: true,
    alert: 'sovereigns',
  })
})

test('2.10: between them nothing is done', () => {
  expect(shown(null)).toEqual({
    emissionFactor: '1',
    feesToReserveShare: '0',
    apyFactor: '1',
    feeFactor: '1',
    burn: 'keep',
    treasurySupport: false,
    liquidityIncentives: false,
    alert: null,
  })
})

test('2.10: the further from the middle, the higher the authority', () => {
  expect(deviationBands.map(interventionAuthority)).toEqual([
    [],
    ['operationsTeam'],
    ['chiefTreasuryOfficer', 'chair'],
    ['treasuryCommittee'],
    ['council', 'sovereignConsultation'],
  ])
})

test('2.10: an action by hand is assessed in 24 h, approved in 12 h more, executed in 72 h more', () => {
  const at = 1_800_000_000
  expect(manualActionDeadlines(at, initial)).toEqual({
    assessBySeconds: at + 86_400,
    approveBySeconds: at + 129_600,
    executeBySeconds: at + 388_800,
  })
})
