import { defineConfig } from 'vitest/config'

/** The crash suite by itself, to repeat a seed or to play many: six minutes for each. It is one of the long suites as well. */
export default defineConfig({
  test: {
    name: 'crash',
    root: new URL('../..', import.meta.url).pathname,
    include: ['e2e/crash/crash.test.ts'],
  },
})
