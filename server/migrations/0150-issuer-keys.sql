-- The leaf of a document commits to the key its issuer's signature was checked by, so that whoever judges can check it again. A signature
-- that was checked before names no key: nodes sign nothing on its word.
alter table documents add column issuer_key text check (issuer_key ~ '^[A-Za-z0-9_-]{43}$');
