-- Before which body a challenge is, by when it decides, and since when nobody has who should.
alter table case_challenges
  add column body text check (body in ('mediation', 'arbitration', 'council')),
  add column decide_by timestamptz,
  add column overdue_since timestamptz;
