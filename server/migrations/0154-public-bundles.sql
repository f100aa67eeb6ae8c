-- The public form of a bundle, written once: a retirement's file carries those of its issuances, and anybody may ask for it.
alter table bundles add column public_content text;
