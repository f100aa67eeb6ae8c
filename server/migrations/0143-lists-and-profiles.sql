-- A name means what the party that declared the profile means by it: two parties may use one name.
alter table column_profiles drop constraint column_profiles_name_key;
alter table column_profiles add constraint column_profiles_name unique nulls not distinct (owner_party_id, name);

-- The cases of a party are listed.
create index cases_owners on cases using gin (owner_party_ids);
