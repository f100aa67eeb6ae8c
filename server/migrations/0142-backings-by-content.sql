-- What a bill or an inventory says, whatever the bytes. Documents taken in before have none: they are known by their bytes alone.
alter table documents add column content_sha256 text check (content_sha256 ~ '^[0-9a-f]{64}$');

-- The vintage whose growth an inventory was counted for, as the later of two. Null for bills, and for inventories not counted so.
alter table backings add column vintage integer;
update backings set vintage = quantification.vintage
  from quantifications quantification, jsonb_array_elements(quantification.sources) source, documents document
  where quantification.id = backings.case_id and source ->> 'inventory' = 'later'
    and document.id = (source ->> 'documentId')::uuid and document.sha256 = backings.sha256;
