import { defineConfig } from 'vitest/config'

/** The crash suite by itself: it takes about nine minutes. Its table of points is checked with the other long suites. */
export default defineConfig({
  test: {
    name: 'crash',
    root: new URL('../..', import.meta.url).pathname,
    include: ['e2e/crash/crash.test.ts'],
  },
})
