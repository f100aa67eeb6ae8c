/**
 * What a bill or an inventory says, whatever the bytes it came in: line ends, quotes, spaces, letter case, further columns and the
 * order of rows make no other document. Numbers that differ do, and so does the name of a section or a plot.
 */
import { createHash } from 'node:crypto'
import { parseQuantity } from '@assay/domain/quantity.ts'
import type { BillLine, TreeLine } from '@assay/protocol/measuredLines.ts'

/** Lower-case hex. */
export function billContentSha256(lines: readonly BillLine[]): string {
  return digestOf(
    lines.map(({ section, material, massKg }) => [
      letters(section),
      material,
      parseQuantity(massKg, 'kg', 'massKg').value.toString(),
    ]),
  )
}

/** Lower-case hex. */
export function treesContentSha256(trees: readonly TreeLine[]): string {
  return digestOf(
    trees.map(({ plot, diameterCm, heightM, woodDensity }) => [letters(plot), diameterCm, heightM, woodDensity]),
  )
}

function digestOf(lines: readonly (readonly (string | null)[])[]): string {
  const sorted = lines.map((line) => JSON.stringify(line)).sort()
  return createHash('sha256').update(sorted.join('\n')).digest('hex')
}

function letters(text: string): string {
  return text
    .normalize('NFKC')
    .toUpperCase()
    .normalize('NFKC')
    .replaceAll(/[^\p{L}\p{M}\p{N}]/gu, '')
}
