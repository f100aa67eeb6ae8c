import { defineConfig } from 'vitest/config'

/** A project per room, so that `npx vitest run domain` runs one of them. */
function room(name: string, settings: { testTimeout?: number } = {}) {
  return { test: { name, include: [`${name}/**/*.test.ts`], exclude: ['**/node_modules/**'], ...settings } }
}

export default defineConfig({
  test: {
    projects: [
      room('domain'),
      room('protocol'),
      room('verifier'),
      room('oracle'),
      room('tools'),
      room('server', { testTimeout: 30_000 }),
    ],
  },
})
