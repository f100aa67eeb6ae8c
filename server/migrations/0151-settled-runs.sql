-- What a settled run leaves over for the next of its project stands with the run, so that quantification asks nobody to its right.
alter table quantifications
  add column settled_at timestamptz,
  add column carried_kg text check (carried_kg ~ '^[0-9]+(\.[0-9]+)?$'),
  add check ((settled_at is null) = (carried_kg is null));
update quantifications run
  set settled_at = cases.settled_at,
    carried_kg = case when cases.state = 'verified' then run.result ->> 'carryKg' else '0' end
  from cases
  where cases.id = run.id and cases.settled_at is not null and cases.state in ('verified', 'partiallyVerified');
