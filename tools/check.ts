/**
 * `npm run check`: everything that can be wrong without running the product. Each step prints its own findings; all steps
 * run, and the exit code says whether any failed.
 */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'

const node = process.execPath
const steps: { name: string; command: string; args: string[]; needs?: string }[] = [
  { name: 'types', command: 'tsc', args: ['--noEmit'] },
  { name: 'lint and format', command: 'biome', args: ['check', '--error-on-warnings', '.'] },
  { name: 'contract format', command: node, args: ['contracts/script/forge.ts', 'fmt', '--check'] },
  { name: 'generated ABIs', command: node, args: ['tools/generateAbis.ts', '--check'], needs: 'tools/generateAbis.ts' },
  {
    name: 'generated rows and schema',
    command: node,
    args: ['tools/generate.ts', '--check'],
    needs: 'tools/generate.ts',
  },
  {
    name: 'generated OpenAPI',
    command: node,
    args: ['tools/generateOpenapi.ts', '--check'],
    needs: 'tools/generateOpenapi.ts',
  },
  {
    name: 'generated error reference',
    command: node,
    args: ['tools/generateErrors.ts', '--check'],
    needs: 'tools/generateErrors.ts',
  },
  { name: 'lockfile', command: node, args: ['tools/completeLock.ts', '--check'] },
  { name: 'import directions and docs', command: 'vitest', args: ['run', '--project', 'tools'] },
  { name: 'dead code', command: 'knip', args: [] },
]

let failed = 0
for (const step of steps) {
  if (step.needs && !existsSync(step.needs)) {
    console.log(`✗ ${step.name}: ${step.needs} is missing`)
    failed++
    continue
  }
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
