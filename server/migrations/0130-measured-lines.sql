-- The leaf of a bill or an inventory commits to every line that a quantification computes with. Documents taken in before have no digest:
-- no case can be opened from them.
alter table documents add column measured_sha256 text check (measured_sha256 ~ '^[0-9a-f]{64}$');

-- Which document each part of the inputs was read from.
alter table quantifications add column sources jsonb not null default '[]';
