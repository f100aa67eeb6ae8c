/** The chain's own part: blocks leave it while the indexer waits to die at undoing them. */
import { createTestClient, http } from 'viem'
import type { OrderBook } from './orders.ts'

/** As deep as the embedded chain's blocks are open: what is final stays. */
const depth = 2
const everyMs = 1_500

export async function reorganiseWhileArmed(rpcUrl: string, book: OrderBook, over: () => boolean): Promise<void> {
  const client = createTestClient({ mode: 'anvil', transport: http(rpcUrl) })
  while (!over() && book.left().some(({ name }) => name === 'indexer.rewound')) {
    await new Promise((resume) => setTimeout(resume, everyMs))
    if (book.isArmed('indexer.rewound')) await client.request({ method: 'anvil_reorg', params: [depth, []] } as never)
  }
}
