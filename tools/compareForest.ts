/**
 * `node tools/compareForest.ts [draws]`: compares the methodologies with published inputs and outputs in ../shared/data/forest and prints
 * the table of docs/reference/methodologies.md. Exit code 1 when one is further apart than its tolerance, 2 when there is no data.
 */
import { type Comparison, holds, lineOf, tableHead } from './forest/agreement.ts'
import { forestDataPresent } from './forest/data.ts'
import { simulationComparison } from './forest/simulationComparison.ts'
import { soilComparisons, tool14Comparisons, vm0010Comparisons } from './forest/toolComparisons.ts'
import { treeComparisons } from './forest/treeComparisons.ts'

/** Everything but the simulation, which takes minutes. */
export function comparisons(): readonly Comparison[] {
  return [...treeComparisons(), ...tool14Comparisons(), ...vm0010Comparisons(), ...soilComparisons()]
}

function main(draws: number): number {
  if (!forestDataPresent) {
    console.error('There is no folder ../shared/data/forest: nothing to compare with.')
    return 2
  }
  const rows = [...comparisons(), ...simulationComparison(draws)]
  console.log([tableHead, ...rows.map(lineOf)].join('\n'))
  return rows.every(holds) ? 0 : 1
}

if (process.argv[1] === import.meta.filename) process.exitCode = main(Number(process.argv[2] ?? 200))
