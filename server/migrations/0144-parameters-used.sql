-- A stored result says which parameter versions it was computed with: keys and versions, of the instant that stands beside them.
alter table cases add column parameters_used jsonb not null default '[]';
alter table conversions add column parameters_used jsonb not null default '[]';
