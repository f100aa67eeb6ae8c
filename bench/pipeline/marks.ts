/**
 * When each step of a case happened, to the millisecond. The product's tables keep what is true now; so the bench adds triggers
 * to its own database that note the moment a row says something new. They cost an insert each and change nothing.
 */
import pg from 'pg'

/** The steps of a case in their order, each the end of the stage before it. */
export const steps = ['opened', 'reported', 'quorum', 'settled', 'minted', 'indexed', 'bundled'] as const
export type Step = (typeof steps)[number]

/** Moments in ms since 1970 by case and step. */
export type Marks = ReadonlyMap<string, Readonly<Partial<Record<Step, number>>>>

export interface MarkedDatabase {
  read(): Promise<Marks>
  /** How often the write-ahead log was made durable since the server started. */
  durableWrites(): Promise<number>
  /** Gas of the transactions that carried these cases from opening to minting, the payment of the seller included. */
  gasOf(cases: readonly { readonly caseId: string; readonly tradeId: string }[]): Promise<number>
  close(): Promise<void>
}

/** A transaction of ours is included when the chain answers its broadcast, since the embedded chain mines each at once. */
const triggers = `
  create table bench_marks (case_id uuid not null, step text not null, at timestamptz not null);
  create function bench_mark() returns trigger language plpgsql as $$
  begin
    insert into bench_marks values (new.id, 'settled', clock_timestamp());
    return null;
  end $$;
  create trigger bench_mark after update on cases for each row
    when (old.settled_at is null and new.settled_at is not null) execute function bench_mark();
  create function bench_mark_report() returns trigger language plpgsql as $$
  begin
    insert into bench_marks values (new.case_id, 'reported', clock_timestamp());
    return null;
  end $$;
  create trigger bench_mark after insert on case_reports for each row execute function bench_mark_report();
  create function bench_mark_broadcast() returns trigger language plpgsql as $$
  declare
    about text[] := (select string_to_array(subject, '/') from chain_intents where id = new.intent_id);
  begin
    if about[1] = 'verification' and about[3] in ('opening', 'result') then
      insert into bench_marks values
        (about[2]::uuid, case about[3] when 'opening' then 'opened' else 'quorum' end, clock_timestamp());
    elsif about[1] = 'allocation' then
      insert into bench_marks values (about[2]::uuid, 'minted', clock_timestamp());
    end if;
    return null;
  end $$;
  create trigger bench_mark after update on chain_attempts for each row
    when (old.broadcast_at is null and new.broadcast_at is not null) execute function bench_mark_broadcast();
  create function bench_mark_minted() returns trigger language plpgsql as $$
  begin
    insert into bench_marks select case_id, 'indexed', clock_timestamp() from allocation_requests where on_chain_id = new.on_chain_id;
    return null;
  end $$;
  create trigger bench_mark after insert on allocations_on_chain for each row execute function bench_mark_minted();
  create function bench_mark_bundled() returns trigger language plpgsql as $$
  begin
    insert into bench_marks values (new.subject_id, 'bundled', clock_timestamp());
    return null;
  end $$;
  create trigger bench_mark after insert on bundles for each row execute function bench_mark_bundled();`

export async function markDatabase(databaseUrl: string): Promise<MarkedDatabase> {
  const client = new pg.Client({ connectionString: databaseUrl, application_name: 'bench' })
  // It may break when the program is stopped after a failure, which is then the failure to tell about.
  client.on('error', () => undefined)
  await client.connect()
  await client.query(triggers)
  return {
    async read() {
      // Seven nodes report: the stage ends with the last of them.
      const { rows } = await client.query<{ case_id: string; step: Step; at: Date }>(
        'select case_id, step, max(at) as at from bench_marks group by case_id, step',
      )
      const marks = new Map<string, Partial<Record<Step, number>>>()
      for (const { case_id, step, at } of rows) marks.set(case_id, { ...marks.get(case_id), [step]: at.getTime() })
      return marks
    },
    async durableWrites() {
      const { rows } = await client.query("select sum(fsyncs)::int as count from pg_stat_io where object = 'wal'")
      return (rows[0] as { count: number }).count
    },
    async gasOf(cases) {
      const { rows } = await client.query(
        `select sum(gas_used)::float as gas from chain_intents
         where split_part(subject, '/', 1) in ('verification', 'release', 'allocation') and split_part(subject, '/', 2) = any ($1)`,
        [cases.flatMap(({ caseId, tradeId }) => [caseId, tradeId])],
      )
      return (rows[0] as { gas: number }).gas
    },
    close: () => client.end(),
  }
}
