/** `npm run -s verify -- bundle.json`: says what was checked; exit code 0 when all of it holds, 1 when something fails, 2 when there is no file. */
import { readFile } from 'node:fs/promises'
import { type Verification, verifyBundle } from './verifyBundle.ts'

const marks = { passed: 'ok      ', failed: 'FAILED  ', withheld: 'withheld' } as const

export function linesOf(result: Verification): string[] {
  const checks = result.findings.map(({ check, outcome, says }) => `${marks[outcome]}  ${check}: ${says}`)
  const verdict = result.ok
    ? `The bundle holds: ${result.kind} ${result.bundleId}.`
    : 'THE BUNDLE DOES NOT HOLD. Trust nothing in it.'
  return [
    ...checks,
    '',
    ...(result.ok ? ['Left to ask outside this file:', ...result.outside.map((line) => `- ${line}`), ''] : []),
    verdict,
  ]
}

async function main(path: string | undefined): Promise<number> {
  if (path === undefined) {
    console.error('Usage: npm run -s verify -- bundle.json')
    return 2
  }
  let bytes: Uint8Array
  try {
    bytes = await readFile(path)
  } catch (error) {
    console.error(`${path} cannot be read: ${error instanceof Error ? error.message : error}`)
    return 2
  }
  const result = await verifyBundle(bytes)
  console.log(linesOf(result).join('\n'))
  return result.ok ? 0 : 1
}

if (import.meta.main) process.exitCode = await main(process.argv[2])
