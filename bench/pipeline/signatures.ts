import { recoverAddress } from 'viem'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'

/** Signatures that one core makes and recovers in a second of its time, by the library that nodes and API use. */
export async function signaturesPerSecond(forMs: number): Promise<number> {
  const account = privateKeyToAccount(generatePrivateKey())
  const hash = `0x${'5a'.repeat(32)}` as const
  const before = process.cpuUsage()
  const from = performance.now()
  let done = 0
  while (performance.now() - from < forMs) {
    await recoverAddress({ hash, signature: await account.sign({ hash }) })
    done++
  }
  const { user, system } = process.cpuUsage(before)
  return (done * 1_000_000) / (user + system)
}
