-- Who may speak for a body that decides parameters, and what a second person said of an announced version.

-- The value a version moves away from in daily steps; null where it is in force at once.
alter table parameter_versions add column phased_from jsonb;

create table mandates (
  mandate_id uuid primary key,
  party_id uuid not null references parties,
  authority text not null,
  reason text not null check (length(reason) between 1 and 2000),
  granted_by uuid,
  granted_at timestamptz not null,
  revoked_by uuid,
  revoked_at timestamptz,
  -- Nobody makes himself the voice of a body.
  check (granted_by is distinct from party_id),
  check (revoked_at is not null or revoked_by is null)
);
comment on table mandates is 'Parties that speak for a body.';
-- One at a time; a mandate that was revoked stays readable.
create unique index mandates_in_force on mandates (party_id, authority) where revoked_at is null;

create table parameter_decisions (
  key text not null,
  version integer not null,
  decision text not null check (decision in ('confirmed', 'withdrawn')),
  reason text not null check (length(reason) between 1 and 2000),
  -- Null when an installation was founded with the value.
  decided_by uuid,
  decided_at timestamptz not null,
  primary key (key, version),
  foreign key (key, version) references parameter_versions
);
comment on table parameter_decisions is 'Without one a version never takes effect.';
create trigger parameter_decisions_append_only before update or delete or truncate on parameter_decisions
  for each statement execute function governance_is_history();

-- What was announced before this asked for nobody else, and is or will be in force as it was told.
insert into parameter_decisions (key, version, decision, reason, decided_at)
select key, version, 'confirmed', 'Announced when one person sufficed', announced_at from parameter_versions;
