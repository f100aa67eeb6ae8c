/**
 * What a quantification computes with, in the one form that document and inputs share. The record of a document carries the SHA-256 of
 * its lines' canonical JSON; inputs hold the lines themselves. So the leaf of a document commits to every gram and centimetre counted.
 */
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex } from '@noble/hashes/utils.js'
import { canonicalBytes } from './canonicalJson.ts'

/** A line of a bill of materials. */
export interface BillLine {
  readonly section: string
  readonly material: string
  readonly massKg: string
}

/** A tree of an inventory. Its species is not in it: no rule computes with it. */
export interface TreeLine {
  /** In the file. */
  readonly line: number
  readonly plot: string
  readonly diameterCm: string
  readonly heightM: string | null
  readonly woodDensity: string | null
}

/** In the order of the bill, lower-case hex. */
export function billSha256(lines: readonly BillLine[]): string {
  return digestOf(lines.map(({ section, material, massKg }) => [section, material, massKg]))
}

/** In the order of the file, whatever plots they were sorted into. */
export function treesSha256(trees: readonly TreeLine[]): string {
  const inOrder = [...trees].sort((one, other) => one.line - other.line)
  return digestOf(
    inOrder.map(({ line, plot, diameterCm, heightM, woodDensity }) => [line, plot, diameterCm, heightM, woodDensity]),
  )
}

function digestOf(lines: readonly (readonly (string | number | null)[])[]): string {
  return bytesToHex(sha256(canonicalBytes(lines)))
}
