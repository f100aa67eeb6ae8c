-- What an entry is about, as its leaf commits to it: digests of the keys of its events and of the subjects of its intents.
alter table audit_entries add column about text[] not null default '{}';
create index audit_entries_about on audit_entries using gin (about);
drop index audit_entries_events;
drop index audit_entries_intents;
