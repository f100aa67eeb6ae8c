/**
 * Every suite in one go, with one total at the end. A suite that ends with an error but counted no failure counts as one,
 * so the closing line can never look better than the run was.
 */
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'

interface Count {
  passed: number
  failed: number
}
interface VitestReport {
  numPassedTests: number
  numFailedTests: number
  testResults: {
    name: string
    message: string
    assertionResults: { fullName: string; status: string; failureMessages?: string[] }[]
  }[]
}
interface Suite {
  name: string
  command: readonly string[]
  count: 'exit' | 'forge' | 'vitest'
}

const suites: readonly Suite[] = [
  { name: 'check', command: ['npm', 'run', '-s', 'check'], count: 'exit' },
  { name: 'test', command: ['npm', 'test', '--'], count: 'vitest' },
  { name: 'forge', command: ['npm', 'run', '-s', 'forge'], count: 'forge' },
  { name: 'long', command: ['npm', 'run', '-s', 'test:long', '--'], count: 'vitest' },
]

const scratch = mkdtempSync(join(tmpdir(), 'assay-ci-'))

function run(command: readonly string[]): Promise<{ code: number; output: string }> {
  return new Promise((resolve) => {
    const child = spawn(command[0]!, command.slice(1), { stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    const hear = (chunk: Buffer): void => {
      process.stdout.write(chunk)
      output += chunk.toString('utf8')
    }
    child.stdout.on('data', hear)
    child.stderr.on('data', hear)
    child.on('error', (error) => resolve({ code: 1, output: `${output}${error.message}` }))
    child.on('close', (code) => resolve({ code: code ?? 1, output }))
  })
}

/** Names what failed again at the end, where a long log is read first. */
const failures: string[] = []

function countForge(output: string): Count {
  failures.push(...(output.match(/^\[FAIL.*$/gm) ?? []))
  const match = /(\d+) tests? passed, (\d+) failed, \d+ skipped \(\d+ total/.exec(output)
  return match ? { passed: Number(match[1]), failed: Number(match[2]) } : { passed: 0, failed: 0 }
}

function countVitest(file: string): Count {
  try {
    const report = JSON.parse(readFileSync(file, 'utf8')) as VitestReport
    for (const { name, message, assertionResults } of report.testResults) {
      const failed = assertionResults.filter(({ status }) => status === 'failed')
      for (const { fullName, failureMessages } of failed)
        failures.push(`${relative('.', name)} > ${fullName}\n    ${(failureMessages?.[0] ?? '').slice(0, 1_000)}`)
      if (failed.length === 0 && message !== '') failures.push(`${relative('.', name)}\n    ${message.slice(0, 1_000)}`)
    }
    return { passed: report.numPassedTests, failed: report.numFailedTests }
  } catch {
    return { passed: 0, failed: 0 }
  }
}

const total: Count = { passed: 0, failed: 0 }
const lines: string[] = []
for (const suite of suites) {
  console.log(`\n=== ${suite.name}`)
  const started = performance.now()
  const report = join(scratch, `${suite.name}.json`)
  const extra = suite.count === 'vitest' ? ['--reporter=default', '--reporter=json', `--outputFile=${report}`] : []
  const { code, output } = await run([...suite.command, ...extra])
  const count =
    suite.count === 'vitest'
      ? countVitest(report)
      : suite.count === 'forge'
        ? countForge(output)
        : { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1 }
  if (code !== 0 && count.failed === 0) count.failed = 1
  total.passed += count.passed
  total.failed += count.failed
  const minutes = ((performance.now() - started) / 60_000).toFixed(1)
  lines.push(`${suite.name.padEnd(8)} ${count.passed} passed, ${count.failed} failed  (${minutes} min)`)
}
rmSync(scratch, { recursive: true, force: true })
if (failures.length > 0) console.log(`\n=== failed\n${failures.join('\n')}`)
console.log(`\n${lines.join('\n')}\n`)
console.log(`${total.passed} passed, ${total.failed} failed`)
process.exit(total.failed === 0 && total.passed > 0 ? 0 : 1)
