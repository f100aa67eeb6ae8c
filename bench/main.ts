/**
 * `npm run bench [-- part ...] [--quick]` measures the parts that are named, or all of them, prints their tables and keeps them with
 * the bare figures in `bench/results/`. `npm run bench -- --readme` measures nothing: it writes the newest tables into README.md.
 * No speed is asserted: figures are for people, and for later runs on the same machine. That the work was done is.
 */
import { parseArgs } from 'node:util'
import { machineFacts } from './machine.ts'
import { installPeers } from './peers.ts'
import { describeRun, type Options, renderSection, type Say, type Section } from './report.ts'
import { readResults, writeReadme, writeResult } from './results.ts'

interface Part {
  /** It needs the packages of bench/package.json. */
  readonly peers: boolean
  readonly measure: (options: Options, say: Say) => Promise<Section>
}

/** Loaded when they run, so that one of them needs only what is its own. */
const parts: Readonly<Record<string, Part>> = {
  gas: { peers: true, measure: async (...of) => (await import('./gas/measureGas.ts')).measureGas(...of) },
  pipeline: {
    peers: false,
    measure: async (...of) => (await import('./pipeline/measurePipeline.ts')).measurePipeline(...of),
  },
  http: { peers: true, measure: async (...of) => (await import('./http/measureHttp.ts')).measureHttp(...of) },
  rules: { peers: false, measure: async (...of) => (await import('./rules/measureRules.ts')).measureRules(...of) },
}
const names = Object.keys(parts)

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    options: { quick: { type: 'boolean', default: false }, readme: { type: 'boolean', default: false } },
    allowPositionals: true,
  })
  const unknown = positionals.find((name) => !names.includes(name))
  if (unknown !== undefined) {
    console.error(`There is no part ${unknown}; the parts are ${names.join(', ')}.`)
    return 2
  }
  if (values.readme) {
    writeReadme(readResults(names))
    return 0
  }
  const asked = positionals.length === 0 ? names : positionals
  const failure = asked.some((name) => parts[name]!.peers) ? installPeers() : null
  const measured = asked.filter((name) => failure === null || !parts[name]!.peers)
  for (const name of measured) await measure(name, { quick: values.quick })
  if (failure === null) return 0
  const left = asked.filter((name) => !measured.includes(name))
  console.error(`\nNot measured: ${left.join(', ')}. They need the packages of bench/package.json, and ${failure}.`)
  return 1
}

async function measure(name: string, options: Options): Promise<void> {
  const machine = await machineFacts()
  const from = performance.now()
  const say = (line: string) =>
    console.error(`${((performance.now() - from) / 1_000).toFixed(0).padStart(4)} s  ${name}: ${line}`)
  const section = await parts[name]!.measure(options, say)
  const result = { measuredAt: new Date().toISOString(), quick: options.quick, machine, section }
  console.log(`\n${renderSection(section, 2)}\n\n${describeRun(result)}`)
  console.log(`Tables and bare figures are in ${writeResult(name, result)}`)
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error)
    process.exit(1)
  },
)
