/**
 * What is simpler than a case made of objects, arrays, numbers and bigints, place by place: for each array the same without one
 * of its elements, for each number a ladder from zero up to the number itself, ever closer. Within a place the simplest is first.
 */
export function simpler<T>(of: T): T[][] {
  return placesOf(of) as T[][]
}

function placesOf(of: unknown): unknown[][] {
  if (Array.isArray(of)) {
    const shorter = of.map((_, i) => of.toSpliced(i, 1))
    return [
      shorter,
      ...of.flatMap((value, i) => placesOf(value).map((place) => place.map((other) => of.with(i, other)))),
    ]
  }
  if (typeof of === 'object' && of !== null) {
    return Object.entries(of).flatMap(([key, value]) =>
      placesOf(value).map((place) => place.map((other) => ({ ...of, [key]: other }))),
    )
  }
  if (typeof of === 'bigint') return [ladder(of)]
  if (typeof of === 'number') return [ladder(BigInt(of)).map(Number)]
  return of === true ? [[false]] : []
}

function ladder(of: bigint): bigint[] {
  const sign = of < 0n ? -1n : 1n
  const rungs: bigint[] = sign < 0n ? [0n, -of] : []
  for (let gap = of * sign; gap > 0n; gap /= 2n) rungs.push(of - gap * sign)
  return rungs
}
