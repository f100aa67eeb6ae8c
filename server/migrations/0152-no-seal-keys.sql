-- Private parts of a bundle are bound by what is signed and on chain, and no longer sealed under a key of the case.
alter table dossiers drop column seal_key;
