-- Governance: versions of parameters beyond the initial ones, and governed data about the world.

create table parameter_versions (
  key text not null,
  version integer not null check (version >= 2),
  value jsonb not null,
  effective_from timestamptz not null,
  reason text not null check (length(reason) between 1 and 2000),
  authority text not null,
  proposed_by uuid,
  announced_at timestamptz not null,
  primary key (key, version)
);
create index parameter_versions_by_date on parameter_versions (effective_from);

-- A value of the world that rules read: an index of a country, a price's volatility, a score of a party. Versions of the same
-- indicator, subject and date correct each other; the newest counts.
create table indicators (
  indicator_id uuid primary key,
  key text not null,
  subject text not null,
  value numeric not null,
  unit text not null,
  source text not null,
  as_of date not null,
  version integer not null check (version >= 1),
  recorded_by uuid,
  recorded_at timestamptz not null,
  unique (key, subject, as_of, version)
);

-- Both are history: what was in force once stays readable.
create function governance_is_history() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only', tg_table_name;
end $$;
create trigger parameter_versions_append_only before update or delete or truncate on parameter_versions
  for each statement execute function governance_is_history();
create trigger indicators_append_only before update or delete or truncate on indicators
  for each statement execute function governance_is_history();
