import fc from 'fast-check'
import { bytesToHex, hexToBytes } from 'viem'
import { expect, test } from 'vitest'
import {
  appendLeaf,
  consistencyPath,
  emptyRoot,
  type Hash,
  hashRanges,
  inclusionPath,
  leafHash,
  merkleRoot,
  type NodeAddress,
  nodeHash,
  proveConsistency,
  proveInclusion,
} from './merkle.ts'
import { isSubtree, verifyConsistency, verifyInclusion } from './merkleVerify.ts'

/** Leaves and roots that the implementations of RFC 6962 share as their common check. */
const leaves = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'].map(
  (hex) => leafHash(hexToBytes(`0x${hex}`)),
)
const roots = [
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
]

/** A log the way a database keeps it: nodes written once by appending, read back by address. */
function storedLog(hashes: readonly Hash[]) {
  const nodes = new Map<string, Hash>()
  let frontier: Hash[] = []
  for (const [index, leaf] of hashes.entries()) {
    const appended = appendLeaf(BigInt(index), frontier, leaf)
    frontier = appended.frontier
    for (const { level, index: at, hash } of appended.nodes) {
      expect(nodes.has(`${level}/${at}`), 'a node is written once').toBe(false)
      nodes.set(`${level}/${at}`, hash)
    }
  }
  return ({ level, index }: NodeAddress): Hash => {
    const hash = nodes.get(`${level}/${index}`)
    if (hash === undefined) throw new Error(`node ${level}/${index} was never completed`)
    return hash
  }
}

const someLeaves = (max: number) =>
  fc
    .array(fc.uint8Array({ minLength: 0, maxLength: 8 }), { minLength: 1, maxLength: max })
    .map((all) => all.map(leafHash))

test('a leaf outside the tree has no proof and a larger tree is not consistent with a smaller one', () => {
  expect(() => inclusionPath(3n, 3n)).toThrow(RangeError)
  expect(() => inclusionPath(-1n, 3n)).toThrow(RangeError)
  expect(() => consistencyPath(4n, 3n)).toThrow(RangeError)
  expect(() => appendLeaf(3n, [], leaves[0]!)).toThrow(RangeError)
  const root = merkleRoot(leaves)
  expect(verifyInclusion({ leafHash: leaves[0]!, index: 8n, size: 8n, proof: proveInclusion(leaves, 0n), root })).toBe(
    false,
  )
  expect(verifyInclusion({ leafHash: leaves[0]!, index: -1n, size: 8n, proof: proveInclusion(leaves, 0n), root })).toBe(
    false,
  )
  expect(
    verifyConsistency({ size1: 8n, size2: 7n, root1: root, root2: merkleRoot(leaves.slice(0, 7)), proof: [] }),
  ).toBe(false)
})

test('hashes of another length are refused, so a proof cannot pass a leaf off as a node', () => {
  const short = leaves[0]!.slice(1)
  expect(verifyInclusion({ leafHash: short, index: 0n, size: 1n, proof: [], root: short })).toBe(false)
  expect(
    verifyConsistency({ size1: 1n, size2: 2n, root1: short, root2: nodeHash(short, leaves[1]!), proof: [leaves[1]!] }),
  ).toBe(false)
})

test('roots of the common vectors', () => {
  for (const [size, root] of roots.entries()) expect(bytesToHex(merkleRoot(leaves.slice(0, size)))).toBe(`0x${root}`)
  expect(emptyRoot()).toEqual(merkleRoot([]))
})

test('the inclusion proof RFC 9162 section 2.1.5 draws: leaf 3 of seven is (c, g, l)', () => {
  const seven = leaves.slice(0, 7)
  const [a, b, , , e, f, last] = seven
  expect(proveInclusion(seven, 3n)).toEqual([seven[2], nodeHash(a!, b!), nodeHash(nodeHash(e!, f!), last!)])
  expect(proveInclusion(seven, 6n)).toEqual([nodeHash(e!, f!), merkleRoot(seven.slice(0, 4))])
})

test('the consistency proofs RFC 9162 section 2.1.5 draws, from 3, 4 and 6 to 7', () => {
  const seven = leaves.slice(0, 7)
  const [a, b, c, d, e, f, last] = seven
  const g = nodeHash(a!, b!)
  const h = nodeHash(c!, d!)
  const i = nodeHash(e!, f!)
  expect(proveConsistency(seven, 3n)).toEqual([c, d, g, nodeHash(i, last!)])
  expect(proveConsistency(seven, 4n)).toEqual([nodeHash(i, last!)])
  expect(proveConsistency(seven, 6n)).toEqual([i, last, nodeHash(g, h)])
  expect(proveConsistency(seven, 7n)).toEqual([])
})

test('every proof from stored nodes equals the proof from all leaves, and verifies', () => {
  fc.assert(
    fc.property(someLeaves(40), fc.nat(), fc.nat(), (all, pick, earlier) => {
      const size = BigInt(all.length)
      const read = storedLog(all)
      const index = BigInt(pick) % size
      const size1 = BigInt(earlier) % (size + 1n)
      const root = merkleRoot(all)
      const inclusion = hashRanges(inclusionPath(index, size), read)
      expect(inclusion).toEqual(proveInclusion(all, index))
      expect(verifyInclusion({ leafHash: all[Number(index)]!, index, size, proof: inclusion, root })).toBe(true)
      const consistency = hashRanges(consistencyPath(size1, size), read)
      expect(consistency).toEqual(proveConsistency(all, size1))
      const root1 = merkleRoot(all.slice(0, Number(size1)))
      // nothing is proved about the empty tree (section 2.1.4: 0 < m)
      expect(verifyConsistency({ size1, size2: size, root1, root2: root, proof: consistency })).toBe(size1 > 0n)
    }),
  )
})

test('a proof with one bit changed anywhere never verifies', () => {
  fc.assert(
    fc.property(someLeaves(20), fc.nat(), fc.nat(), fc.nat({ max: 255 }), (all, pick, element, bit) => {
      const size = BigInt(all.length)
      const index = BigInt(pick) % size
      const members = [all[Number(index)]!, merkleRoot(all), ...proveInclusion(all, index)].map((hash) => hash.slice())
      const changed = members[element % members.length]!
      changed[bit >> 3]! ^= 1 << (bit & 7)
      const [leaf, root, ...proof] = members
      expect(verifyInclusion({ leafHash: leaf!, index, size, proof, root: root! })).toBe(false)
      expect(verifyInclusion({ leafHash: leaf!, index, size, proof: [...proof, leaf!], root: root! })).toBe(false)
    }),
  )
})

test('a rewritten history has no consistency proof', () => {
  fc.assert(
    fc.property(someLeaves(20), fc.nat(), fc.nat(), (all, earlier, pick) => {
      const size1 = 1 + (earlier % all.length)
      const rewritten = [...all]
      rewritten[pick % size1] = leafHash(Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9))
      const root1 = merkleRoot(all.slice(0, size1))
      const proof = proveConsistency(rewritten, BigInt(size1))
      const claim = { size1: BigInt(size1), size2: BigInt(all.length), root1, root2: merkleRoot(rewritten), proof }
      expect(verifyConsistency(claim)).toBe(false)
    }),
  )
})

test('indices are not bounded by 2^53', () => {
  const leaf = leaves[0]!
  const size = 2n ** 64n
  const proof = Array.from({ length: 64 }, (_, level) => leaves[level % 8]!)
  const root = proof.reduce((hash, sibling) => nodeHash(sibling, hash), leaf)
  expect(verifyInclusion({ leafHash: leaf, index: size - 1n, size, proof, root })).toBe(true)
  expect(verifyInclusion({ leafHash: leaf, index: size - 3n, size, proof, root })).toBe(false)
  expect(isSubtree(2n ** 63n, 2n ** 64n)).toBe(true)
  expect(isSubtree(1n, 3n)).toBe(false)
})
