/** Chainlink OCR2 (OCR2Base of @chainlink/contracts, MIT, compiled with our settings): f + 1 of n oracles keep one word. */
import { type Address, concatHex, encodeAbiParameters, type Hex, keccak256, numberToHex, parseSignature } from 'viem'
import { type PrivateKeyAccount, privateKeyToAccount } from 'viem/accounts'
import { idOf } from './assay.ts'
import { anyone, type Code, type Contract, type GasChain } from './chain.ts'
import { type Measurement, repetitions } from './measurement.ts'

/** The networks that performance.md (a) cites OCR2Aggregator for, beside our quorums. */
const networks = [
  { operation: 'quorum 3', n: 4, f: 1 },
  { operation: 'quorum 5', n: 10, f: 3 },
  { operation: 'quorum 7', n: 16, f: 5 },
  { operation: 'quorum 13', n: 31, f: 10 },
] as const

const oracles = Array.from({ length: 31 }, (_, n) => privateKeyToAccount(numberToHex(0x0c2000 + n, { size: 32 })))
/** Oracles send from other addresses than they sign with. */
const transmitters = oracles.map((_, n): Address => numberToHex(0x0c3000 + n, { size: 20 }))

export async function measureOcr2(chain: GasChain, peers: (name: string) => Code): Promise<Measurement[]> {
  const measured: Measurement[] = []
  for (const { operation, n, f } of networks) {
    const register = await chain.deploy(peers('Ocr2Register'), [])
    const addresses = oracles.slice(0, n).map(({ address }) => address)
    await chain.send(anyone, register, 'setConfig', [addresses, transmitters.slice(0, n), f, '0x', 1n, '0x'])
    const [, , digest] = (await chain.read(register, 'latestConfigDetails', [])) as [number, number, Hex]
    const signers = oracles.slice(0, f + 1)
    await refusesOneWhoSignsTwice(chain, register, digest, signers)
    const gas: number[] = []
    for (let turn = 0; turn <= repetitions; turn++) {
      const key = idOf('case', n, turn)
      const args = await transmission(digest, turn, [key, idOf('approved')], signers)
      const used = await chain.send(transmitters[0]!, register, 'transmit', args)
      if (turn > 0) gas.push(used)
      const kept = await chain.read(register, 'values', [key])
      if (kept !== idOf('approved')) throw new Error(`OCR2, ${f + 1} of ${n}, did not store the word`)
    }
    const contender = `Chainlink OCR2Base, n = ${n}, f = ${f}: ${f + 1} signers store one word`
    measured.push({ operation, contender, gas, cited: null })
  }
  return measured
}

/** A count of signatures would not do: signatures have to be of so many oracles. */
async function refusesOneWhoSignsTwice(
  chain: GasChain,
  register: Contract,
  digest: Hex,
  signers: readonly PrivateKeyAccount[],
): Promise<void> {
  const twice = signers.with(-1, signers[0]!)
  const args = await transmission(digest, 0, [idOf('forged'), idOf('approved')], twice)
  const outcome = await chain.send(transmitters[0]!, register, 'transmit', args).catch(() => 'refused' as const)
  if (outcome !== 'refused') throw new Error('OCR2 takes the signature of one oracle for two')
}

/** Arguments of transmit: context, report, and the signatures' r, s and v apart. */
async function transmission(
  digest: Hex,
  round: number,
  word: readonly [Hex, Hex],
  signers: readonly PrivateKeyAccount[],
): Promise<readonly unknown[]> {
  const context = [digest, numberToHex((1 << 8) | round, { size: 32 }), numberToHex(0, { size: 32 })] as const
  const report = encodeAbiParameters([{ type: 'bytes32' }, { type: 'bytes32' }], word)
  const hash = keccak256(concatHex([keccak256(report), ...context]))
  const signatures = await Promise.all(signers.map(async (oracle) => parseSignature(await oracle.sign({ hash }))))
  const parity = signatures.map(({ yParity }) => numberToHex(yParity, { size: 1 }))
  const padding = numberToHex(0, { size: 32 - parity.length })
  return [context, report, signatures.map(({ r }) => r), signatures.map(({ s }) => s), concatHex([...parity, padding])]
}
