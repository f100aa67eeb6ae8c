/** The 360 published proofs of the RFC 6962 community, right and wrong, when the data folder is beside the repository. */
import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { isSubtree, verifyConsistency, verifyInclusion, verifySubtreeConsistency } from './merkleVerify.ts'

const folder = new URL('../../shared/data/crypto/merkle-rfc6962/', import.meta.url)

interface Vector {
  readonly file: string
  readonly desc: string
  readonly wantErr: boolean
  readonly proof: readonly string[] | null
  readonly [field: string]: unknown
}

/** Indices reach 2^64 - 1: numbers are read as big integers from their digits. */
function read(name: string): Vector[] {
  return JSON.parse(readFileSync(new URL(name, folder), 'utf8'), (_key, value, context?: { source: string }) =>
    typeof value === 'number' ? BigInt(context?.source ?? value) : value,
  )
}

const hash = (base64: unknown) => new Uint8Array(Buffer.from(String(base64 ?? ''), 'base64'))
const proofOf = (vector: Vector) => (vector.proof ?? []).map(hash)
const whole = (value: unknown) => value as bigint

/** Inclusion in the subtree [start, end) is inclusion at `leafIdx - start` in a tree of its width. */
function verifySubtreeInclusion(v: Vector): boolean {
  const start = whole(v.start)
  const end = whole(v.end)
  const claim = {
    leafHash: hash(v.leafHash),
    index: whole(v.leafIdx) - start,
    size: end - start,
    proof: proofOf(v),
    root: hash(v.root),
  }
  return isSubtree(start, end) && verifyInclusion(claim)
}

const suites: readonly { file: string; count: number; verify: (vector: Vector) => boolean }[] = [
  {
    file: 'inclusion.json',
    count: 76,
    verify: (v) =>
      verifyInclusion({
        leafHash: hash(v.leafHash),
        index: whole(v.leafIdx),
        size: whole(v.treeSize),
        proof: proofOf(v),
        root: hash(v.root),
      }),
  },
  {
    file: 'consistency.json',
    count: 67,
    verify: (v) =>
      verifyConsistency({
        size1: whole(v.size1),
        size2: whole(v.size2),
        root1: hash(v.root1),
        root2: hash(v.root2),
        proof: proofOf(v),
      }),
  },
  {
    file: 'subtreeinclusion.json',
    count: 132,
    verify: verifySubtreeInclusion,
  },
  {
    file: 'subtreeconsistency.json',
    count: 85,
    verify: (v) =>
      verifySubtreeConsistency({
        start: whole(v.start),
        end: whole(v.end),
        size: whole(v.size),
        subtreeRoot: hash(v.root1),
        root: hash(v.root2),
        proof: proofOf(v),
      }),
  },
]

for (const { file, count, verify } of suites) {
  test.skipIf(!existsSync(folder))(`${file}: ${count} published proofs`, () => {
    const vectors = read(file)
    expect(vectors).toHaveLength(count)
    const wrong = vectors
      .filter((vector) => verify(vector) === vector.wantErr)
      .map(({ file, desc }) => `${file}: ${desc}`)
    expect(wrong).toEqual([])
  })
}
