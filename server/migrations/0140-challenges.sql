-- One challenge of a round is open at a time: the chain holds one, and the database decides which before it is asked.
alter table case_challenges
  drop constraint case_challenges_case_id_challenger_party_id_reason_hash_key,
  -- Null when it was raised on chain by a wallet that no party has registered here.
  alter column challenger_party_id drop not null,
  -- When the chain held it for good; null while it is on its way, and for one that never arrived.
  add column held_at timestamptz,
  -- What a reviewer decided, and sent. `upheld` is what the chain did.
  add column decision boolean,
  -- Why the chain did not take the challenge: it contests nothing, now or later.
  add column failure text,
  -- Why the chain did not take the last decision: it can be decided again.
  add column resolution_failure text,
  add constraint case_challenges_failed check (failure is null or upheld is null);

-- Challenges raised at once were all called dismissed when the first was; only those that a reviewer had decided were.
update case_challenges set decision = upheld, held_at = raised_at where resolution is not null;
update case_challenges set failure = 'another challenge was held by the chain', upheld = null, resolved_at = null
  where resolution is null and upheld is not null;
update case_challenges later set failure = 'another challenge was held by the chain'
  where later.upheld is null and later.failure is null and exists (
    select from case_challenges earlier where earlier.case_id = later.case_id and earlier.round = later.round
      and earlier.upheld is null and earlier.failure is null and earlier.id < later.id);
update case_challenges held set held_at = held.raised_at from cases
  where cases.id = held.case_id and cases.state = 'disputed' and held.upheld is null and held.failure is null;

create unique index case_challenges_open on case_challenges (case_id, round) where upheld is null and failure is null;

-- A rejection that can still be contested holds its claim: a challenge would bring the case back beside a second one.
drop index cases_claim;
create unique index cases_claim on cases (claim_key)
  where state not in ('closed', 'refused') and not (state = 'rejected' and settled_at is not null);
