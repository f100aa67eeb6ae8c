-- A report keeps the policy its node had published when it was brought: a bundle put together later must not take the present one.
alter table case_reports add column policy jsonb;
update case_reports report set policy = jsonb_build_object('type', node.node_type, 'jurisdiction', node.jurisdiction, 'reliesOn', node.relies_on)
  from oracle_nodes node where node.node_index = report.node_index;
alter table case_reports alter column policy set not null;
