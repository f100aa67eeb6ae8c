import { expect, test } from 'vitest'
import { type Quantity, quantity } from '../quantity.ts'
import { initial } from '../test/parameters.ts'
import { samplingPlanUp } from './samplingPlan.ts'

const hectares = (millionths: bigint) => quantity(millionths, 'ha')
const project = { area: hectares(1_000_000n), walls: 1, batches: 1 }
const refused = (field: string) =>
  expect.objectContaining({
    code: 'SAMPLING_INPUT_INVALID',
    details: expect.objectContaining({ field: expect.stringContaining(field) }),
  })

test('another unit, more area than a project has, and half a wall are refused by field', () => {
  const squareMetres = quantity(1n, 'm2') as unknown as Quantity<'ha'>
  expect(() => samplingPlanUp({ ...project, area: squareMetres }, initial)).toThrowError(refused('area'))
  expect(() => samplingPlanUp({ ...project, area: hectares(10n ** 30n) }, initial)).toThrowError(refused('area'))
  expect(() => samplingPlanUp({ ...project, walls: 1.5 }, initial)).toThrowError(refused('walls'))
  expect(() => samplingPlanUp({ ...project, batches: -1 }, initial)).toThrowError(refused('batches'))
})

test('2.23: three plots and five soil points a hectare, ten points a wall, three samples a batch', () => {
  expect(samplingPlanUp(project, initial)).toEqual({
    plots: 3,
    soilPoints: 5,
    thicknessPoints: 10,
    densitySamples: 3,
  })
})

test('a part of a plot is a plot, and nothing needs nothing', () => {
  expect(samplingPlanUp({ ...project, area: hectares(1_000_001n) }, initial)).toMatchObject({ plots: 4, soilPoints: 6 })
  expect(samplingPlanUp({ area: hectares(0n), walls: 0, batches: 0 }, initial)).toEqual({
    plots: 0,
    soilPoints: 0,
    thicknessPoints: 0,
    densitySamples: 0,
  })
})
