-- What the bytes of a bill or an inventory stand for: one building, or one project, ever. Whoever files a copy for another finds it taken.
create table backings (
  sha256 text primary key check (sha256 ~ '^[0-9a-f]{64}$'),
  subject_kind text not null check (subject_kind in ('building', 'project')),
  subject_id uuid not null,
  case_id uuid not null,
  taken_at timestamptz not null
);

-- Cases opened before: the first that brought the bytes has them.
insert into backings (sha256, subject_kind, subject_id, case_id, taken_at)
  select distinct on (document.sha256) document.sha256,
    case when document.subject_kind = 'building' then 'building' else 'project' end,
    case when document.subject_kind = 'building' then document.subject_id else dossier.subject_id end::uuid,
    dossier.case_id, dossier.frozen_at
  from documents document
    join dossier_documents held on held.document_id = document.id
    join dossiers dossier on dossier.case_id = held.case_id
  where document.kind in ('billOfMaterials', 'treeInventory') and dossier.subject_kind = 'project'
  order by document.sha256, dossier.frozen_at, dossier.case_id;
