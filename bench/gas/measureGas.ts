/** Gas of the product's operations beside its peers', on one chain in one run. */
import { show, showRatio, showShare, showSummary, summarise } from '../figures.ts'
import type { Options, Say, Section } from '../report.ts'
import { compilePeers } from './artifacts.ts'
import { deployAssay, mnemonic } from './assay.ts'
import { openGasChain } from './chain.ts'
import { cited } from './cited.ts'
import { floorOf } from './floors.ts'
import { measureLibraries } from './libraries.ts'
import { type Gas, type Measurement, type Operation, operations, repetitions } from './measurement.ts'
import { measureOcr2 } from './ocr2.ts'
import { measureOperations } from './operations.ts'
import { measureSafe } from './safe.ts'
import { measureTrex } from './trex.ts'

export async function measureGas(_: Options, say: Say): Promise<Section> {
  say('compiling the peers')
  const peers = compilePeers()
  const chain = await openGasChain(mnemonic)
  try {
    say('deploying the product')
    const own = await measureOperations(chain, await deployAssay(chain))
    say('measuring OpenZeppelin and solady')
    const libraries = await measureLibraries(chain, peers)
    say('measuring Safe')
    const safe = await measureSafe(chain, peers)
    say('measuring OCR2')
    const ocr2 = await measureOcr2(chain, peers)
    say('measuring T-REX')
    return reportGas(own, [...libraries, ...safe, ...ocr2, ...(await measureTrex(chain, peers)), ...cited])
  } finally {
    await chain.stop()
  }
}

function reportGas(all: Gas, others: readonly Measurement[]): Section {
  const own = (name: Operation) => all[name].slice(1)
  const median = (gas: readonly number[]) => summarise(gas).median
  return {
    title: 'Gas',
    tables: [
      {
        title: 'Operations, and how much of their gas the protocol itself asks for',
        columns: ['Operation', 'the first time', 'later: median (min to max)', 'floor', 'floor / later'],
        rows: operations.map((name) => [
          name,
          show(all[name][0]!),
          showSummary(summarise(own(name))),
          show(floorOf(name)),
          showShare(floorOf(name) / median(own(name))),
        ]),
      },
      {
        title: 'Peers measured in this run',
        columns: ['Operation', 'peer', 'its gas', 'ours', 'its gas / ours'],
        rows: rowsOf(others.filter((other) => other.cited === null)),
      },
      {
        title: 'Peers cited, not measured in this run',
        columns: ['Operation', 'peer', 'its gas', 'ours', 'its gas / ours'],
        rows: rowsOf(others.filter((other) => other.cited !== null)),
      },
    ],
    notes: [
      `Whole transactions, 21,000 and calldata included, ${repetitions} times each, on accounts and slots that are in use already; ours through proxies, as deployed.`,
      'Peers do less, or other things: plain tokens restrict nobody; a Safe and OCR2Base count signatures and store one word; Scribe and OCR2Aggregator store a price. Above 1 we are cheaper.',
      'OCR2Base is the part of OCR2 that Chainlink publishes as a package: it counts f + 1 signatures as OCR2Aggregator does, without its observations and billing.',
      ...new Set(
        others.flatMap(({ contender, cited }) =>
          cited === null ? [] : [`Cited, ${contender.split(',')[0]}: ${cited}.`],
        ),
      ),
    ],
    figures: { own: all, others },
  }

  function rowsOf(of: readonly Measurement[]): string[][] {
    return operations.flatMap((operation) =>
      of
        .filter((other) => other.operation === operation)
        .map(({ contender, gas }) => [
          operation,
          contender,
          show(median(gas)),
          show(median(own(operation))),
          showRatio(median(gas), median(own(operation))),
        ]),
    )
  }
}
