/** A real node for the tests in TypeScript, on a free port, forgotten at the end. */
import { spawn } from 'node:child_process'
import { type Address, createTestClient, http, parseEther } from 'viem'

export interface TestChain {
  readonly rpcUrl: string
  stop(): Promise<void>
}

/** @param funded receives 100 ether. */
export async function startAnvil(funded: Address, ...flags: string[]): Promise<TestChain> {
  const anvil = spawn(
    'node_modules/.bin/anvil',
    ['--port', '0', '--slots-in-an-epoch', '1', '--hardfork', 'prague', ...flags],
    { stdio: ['ignore', 'pipe', 'ignore'], detached: true },
  )
  const rpcUrl = await new Promise<string>((resolve, reject) => {
    let output = ''
    anvil.once('error', reject)
    anvil.once('exit', () => reject(new Error(output)))
    anvil.stdout.on('data', (chunk: Buffer) => {
      if (output.length < 20_000) output += chunk.toString()
      const match = /Listening on ([0-9.:]+)/.exec(output)
      if (match) resolve(`http://${match[1]}`)
    })
  })
  const client = createTestClient({ mode: 'anvil', transport: http(rpcUrl) })
  await client.setBalance({ address: funded, value: parseEther('100') })
  return { rpcUrl, stop }

  /** The npm launcher starts the platform's binary as its child, so the whole group has to end. */
  function stop(): Promise<void> {
    const gone = new Promise<void>((resolve) => anvil.once('exit', () => resolve()))
    process.kill(-anvil.pid!, 'SIGTERM')
    return gone
  }
}
