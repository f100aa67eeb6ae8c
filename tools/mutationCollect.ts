export { expect } from 'vitest'

interface CollectedTest {
  id: string
  file: string
  run: () => unknown
}

/** Every test of the files imported so far. */
export const collected: CollectedTest[] = []
let currentFile = ''

export function collectFrom(file: string) {
  currentFile = file
}

function add(name: string, run: () => unknown) {
  let id = `${currentFile} ${name}`
  for (let again = 2; collected.some((test) => test.id === id); again++) id = `${currentFile} ${name} (${again})`
  collected.push({ id, file: currentFile, run })
}

/** Vitest's `test` and `test.each`, as far as the domain's tests use them: collected to be run many times. */
export const test = Object.assign(add, {
  each: (rows: readonly unknown[]) => (name: string, run: (...row: unknown[]) => unknown) => {
    for (const row of rows) add(name, () => (Array.isArray(row) ? run(...row) : run(row)))
  },
})
