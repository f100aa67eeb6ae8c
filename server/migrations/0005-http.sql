-- Keys that sign access tokens. The newest that is not retired signs; the others still verify until they are retired.

create table signing_keys (
  kid text primary key,
  algorithm text not null,
  public_jwk jsonb not null,
  -- The private JWK, sealed with AES-256-GCM under the installation's secret.
  sealed_private_jwk bytea not null,
  created_at timestamptz not null,
  retired_at timestamptz
);
comment on table signing_keys is 'Keys of the embedded authorization server (RFC 7517).';
