/** Describes a migrated database as text: row types for Kysely, and the schema for review. */
import type pg from 'pg'

interface Column {
  table_name: string
  column_name: string
  type: string
  nullable: boolean
  optional: boolean
  generated: boolean
}

/** PostgreSQL type -> what the driver returns, and what it accepts where that is wider. 64-bit and exact numbers are text. */
const types: Readonly<Record<string, string>> = {
  bool: 'boolean',
  int2: 'number',
  int4: 'number',
  float4: 'number',
  float8: 'number',
  int8: 'ColumnType<string, string | bigint | number, string | bigint | number>',
  numeric: 'ColumnType<string, string | bigint, string | bigint>',
  json: 'ColumnType<unknown, string, string>',
  jsonb: 'ColumnType<unknown, string, string>',
  timestamptz: 'ColumnType<Date, Date | string, Date | string>',
  bytea: 'Buffer',
}

/** The `Database` interface, one property per table or view of the public schema. */
export async function describeRows(pool: pg.Pool): Promise<string> {
  const { rows } = await pool.query<Column>(`
    select c.relname as table_name, a.attname as column_name,
      case when t.typelem <> 0 and t.typlen = -1 then e.typname || '[]' else coalesce(b.typname, t.typname) end as type,
      not a.attnotnull as nullable,
      a.atthasdef or a.attidentity <> '' or not a.attnotnull as optional,
      a.attgenerated <> '' or a.attidentity = 'a' as generated
    from pg_class c
    join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'public'
    join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    join pg_type t on t.oid = a.atttypid
    left join pg_type e on e.oid = t.typelem
    left join pg_type b on b.oid = t.typbasetype and t.typtype = 'd'
    where c.relkind in ('r', 'v', 'm', 'p') and not exists (select from pg_depend d where d.objid = c.oid and d.deptype = 'e')
    order by c.relname, a.attnum`)
  const tables = Map.groupBy(rows, (row) => row.table_name)
  const interfaces = [...tables].map(
    ([table, columns]) =>
      `export interface ${pascal(table)} {\n${columns.map((column) => `  ${column.column_name}: ${typeOf(column)}\n`).join('')}}\n`,
  )
  const database = [...tables.keys()].map((table) => `  ${table}: ${pascal(table)}\n`).join('')
  return [
    '// Emitted by tools/generate.ts from the migrations. Do not edit.',
    "import type { ColumnType, GeneratedAlways } from 'kysely'\n",
    ...interfaces,
    `export interface Database {\n${database}}\n`,
  ].join('\n')
}

function typeOf(column: Column): string {
  const array = column.type.endsWith('[]')
  const base = types[array ? column.type.slice(0, -2) : column.type] ?? 'string'
  const [select, insert, update] = /^ColumnType<(.*), (.*), (.*)>$/.exec(base)?.slice(1) ?? [base, base, base]
  const wrap = (type: string) => `${array ? `readonly (${type})[]` : type}${column.nullable ? ' | null' : ''}`
  if (column.generated) return `GeneratedAlways<${wrap(select!)}>`
  if (!column.optional && select === insert) return wrap(select!)
  return `ColumnType<${wrap(select!)}, ${wrap(insert!)}${column.optional ? ' | undefined' : ''}, ${wrap(update!)}>`
}

function pascal(name: string): string {
  return name.replace(/(?:^|_)([a-z0-9])/g, (_all, letter: string) => letter.toUpperCase())
}

/** Tables, constraints, indexes, triggers and functions of the public schema, in a stable order. */
export async function describeSchema(pool: pg.Pool): Promise<string> {
  const list = async (sql: string) => (await pool.query<{ text: string }>(sql)).rows.map((row) => row.text)
  const ours = (oid: string) => `not exists (select from pg_depend d where d.objid = ${oid} and d.deptype = 'e')`
  const tables = await list(`
    select format(E'table %s\\n%s', c.relname, string_agg(format('  %s %s%s%s', a.attname, format_type(a.atttypid, a.atttypmod),
      case when a.attnotnull then ' not null' else '' end,
      case when a.attidentity <> '' then ' identity'
           when a.attgenerated <> '' then ' generated ' || pg_get_expr(d.adbin, d.adrelid)
           else coalesce(' default ' || pg_get_expr(d.adbin, d.adrelid), '') end), E'\\n' order by a.attnum)) as text
    from pg_class c join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'public'
    join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
    where c.relkind in ('r', 'p') and ${ours('c.oid')} group by c.relname order by c.relname`)
  const constraints = await list(`
    select format('constraint %s on %s: %s', conname, conrelid::regclass, pg_get_constraintdef(oid)) as text
    from pg_constraint where connamespace = 'public'::regnamespace and conrelid <> 0 and contype <> 'n'
    order by conrelid::regclass::text, conname`)
  const indexes = await list(`select indexdef as text from pg_indexes where schemaname = 'public' order by indexname`)
  const triggers = await list(`
    select pg_get_triggerdef(t.oid) as text from pg_trigger t join pg_class c on c.oid = t.tgrelid
    where not tgisinternal and c.relnamespace = 'public'::regnamespace order by c.relname, tgname`)
  const views = await list(`
    select format(E'view %s\\n%s', viewname, definition) as text from pg_views where schemaname = 'public' order by viewname`)
  const functions = await list(`
    select pg_get_functiondef(p.oid) as text from pg_proc p
    where p.pronamespace = 'public'::regnamespace and p.prokind in ('f', 'p') and ${ours('p.oid')} order by p.proname, p.oid`)
  const parts = [
    tables.join('\n\n'),
    constraints.join('\n'),
    indexes.join('\n'),
    triggers.join('\n'),
    views.join('\n'),
    functions.join('\n'),
  ]
  return `-- Emitted by tools/generate.ts from the migrations: the schema they result in, for review. Do not edit.\n\n${parts.filter(Boolean).join('\n\n')}\n`
}
