import { format } from 'node:util'

export { expect } from 'vitest'

interface CollectedTest {
  id: string
  file: string
  /** Where the test stands in its file: Stryker tries its mutants again when the lines from here to the next test change. */
  at: { line: number; column: number }
  run: () => unknown
}

/** Every test of the files imported so far. */
export const collected: CollectedTest[] = []
const ids = new Set<string>()
let currentFile = ''

export function collectFrom(file: string) {
  currentFile = file
}

function add(name: string, run: () => unknown) {
  let id = `${currentFile} ${name}`
  for (let again = 2; ids.has(id); again++) id = `${currentFile} ${name} (${again})`
  ids.add(id)
  collected.push({ id, file: currentFile, at: calledAt(), run })
}

/** The line of the test file that is being imported; types are stripped without moving anything. */
function calledAt() {
  const frame = new Error().stack?.split('\n').find((line) => line.includes(currentFile))
  const place = /:(\d+):(\d+)\)?$/.exec(frame ?? '')
  return { line: Number(place?.[1] ?? 1) - 1, column: Number(place?.[2] ?? 1) - 1 }
}

/** Vitest's `test` and `test.each`, as far as the domain's tests use them: collected to be run many times. */
export const test = Object.assign(add, {
  each: (rows: readonly unknown[]) => (name: string, run: (...row: unknown[]) => unknown) => {
    const shown = name.match(/%[sdij]/g)?.length ?? 0
    for (const row of rows) {
      const values = Array.isArray(row) ? row : [row]
      // The values name the test: counted ones would name another row as soon as one is added before it.
      add(format(name, ...values.slice(0, shown)), () => run(...values))
    }
  },
})
