-- What the processes of one installation share when they share no folder.

create table secret_fingerprints (
  secret text primary key,
  -- Derived one way; a process whose secret has another fingerprint belongs to another installation.
  fingerprint bytea not null check (length(fingerprint) = 32)
);
comment on table secret_fingerprints is 'By which a process recognises the secrets of its installation.';

create table stored_files (
  sha256 text primary key check (sha256 ~ '^[0-9a-f]{64}$'),
  -- The key of this file, under the installation's key; null once the file was erased.
  wrapped_key bytea,
  sealed bytea,
  check ((wrapped_key is null) = (sealed is null))
);
comment on table stored_files is 'Encrypted documents, where DOCUMENT_STORE is database.';
