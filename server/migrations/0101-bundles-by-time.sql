-- The start page shows the newest bundles.
create index bundles_by_time on bundles (assembled_at desc, bundle_id);
