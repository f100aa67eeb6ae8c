import { expect, test } from 'vitest'
import { fictra } from './programmes/fictra.ts'
import { secretTrees } from './programmes/secretTrees.ts'
import { mergedVersions, recordingSet, withVersions } from './recording.ts'
import { initial, withValue } from './test/parameters.ts'

const { growthWindowDays, bronzeEligible } = fictra.allocation

test('a parameter the set does not have is refused as before, and does not count as read', () => {
  const { set, used } = recordingSet(initial)
  const foreign = { ...growthWindowDays, key: 'fictra.nothing' }
  expect(() => set.get(foreign)).toThrowError(expect.objectContaining({ code: 'PARAMETER_UNKNOWN' }))
  expect(used()).toEqual([])
})

test('what is read is remembered once, sorted, with its version; what is only listed is not', () => {
  const { set, used } = recordingSet(withValue(bronzeEligible, true))
  set.versions([secretTrees.issuance.bufferShare])
  expect(set.version(bronzeEligible.key).version).toBe(2)
  expect(used()).toEqual([])
  expect([set.get(growthWindowDays), set.get(bronzeEligible), set.get(growthWindowDays)]).toEqual([30, true, 30])
  expect(used()).toEqual([
    { key: bronzeEligible.key, version: 2 },
    { key: growthWindowDays.key, version: 1 },
  ])
})

test('two recordings of one set know nothing of each other, and a recording of a recording tells both', () => {
  const [one, other] = [recordingSet(initial), recordingSet(initial)]
  recordingSet(one.set).set.get(growthWindowDays)
  expect([one.used().length, other.used().length]).toEqual([1, 0])
})

test('a result carries the versions its rule read, and stays as it was without them', () => {
  const { parameters, ...result } = withVersions(initial, (set) => ({ days: set.get(growthWindowDays) }))
  expect(result).toEqual({ days: 30 })
  expect(parameters).toEqual([{ key: growthWindowDays.key, version: 1 }])
})

test('recordings of several moments come together, each version once', () => {
  const [now, then] = [recordingSet(withValue(bronzeEligible, true)), recordingSet(initial)]
  for (const { set } of [now, then]) set.get(bronzeEligible)
  now.set.get(growthWindowDays)
  then.set.get(growthWindowDays)
  expect(mergedVersions([now, then])).toEqual([
    { key: bronzeEligible.key, version: 1 },
    { key: bronzeEligible.key, version: 2 },
    { key: growthWindowDays.key, version: 1 },
  ])
  expect(mergedVersions([])).toEqual([])
})
