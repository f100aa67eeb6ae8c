/** `Register.sol`, compiled, with a module that mirrors it: what the tests of submitter and indexer work on. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { sql } from 'kysely'
import type pg from 'pg'
import type { Abi, Hex } from 'viem'
import type { ChainLog, CommandContext, Intent, Module, Projection } from '../module.ts'
import type { TestContract } from './testChain.ts'

export function compileRegister(): TestContract {
  const solc = createRequire(import.meta.url)('solc') as { compile(input: string): string }
  const content = readFileSync(new URL('Register.sol', import.meta.url), 'utf8')
  const input = {
    language: 'Solidity',
    sources: { 'Register.sol': { content } },
    settings: { outputSelection: { '*': { '*': ['abi', 'evm.bytecode.object'] } } },
  }
  const output = JSON.parse(solc.compile(JSON.stringify(input))) as {
    contracts: Record<string, Record<string, { abi: Abi; evm: { bytecode: { object: string } } }>>
  }
  const { abi, evm } = output.contracts['Register.sol']!.Register!
  return { name: 'Register', abi, bytecode: `0x${evm.bytecode.object}` as Hex }
}

/** The tables the module projects into; created in the test's own database. */
export async function createRegisterTables(pool: pg.Pool): Promise<void> {
  await pool.query(`
    create table test_records (id text primary key, amount numeric not null, block_number bigint not null, at timestamptz not null);
    create table test_sums (by_address text primary key, sum numeric not null, changes integer not null);
    select chain_projection('test_records');
    select chain_projection('test_sums');
    create table test_consequences (id text not null, occurrence bigint generated always as identity);`)
}

type RecordedLog = ChainLog & { args: { id: Hex; by: Hex; amount: bigint } }
type SumLog = ChainLog & { args: { by: Hex; sum: bigint } }

/** The tables exist in this test's database only, so the generated row types do not know them. */
function query(context: { db: unknown }, text: string, values: readonly unknown[]): Promise<unknown> {
  const parts = text.split(/\$\d/)
  const pieces = parts.flatMap((part, i) => (i < values.length ? [sql.raw(part), sql.val(values[i])] : [sql.raw(part)]))
  return sql`${sql.join(pieces, sql.raw(''))}`.execute(context.db as never)
}

const projections = [
  {
    contract: 'Register',
    eventName: 'Recorded',
    project: (context: { db: unknown }, log: RecordedLog) =>
      query(context, 'insert into test_records values ($1, $2, $3, $4)', [
        log.args.id,
        log.args.amount.toString(),
        log.blockNumber.toString(),
        log.blockTimestamp,
      ]),
    whenFinal: (context: CommandContext, log: RecordedLog) =>
      query(context, 'insert into test_consequences (id) values ($1)', [log.args.id]),
  },
  {
    contract: 'Register',
    eventName: 'SumChanged',
    project: (context: { db: unknown }, log: SumLog) =>
      query(
        context,
        `insert into test_sums values ($1, $2, 1) on conflict (by_address)
         do update set sum = excluded.sum, changes = test_sums.changes + 1`,
        [log.args.by, log.args.sum.toString()],
      ),
  },
]

export const registerModule: Module = {
  name: 'register',
  routes: [],
  reactions: [],
  projections: projections as unknown as Projection[],
}

/** An intent to call the register; `n` makes ids readable. */
export function recordIntentOf(n: number, amount = 1n, more: Partial<Intent> = {}): Intent {
  return {
    from: 'operator',
    contract: 'Register' as Intent['contract'],
    functionName: 'record',
    args: [idOf(n), amount],
    subject: `record ${n}`,
    ...more,
  }
}

export function idOf(n: number): Hex {
  return `0x${n.toString(16).padStart(64, '0')}`
}
