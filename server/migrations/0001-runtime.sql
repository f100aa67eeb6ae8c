-- The machine room's own tables: events and their reactions, answers to idempotent requests, chain intents and their
-- transactions, blocks and logs as indexed, and the journal that undoes projections exactly.

create table events (
  id uuid primary key,
  sequence bigint generated always as identity unique,
  type text not null check (length(type) between 1 and 100),
  data jsonb not null,
  key text,
  occurred_at timestamptz not null,
  client_id text not null,
  party_id text,
  request_id text not null,
  unique (type, key)
);
comment on table events is 'Outbox: what happened, written in the transaction that made it happen.';

create table reaction_runs (
  event_id uuid not null references events (id),
  reaction text not null,
  ran_at timestamptz not null,
  primary key (event_id, reaction)
);
comment on table reaction_runs is 'Written in the transaction of a reaction, so that its effect happens once.';

create table timer_runs (
  timer text primary key,
  ran_at timestamptz not null
);
comment on table timer_runs is 'When each periodic task last ran, in its own transaction.';

create table idempotency_records (
  client_id text not null,
  key text not null check (length(key) between 1 and 255),
  fingerprint text not null,
  status smallint not null,
  body text not null,
  created_at timestamptz not null,
  primary key (client_id, key)
);
comment on table idempotency_records is 'First answers of commands, repeated for the same key (draft-ietf-httpapi-idempotency-key-header).';

create table chain_intents (
  id uuid primary key,
  key text not null unique,
  chain_id bigint not null,
  from_address text not null check (from_address ~ '^0x[0-9a-f]{40}$'),
  to_address text not null check (to_address ~ '^0x[0-9a-f]{40}$'),
  contract text not null,
  function_name text not null,
  calldata text not null,
  value_wei numeric(78, 0) not null default 0,
  salt text not null default '',
  subject text not null,
  request_id text not null,
  state text not null default 'queued'
    check (state in ('queued', 'signed', 'broadcast', 'included', 'safe', 'final', 'parked', 'failed')),
  nonce bigint,
  sequence bigint generated always as identity unique,
  tries integer not null default 0,
  next_try_at timestamptz not null default '-infinity',
  problem text,
  transaction_hash text,
  block_number bigint,
  block_hash text,
  gas_used bigint,
  gas_price_wei numeric(78, 0),
  created_at timestamptz not null,
  state_at timestamptz not null
);
create index chain_intents_by_wallet on chain_intents (from_address, sequence) where state not in ('final', 'failed');
create unique index chain_intents_nonce on chain_intents (chain_id, from_address, nonce)
  where nonce is not null and state <> 'failed';
create index chain_intents_by_subject on chain_intents (subject);
comment on table chain_intents is 'Transactions the product decided to send. key = keccak256(chain, from, to, calldata, salt).';

create table chain_attempts (
  hash text primary key,
  intent_id uuid not null references chain_intents (id),
  nonce bigint not null,
  raw text not null,
  gas bigint not null,
  max_fee_per_gas_wei numeric(78, 0) not null,
  max_priority_fee_per_gas_wei numeric(78, 0) not null,
  signed_at timestamptz not null,
  broadcast_at timestamptz
);
create index chain_attempts_by_intent on chain_attempts (intent_id, signed_at);
comment on table chain_attempts is 'Every transaction ever signed, persisted before it is broadcast.';

create table chain_blocks (
  number bigint primary key,
  hash text not null unique,
  parent_hash text not null,
  timestamp timestamptz not null,
  state text not null check (state in ('included', 'safe', 'final'))
);
create index chain_blocks_open on chain_blocks (number) where state <> 'final';
comment on table chain_blocks is 'Indexed blocks: every block that is not final, and of the final ones those with logs and the newest.';

create table chain_logs (
  block_number bigint not null references chain_blocks (number),
  log_index integer not null,
  transaction_hash text not null,
  contract text not null,
  address text not null,
  event_name text not null,
  topics text[] not null,
  data text not null,
  content_key text not null,
  primary key (block_number, log_index)
);
create index chain_logs_by_content on chain_logs (content_key, block_number, log_index);
create index chain_logs_by_transaction on chain_logs (transaction_hash);
comment on table chain_logs is 'Logs of our contracts on the canonical chain as indexed.';

create table chain_final_runs (
  content_key text not null,
  occurrence integer not null,
  handler text not null,
  ran_at timestamptz not null,
  primary key (content_key, occurrence, handler)
);
comment on table chain_final_runs is
  'Consequences of final logs that have run. Keyed by content and occurrence, so that they run once even when an embedded chain comes back older and is replayed.';

create table chain_indexers (
  chain_id bigint primary key,
  halted_reason text,
  halted_at timestamptz
);
comment on table chain_indexers is 'Why indexing of a chain stopped, if it did. Cleared by whoever has decided what to do.';

create table chain_journal (
  id bigint generated always as identity primary key,
  block_number bigint not null,
  relation text not null,
  old_row jsonb,
  new_row jsonb
);
create index chain_journal_by_block on chain_journal (block_number, id);
comment on table chain_journal is 'Row changes of projection tables by blocks that are not final yet.';

create table chain_projections (
  relation text primary key
);
comment on table chain_projections is 'Tables that mirror chain facts and nothing else.';

-- Turns a table into a projection: from now on only the indexer writes it, and every change is journalled with its block.
create function chain_projection(relation regclass) returns void language plpgsql as $$
begin
  if not exists (select from pg_index where indrelid = relation and indisprimary) then
    raise exception 'projection % needs a primary key', relation;
  end if;
  if exists (
    select from pg_attribute a left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
    where a.attrelid = relation and a.attnum > 0 and not a.attisdropped
      and (a.attidentity <> '' or pg_get_expr(d.adbin, d.adrelid) ~* '(nextval|now|uuid|random|timestamp)\W*\(')
  ) then
    raise exception 'projection % must be a function of the chain alone: no identity, clock or random defaults', relation;
  end if;
  execute format('create trigger chain_projection_journal after insert or update or delete on %s for each row execute function chain_projection_record()', relation);
  execute format('create trigger chain_projection_truncate before truncate on %s for each statement execute function chain_projection_refuse()', relation);
  insert into chain_projections values (relation::text);
end $$;

create function chain_projection_record() returns trigger language plpgsql as $$
declare
  block text := current_setting('assay.projecting_block', true);
begin
  if coalesce(block, '') = '' then
    raise exception 'projection % is written while projecting a block only', tg_relid::regclass;
  end if;
  if block <> 'undo' and old is distinct from new then
    insert into chain_journal (block_number, relation, old_row, new_row)
    values (block::bigint, tg_relid::regclass::text,
      case when tg_op <> 'INSERT' then to_jsonb(old) end, case when tg_op <> 'DELETE' then to_jsonb(new) end);
  end if;
  return null;
end $$;

create function chain_projection_refuse() returns trigger language plpgsql as $$
begin
  if coalesce(current_setting('assay.projecting_block', true), '') <> 'undo' then
    raise exception 'projection % cannot be truncated', tg_relid::regclass;
  end if;
  return null;
end $$;

-- Undoes every journalled change of block `from_block` and above, newest first. Returns how many.
create function chain_projection_undo(from_block bigint) returns bigint language plpgsql as $$
declare
  change chain_journal;
  columns text;
  keys text;
  touched bigint;
  undone bigint := 0;
begin
  perform set_config('assay.projecting_block', 'undo', true);
  for change in select * from chain_journal where block_number >= from_block order by id desc loop
    select string_agg(quote_ident(attname), ', ' order by attnum) filter (where attgenerated = ''),
           string_agg(quote_ident(attname), ', ' order by attnum) filter (where attnum = any (indkey))
      into columns, keys
      from pg_attribute join pg_index on indrelid = attrelid and indisprimary
      where attrelid = change.relation::regclass and attnum > 0 and not attisdropped;
    if change.new_row is null then
      execute format('insert into %1$s (%2$s) select %2$s from jsonb_populate_record(null::%1$s, $1)', change.relation, columns)
        using change.old_row;
    elsif change.old_row is null then
      execute format('delete from %1$s where (%2$s) = (select %2$s from jsonb_populate_record(null::%1$s, $1))', change.relation, keys)
        using change.new_row;
    else
      execute format('update %1$s set (%2$s) = (select %2$s from jsonb_populate_record(null::%1$s, $1)) where (%3$s) = (select %3$s from jsonb_populate_record(null::%1$s, $2))', change.relation, columns, keys)
        using change.old_row, change.new_row;
    end if;
    get diagnostics touched = row_count;
    if touched <> 1 then
      raise exception 'journal entry % of % does not fit the table', change.id, change.relation;
    end if;
    undone := undone + 1;
  end loop;
  delete from chain_journal where block_number >= from_block;
  perform set_config('assay.projecting_block', '', true);
  return undone;
end $$;
