import { describe, expect, it } from 'vitest';
import { useDatabase } from '../testing/test-database.ts';

/**
 * The schema has to run distributed by project_id: every key of a tenant's table begins with it, and there is nothing that a
 * distributed table cannot have. Source: the design's rules of storage.
 */
const database = useDatabase();

// Not tenants' tables: they are read before a project is known, or are about no project.
const local = [
  ...['workspaces', 'migrations', 'key_directory', 'link_directory', 'report_key_directory', 'bots'],
  ...['people', 'memberships', 'sessions', 'access_tokens', 'setup_tokens', 'invitations'],
];

interface Key {
  table: string;
  name: string;
  columns: string[];
  kind: string;
}

async function tables(): Promise<string[]> {
  const found = await database.pool.query<{ name: string }>(
    `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition order by 1`,
  );
  return found.rows.map((row) => row.name).filter((name) => !local.includes(name));
}

async function keys(): Promise<Key[]> {
  const found = await database.pool.query<Key>(
    `select c.relname as table, i.relname as name, case when x.indisprimary then 'primary key' else 'unique index' end as kind,
       array(select a.attname::text from unnest(x.indkey) with ordinality k (attnum, place)
             join pg_attribute a on a.attrelid = c.oid and a.attnum = k.attnum order by k.place) as columns
     from pg_index x join pg_class c on c.oid = x.indrelid join pg_class i on i.oid = x.indexrelid
     where c.relnamespace = 'public'::regnamespace and x.indisunique and not c.relispartition
     union all
     select c.relname, k.conname, 'foreign key',
       array(select a.attname::text from unnest(k.conkey) with ordinality n (attnum, place)
             join pg_attribute a on a.attrelid = c.oid and a.attnum = n.attnum order by n.place)
     from pg_constraint k join pg_class c on c.oid = k.conrelid
     where c.relnamespace = 'public'::regnamespace and k.contype = 'f' and not c.relispartition`,
  );
  return found.rows.filter((key) => !local.includes(key.table));
}

/** What breaks the rule, by name: the tests below say that there is nothing, and that something would be found. */
async function violations(): Promise<string[]> {
  const all = await keys();
  const broken = all
    .filter((key) => key.columns[0] !== 'project_id')
    .map((key) => `${key.kind} ${key.name} of ${key.table}`);
  const keyless = (await tables())
    .filter((table) => !all.some((key) => key.table === table && key.kind === 'primary key'))
    .map((table) => `${table} has no primary key`);
  const actions = await database.pool.query<{ name: string }>(
    `select conname as name from pg_constraint where contype = 'f' and (confdeltype in ('n', 'd') or confupdtype in ('n', 'd'))`,
  );
  const triggers = await database.pool.query<{ name: string }>(
    'select tgname as name from pg_trigger where not tgisinternal',
  );
  const narrow = await database.pool.query<{ name: string }>(
    `select attrelid::regclass || '.' || attname as name from pg_attribute
     join pg_class c on c.oid = attrelid
     where attidentity <> '' and atttypid <> 'bigint'::regtype and c.relnamespace = 'public'::regnamespace`,
  );
  const partitioned = await database.pool.query<{ name: string }>(
    `select conname as name from pg_constraint where contype = 'f' and confrelid in (select oid from pg_class where relkind = 'p')`,
  );
  return [
    ...broken,
    ...keyless,
    ...actions.rows.map((row) => `${row.name} sets a key to null or its default`),
    ...triggers.rows.map((row) => `trigger ${row.name}`),
    ...narrow.rows.map((row) => `${row.name} is an identity narrower than bigint`),
    ...partitioned.rows.map((row) => `${row.name} points into a partitioned table`),
  ];
}

describe('the schema', () => {
  it('keeps the rule of distribution in every table of a tenant', async () => {
    expect(await violations()).toEqual([]);
    expect((await tables()).length).toBeGreaterThan(15);
  });

  it.each([
    ['create table bad (id bigint primary key)', 'primary key bad_pkey of bad'],
    ['create table bad (project_id bigint, x text)', 'bad has no primary key'],
    ['create table bad (project_id bigint primary key, x text unique)', 'unique index bad_x_key of bad'],
    [
      'create table bad (project_id bigint primary key, n int generated always as identity)',
      'bad.n is an identity narrower than bigint',
    ],
    [
      'create table bad (project_id bigint primary key, w bigint references workspaces)',
      'foreign key bad_w_fkey of bad',
    ],
  ])('would be found breaking it: %s', async (sql, violation) => {
    await database.pool.query(sql);
    try {
      expect(await violations()).toEqual([violation]);
    } finally {
      await database.pool.query('drop table bad');
    }
  });
});
