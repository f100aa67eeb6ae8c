/** Limits that queue what deliveries earn, and let it go again: a queue is nothing a sandbox would see in a day. */
import { randomUUID } from 'node:crypto'
import { type Machine, systemActor } from '../../server/runtime/machine.ts'
import { transact } from '../../server/runtime/transact.ts'
import type { OrderBook } from './orders.ts'

const lookMs = 500
const all = 10_000
/** Nothing more is minted today; and everything is. Floor of supply, caps of one and of one sovereign, growth, deviation. */
const strict = [1n, 1, all, all, 3_500] as const
const open = [10n ** 30n, all, all, all, 3_500] as const

/** Closes and opens the limits for as long as somebody is to die at what follows. Ends with open ones. */
export async function keepQueueing(machine: Machine, book: OrderBook, over: () => boolean): Promise<void> {
  const wanted = () => !over() && book.left().some(({ name }) => name.endsWith(':issuance.releaseQueue'))
  while (wanted()) {
    await setLimits(machine, strict)
    await lookUntil(async () => !wanted() || (await queued(machine)) > 0)
    await setLimits(machine, open)
    // Opened while the client waits: the release is a job that comes again until nothing is queued.
    await lookUntil(async () => !wanted() || (await queued(machine)) === 0)
  }
}

async function setLimits(machine: Machine, args: typeof strict | typeof open): Promise<void> {
  const salt = randomUUID()
  const intent = { from: 'operator', contract: 'Allocation', functionName: 'setLimits', args, salt } as const
  await patiently(() =>
    transact(machine, { actor: systemActor, requestId: salt }, { action: 'crash.setLimits' }, (ctx) =>
      ctx.intend({ ...intent, subject: `limits/${salt}` }),
    ),
  )
}

async function queued({ pool }: Machine): Promise<number> {
  const { rowCount } = await pool.query(`select from allocations_on_chain where state = 'queued'`)
  return rowCount ?? 0
}

async function lookUntil(holds: () => Promise<boolean>): Promise<void> {
  while (!(await patiently(holds))) await new Promise((resume) => setTimeout(resume, lookMs))
}

/** The database may be the one that was just killed. */
async function patiently<T>(ask: () => Promise<T>): Promise<T> {
  for (let tries = 0; ; tries++) {
    try {
      return await ask()
    } catch (error) {
      if (tries === 120) throw error
      await new Promise((resume) => setTimeout(resume, lookMs))
    }
  }
}
