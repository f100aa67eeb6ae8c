import { expect, test } from 'vitest'
import { quantificationSeed } from './quantificationSeed.ts'

const project = '0197f3a2-6c1b-7d34-9a51-3f0c2b7e4d10'

test('a seed follows from project and vintage, fits 64 bits, and differs between them', () => {
  const seed = quantificationSeed(project, 20261)
  expect(quantificationSeed(project, 20261)).toBe(seed)
  expect(seed).toBe('6541937038567719203')
  expect(BigInt(seed) < 1n << 64n).toBe(true)
  expect(quantificationSeed(project, 20262)).not.toBe(seed)
  expect(quantificationSeed('0197f3a2-6c1b-7d34-9a51-3f0c2b7e4d11', 20261)).not.toBe(seed)
  expect(() => quantificationSeed(project.toUpperCase(), 20261)).toThrowError(TypeError)
})
