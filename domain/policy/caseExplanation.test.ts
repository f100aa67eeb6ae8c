import { expect, test } from 'vitest'
import { initial } from '../test/parameters.ts'
import { node, wheat } from '../test/wheat.ts'
import { evaluateCase } from './caseEvaluation.ts'

const stepsOf = (...of: Parameters<typeof evaluateCase>) =>
  evaluateCase(...of).steps.map(({ source, inputs, result }) => ({ source, inputs, result }))

test('2.27 G1: every step says where it is written, what went in and what came out', () => {
  expect(stepsOf(wheat(), node(0), initial)).toEqual([
    {
      source: '2.2',
      inputs: {
        proposition: '10000',
        surveys: 'First Survey 9950; Second Survey 9960; Third Survey 9700',
        median: '9950',
        deviation: '0.005',
        tolerance: '0.02',
      },
      result: '93.75',
    },
    { source: '2.2', inputs: { required: '10', completeness: '100', authentic: '90' }, result: '95' },
    { source: '2.2', inputs: { documented: '9', declared: '10' }, result: '90' },
    { source: '2.2', inputs: { met: '5', imposed: '5' }, result: '100' },
    {
      source: '2.2',
      inputs: {
        quantity: '93.75 x 0.35',
        documents: '95 x 0.3',
        custody: '90 x 0.225',
        regulatory: '100 x 0.125',
      },
      result: '94.0625',
    },
    {
      source: '2.4',
      inputs: {
        completeness: '100',
        issuer: '90',
        sourceDiversity: '80',
        history: '85',
        consistency: '95',
        comparisons: '19 of 20 agree',
      },
      result: '90.75 gold',
    },
    {
      source: '2.2',
      inputs: { value: '0.02', category: '0.05', volatility: '0.01', trust: '0.03', boundBy: 'none' },
      result: '89.25',
    },
    {
      source: '2.3',
      inputs: { score: '94.0625', threshold: '89.25', critical: 'none', major: 'none' },
      result: 'agrees',
    },
  ])
})

test('a refusal names the flags behind it, each once, and whether one is a ground for rejection', () => {
  const verdict = (...of: Parameters<typeof evaluateCase>) => stepsOf(...of).at(-1)!
  expect(verdict(wheat(['9100', '9100', '9100']), node(0), initial)).toMatchObject({
    inputs: { critical: 'none', major: 'QUANTITY_OUTSIDE_TOLERANCE QUANTITY_SHORTFALL' },
    result: 'refuses',
  })
  const bare = { ...wheat(), documents: [], duties: [] }
  expect(verdict(bare, node(0), initial)).toMatchObject({
    inputs: { critical: 'TRUST_BELOW_FLOOR SCORE_BELOW_FLOOR', major: 'SOURCES_TOO_FEW QUANTITY_UNSURVEYED' },
    result: 'refuses, with a ground for rejection',
  })
})

test('without surveys there is no median; long quotients are cut for reading; unmet is not met', () => {
  const [quantity] = stepsOf(wheat(), node(0, ['nobody']), initial)
  expect(quantity!.inputs).toMatchObject({ surveys: '', median: 'none', deviation: 'none' })
  const [cut] = stepsOf({ ...wheat(), propositionTonnes: '9990' }, node(0), initial)
  expect(cut!.inputs.deviation).toBe('0.004004')
  const documents = wheat().documents.filter(({ documentId }) => documentId !== '08')
  expect(stepsOf({ ...wheat(), documents }, node(0), initial)[3]!.inputs).toEqual({ met: '4', imposed: '5' })
})
