import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

interface RoomSettings {
  testTimeout?: number
  hookTimeout?: number
  globalSetup?: string[]
}

/** A project per room, so that `npx vitest run domain` runs one of them. */
function room(name: string, settings: RoomSettings = {}) {
  return {
    test: {
      name,
      include: [`${name}/**/*.test.ts`],
      exclude: ['**/node_modules/**'],
      testTimeout: 30_000,
      ...settings,
    },
  }
}

/** One real PostgreSQL and one deployed chain per run; started only when a test of the room runs. */
const machineRoom: RoomSettings = {
  testTimeout: 60_000,
  hookTimeout: 60_000,
  globalSetup: ['server/test/globalSetup.ts'],
}

export default defineConfig({
  test: {
    // Of two cores vitest would leave one alone, while much of the time is waiting for database and chain.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    projects: [
      room('domain'),
      room('protocol'),
      room('contracts', { testTimeout: 120_000, hookTimeout: 60_000 }),
      room('verifier'),
      room('oracle', machineRoom),
      room('sdk', machineRoom),
      room('demo'),
      room('tools'),
      room('bench'),
      room('server', machineRoom),
      { test: { name: 'crash points', include: ['e2e/crash/points.test.ts'] } },
      {
        test: {
          name: 'twins',
          include: ['e2e/twins/**/*.test.ts'],
          exclude: ['**/*.long.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 180_000,
        },
      },
    ],
  },
})
