import { expect, test } from 'vitest'
import { findVectors } from './vectors.ts'

test('every published vector has its test', () => {
  expect(findVectors().problems).toEqual([])
})
