import { defineConfig } from 'vitest/config'

/** The room's own tests alone, for mutation testing. */
export default defineConfig({ test: { include: ['domain/**/*.test.ts'] } })
