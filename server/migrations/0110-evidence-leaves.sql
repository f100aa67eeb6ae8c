-- A leaf of the evidence tree commits to everything that was read from a document, and to who read it.
alter table documents add column parser text;
update documents set parser = concat_ws('/', format, '1', profile);
alter table documents alter column parser set not null;

-- Erasing forgets the salt too: what was read can then not even be guessed and compared. The leaf itself stays.
alter table documents alter column salt drop not null;
alter table documents add constraint documents_salt check (salt is not null or erased_at is not null);

-- Salts the seals of the case's bundle, whatever becomes of its documents.
alter table dossiers add column seal_key text not null
  default replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', '');
