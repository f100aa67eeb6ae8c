-- What the limits made of an allocation when it was decided, so that a replay can hold its repetition against it.

alter table allocations_on_chain
  -- Null in rows that were indexed before this: a replay leaves them out and says so.
  add column decided_at timestamptz,
  add column minted_first_ft numeric(39,0) check (minted_first_ft >= 0);
comment on column allocations_on_chain.decided_at is 'Time of the block that minted, queued or held it; of an approved hold, the time of the approval.';
comment on column allocations_on_chain.minted_first_ft is 'Minted in that block: what the queue lets through later is not in it.';
