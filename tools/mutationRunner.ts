import { globSync } from 'node:fs'
import { registerHooks } from 'node:module'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
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
    await runTests(undefined, true)
    const tests = await runTests(undefined, true)
    return { status: DryRunStatus.Complete, tests, mutantCoverage: context.mutantCoverage }
  }

  async mutantRun(options: MutantRunOptions): Promise<MutantRunResult> {
    context.hitCount = 0
    context.hitLimit = options.hitLimit
    context.activeMutant = options.activeMutant.id
    const tests = await runTests(options.testFilter, options.disableBail)
    context.activeMutant = undefined
    const endless = determineHitLimitReached(context.hitCount, context.hitLimit)
    return toMutantRunResult(endless ?? { status: DryRunStatus.Complete, tests })
  }
}

/** Runs the tests of the ids in order, or all; stops at the first that fails unless all are wanted. */
async function runTests(ids: string[] | undefined, all: boolean): Promise<TestResult[]> {
  const wanted = ids ? new Set(ids) : undefined
  const results: TestResult[] = []
  for (const { id, file, run } of collected) {
    if (wanted && !wanted.has(id)) continue
    context.currentTestId = id
    const started = performance.now()
    let failure: string | undefined
    try {
      await run()
    } catch (error) {
      failure = String(error)
    }
    context.currentTestId = undefined
    const test = { id, name: id, fileName: resolve(file), timeSpentMs: performance.now() - started }
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
