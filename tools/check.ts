/**
 * `npm run check`: everything that can be wrong without running the product. Each step prints its own findings; all steps
 * run, and the exit code says whether any failed.
 */
import { spawnSync } from 'node:child_process'

const node = process.execPath
const steps: { name: string; command: string; args: string[] }[] = [
  { name: 'types', command: 'tsc', args: ['--noEmit'] },
  { name: 'lint and format', command: 'biome', args: ['check', '--error-on-warnings', '.'] },
  { name: 'contract format', command: node, args: ['contracts/script/forge.ts', 'fmt', '--check'] },
  { name: 'generated files', command: node, args: ['tools/generate.ts', '--check'] },
  { name: 'lockfile', command: node, args: ['tools/completeLock.ts', '--check'] },
  { name: 'import directions and docs', command: 'vitest', args: ['run', '--project', 'tools'] },
  { name: 'dead code', command: 'knip', args: [] },
]

let failed = 0
for (const step of steps) {
  const started = performance.now()
  const result = spawnSync(step.command, step.args, { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 })
  const seconds = ((performance.now() - started) / 1000).toFixed(1)
  if (result.status === 0) {
    console.log(`✓ ${step.name} (${seconds} s)`)
  } else {
    failed++
    console.log(
      `✗ ${step.name} (${seconds} s)\n${result.stdout ?? ''}${result.stderr ?? ''}${result.error?.message ?? ''}`,
    )
  }
}
console.log(failed === 0 ? 'All checks passed.' : `${failed} check(s) failed.`)
process.exit(failed === 0 ? 0 : 1)
