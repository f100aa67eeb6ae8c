import { defineConfig } from 'vitest/config'

/** The long suites, one file after the other, since each loads the machine by itself. `-- --project twins` runs one of them. */
export default defineConfig({
  test: {
    root: new URL('..', import.meta.url).pathname,
    fileParallelism: false,
    projects: [
      {
        test: {
          name: 'long', // whole instances, crashes, forgeries
          include: ['e2e/**/*.test.ts'],
          exclude: ['**/node_modules/**', 'e2e/twins/**', 'e2e/crash/points.test.ts'],
          globalSetup: ['server/test/globalSetup.ts'],
          fileParallelism: false,
          testTimeout: 300_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: 'twins',
          include: ['e2e/twins/**/*.long.test.ts'],
          fileParallelism: false,
          testTimeout: 1_200_000, // minutes in all on a machine of one's own; a busy one takes its time
          hookTimeout: 180_000,
        },
      },
    ],
  },
})
