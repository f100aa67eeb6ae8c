import { globSync, readFileSync, writeFileSync } from 'node:fs'
import { registerHooks } from 'node:module'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { Script } from 'node:vm'
import { INSTRUMENTER_CONSTANTS, type InstrumenterContext } from '@stryker-mutator/api/core'
import { declareClassPlugin, PluginKind } from '@stryker-mutator/api/plugin'
import {
  type DryRunResult,
  DryRunStatus,
  determineHitLimitReached,
  type MutantRunOptions,
  type MutantRunResult,
  type TestResult,
  type TestRunner,
  TestStatus,
  toMutantRunResult,
} from '@stryker-mutator/api/test-runner'
import * as fc from 'fast-check'
import { collected, collectFrom } from './mutationCollect.ts'

/** What the instrumented code reads on every mutant it passes. */
const context: InstrumenterContext = {}
Object.assign(globalThis, { [INSTRUMENTER_CONSTANTS.NAMESPACE]: context })

/**
 * Runs the domain's tests in one process without loading anything twice. The domain is pure: it keeps no state that one mutant
 * could leave to the next. That takes hundredths of a second for a mutant where a fresh module graph takes half a second.
 */
class InProcessRunner implements TestRunner {
  capabilities() {
    // With ignoreStatic no mutant has to be there while modules load, so there is never anything to reload.
    return { reloadEnvironment: true }
  }

  async init() {
    // The same cases for every mutant, and no shrinking: that a mutant is caught is enough.
    fc.configureGlobal({ seed: 7, endOnFailure: true })
    const shim = new URL('./mutationCollect.ts', import.meta.url).href
    registerHooks({
      resolve: (specifier, from, next) =>
        specifier === 'vitest' && from.parentURL?.endsWith('.test.ts')
          ? { url: shim, shortCircuit: true }
          : next(specifier, from),
    })
    for (const file of [...globSync('domain/**/*.test.ts').toSorted(), 'tools/rulebook.test.ts']) {
      collectFrom(file)
      await import(pathToFileURL(resolve(file)).href)
    }
  }

  async dryRun(): Promise<DryRunResult> {
    context.activeMutant = undefined
    // Twice: a test that does not hold again without any mutant would seem to catch all of them.
    const first = new Map((await runTests(collected, true)).map((test) => [test.id, test.timeSpentMs]))
    const tests = await runTests(collected, true)
    // Both times count, else Stryker takes the first for an overhead and waits that much longer for every endless mutant.
    const both = tests.map((test) => ({ ...test, timeSpentMs: test.timeSpentMs + first.get(test.id)! }))
    writeFileSync(timesFile, JSON.stringify(Object.fromEntries(both.map((test) => [test.id, test.timeSpentMs]))))
    return { status: DryRunStatus.Complete, tests: both, mutantCoverage: context.mutantCoverage }
  }

  async mutantRun(options: MutantRunOptions): Promise<MutantRunResult> {
    context.hitCount = 0
    context.currentTestId = undefined
    // Code goes on counting where it is reached; numbers nobody reads are counted fastest in an array.
    context.mutantCoverage = Object.assign(context.mutantCoverage ?? { perTest: {} }, { static: passed })
    // Stryker allows a hundred times what the dry run passed; ten times both of its rounds is endless too, and seconds sooner.
    context.hitLimit = options.hitLimit && options.hitLimit / 10
    context.activeMutant = options.activeMutant.id
    try {
      const tests = await runTests(inOrder(options), options.disableBail)
      const endless = determineHitLimitReached(context.hitCount, context.hitLimit)
      return toMutantRunResult(endless ?? { status: DryRunStatus.Complete, tests })
    } catch (error) {
      if (!(error instanceof Endless)) throw error
      return toMutantRunResult({ status: DryRunStatus.Timeout, reason: error.message })
    } finally {
      context.activeMutant = undefined
    }
  }
}

const passed = new Uint32Array(100_000) as unknown as Record<string, number>

/** What each test took without a mutant, left in the sandbox by the process that made the dry run, for all others. */
const timesFile = 'test-times.json'
let times: Readonly<Record<string, number>> | undefined

/** Of the time that all tests take, the part that is spent on a mutant once the tests beside it let it pass. */
const patience = 0.15

/**
 * The tests that reach the mutant: all that stand beside its file, then the short before the long until patience ends. What the long
 * ones alone would catch counts as survived: a mutant in the arithmetic is reached by every test, and costs minutes otherwise.
 */
function inOrder({ testFilter, sandboxFileName }: MutantRunOptions): typeof collected {
  times ??= JSON.parse(readFileSync(timesFile, 'utf8')) as Readonly<Record<string, number>>
  const usual = times
  const wanted = testFilter && new Set(testFilter)
  const reached = collected.filter(({ id }) => wanted?.has(id) ?? true)
  const beside = sandboxFileName.replace(/\.ts$/, '.test.ts')
  const [own, others] = [true, false].map((isOwn) =>
    reached
      .filter(({ file }) => (resolve(file) === beside) === isOwn)
      .toSorted((a, b) => (usual[a.id] ?? 0) - (usual[b.id] ?? 0)),
  )
  let left = patience * Object.values(usual).reduce((sum, time) => sum + time, 0)
  const affordable = others!.filter(({ id }) => {
    left -= usual[id] ?? 0
    return left >= 0
  })
  return [...own!, ...affordable]
}

class Endless extends Error {}
const guard = new Script('globalThis.assayTest()')

/**
 * Runs a test, and ends it from outside when it takes some times as long as without a mutant. Stryker's own limit is that of all tests
 * that reach the mutant, minutes for a mutant in the arithmetic, and costs a new process.
 */
function ended(id: string, run: () => unknown): unknown {
  const usual = times?.[id]
  if (usual === undefined) return run()
  Object.assign(globalThis, { assayTest: run })
  // A second time, as a machine that was suspended or busy is late once.
  for (const isLast of [false, true]) {
    try {
      return guard.runInThisContext({ timeout: Math.ceil(2_000 + 2 * usual) })
    } catch (error) {
      const isLate = (error as { code?: unknown } | null)?.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT'
      if (!isLate) throw error
      if (isLast) throw new Endless(`${id} does not end`)
    }
  }
}

/** Runs the tests in order; stops at the first that fails unless all are wanted. */
async function runTests(these: typeof collected, all: boolean): Promise<TestResult[]> {
  const results: TestResult[] = []
  for (const { id, file, at, run } of these) {
    if (context.activeMutant === undefined) context.currentTestId = id
    const started = performance.now()
    let failure: string | undefined
    try {
      await ended(id, run)
    } catch (error) {
      if (error instanceof Endless) throw error
      failure = String(error)
    }
    context.currentTestId = undefined
    const timeSpentMs = performance.now() - started
    const test = { id, name: id, fileName: resolve(file), startPosition: at, timeSpentMs }
    results.push(
      failure === undefined
        ? { ...test, status: TestStatus.Success }
        : { ...test, status: TestStatus.Failed, failureMessage: failure },
    )
    if (failure !== undefined && !all) break
  }
  return results
}

export const strykerPlugins = [declareClassPlugin(PluginKind.TestRunner, 'inProcess', InProcessRunner)]
