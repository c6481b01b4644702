import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { withDatabase } from '../testing/global-setup.ts';
import { migrate, readMigrations } from './migrate.ts';

const name = `migrate_invites_${randomBytes(6).toString('hex')}`;
async function administer(sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: inject('databaseUrl') });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
beforeAll(() => administer(`create database ${name}`));
afterAll(() => administer(`drop database if exists ${name} with (force)`));

it('invite links of every state keep it when pools become queues, and so does who they were leased to', async () => {
  const url = withDatabase(inject('databaseUrl'), name);
  const migrations = await readMigrations();
  const pools = migrations.findIndex((migration) => migration.name === 'invite_pools');
  await migrate(url, migrations.slice(0, pools));
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const project = await client.query<{ project_id: string }>(
      `insert into projects (workspace_id, platform, kind, title, time_zone, currency)
       values (1, 'telegram', 'channel', 'Old', 'Europe/Moscow', 'RUB') returning project_id`,
    );
    const id = project.rows[0]?.project_id;
    const clicks = ['01910000-0000-7000-8000-000000000001', '01910000-0000-7000-8000-000000000002'];
    for (const clickId of clicks)
      await client.query(
        `insert into clicks (project_id, click_id, clicked_at, marks, ids) values ($1, $2, now(), '{}', '{}')`,
        [id, clickId],
      );
    await client.query(
      `insert into invite_links (project_id, invite_link, chat_id, state, click_id, leased_until, used_at, revoked_at, created_at) values
         ($1, 'a-free', '-1', 'free', null, null, null, null, '2026-01-05'),
         ($1, 'b-free', '-1', 'free', null, null, null, null, '2026-01-02'),
         ($1, 'c-reserved', '-1', 'reserved', null, '2026-02-01', null, null, '2026-01-03'),
         ($1, 'd-leased', '-1', 'leased', $2, '2026-02-01', null, null, '2026-01-04'),
         ($1, 'e-used', '-1', 'used', $3, '2026-02-01', '2026-01-06', null, '2026-01-04'),
         ($1, 'f-revoked', '-1', 'revoked', null, '2026-02-01', null, '2026-02-01', '2026-01-04'),
         ($1, 'g-shared', '-1', 'shared', null, null, null, null, '2026-01-01')`,
      [id, ...clicks],
    );

    await migrate(url, migrations);
    const states = await client.query(
      `select invite_link, state, place::int, click_id from invite_link_states join invite_links using (project_id, invite_link)
       left join clicks on clicks.project_id = invite_links.project_id and invite_place = place order by 1`,
    );
    expect(states.rows).toEqual([
      { invite_link: 'a-free', state: 'free', place: 6, click_id: null },
      { invite_link: 'b-free', state: 'free', place: 4, click_id: null },
      // Its process is gone, and whoever was sent to it would have a click.
      { invite_link: 'c-reserved', state: 'free', place: 5, click_id: null },
      { invite_link: 'd-leased', state: 'leased', place: 1, click_id: clicks[0] },
      { invite_link: 'e-used', state: 'used', place: 2, click_id: clicks[1] },
      { invite_link: 'f-revoked', state: 'revoked', place: 3, click_id: null },
      { invite_link: 'g-shared', state: 'shared', place: null, click_id: null },
    ]);
    expect((await client.query('select added::int, taken::int from invite_pools')).rows).toEqual([
      { added: 6, taken: 3 },
    ]);
    const retiring = await client.query(
      'select from_place::int, to_place::int, open_until, retire_at from invite_reservations',
    );
    expect(retiring.rows).toEqual([
      { from_place: 1, to_place: 1, open_until: null, retire_at: new Date('2026-02-01T00:00:00Z') },
    ]);
  } finally {
    await client.end();
  }
});
