import { expect, it } from 'vitest';
import { uuidv7 } from '../domain/uuid.ts';
import { insertProject } from '../testing/fixture-project.ts';
import { useDatabase } from '../testing/test-database.ts';
import { tidyUp } from './maintenance.ts';

const database = useDatabase();
const dayMs = 86_400_000;

it('what is known of a click goes with it: its claim, the ids learnt after it, the address of its visitor', async () => {
  const nowMs = Date.now();
  const [old, young] = [uuidv7(nowMs - 401 * dayMs), uuidv7(nowMs - 399 * dayMs)];
  for (const clickId of [old, young]) {
    await database.pool.query('insert into click_claims values (1, $1, now())', [clickId]);
    await database.pool.query(`insert into click_ids values (1, $1, '_ym_uid', '1', now())`, [clickId]);
    await database.pool.query(`insert into click_addresses values (1, $1, 'x', $2)`, [
      clickId,
      new Date(nowMs + dayMs),
    ]);
  }
  await tidyUp({
    pool: database.pool,
    now: () => nowMs,
    retentionDays: { requests: 30, clicks: 400, attempts: 90 },
    log: () => {},
  });
  for (const table of ['click_claims', 'click_ids', 'click_addresses']) {
    const { rows } = await database.pool.query(`select click_id from ${table}`);
    expect(rows).toEqual([{ click_id: young }]);
  }
});

it('addresses of visitors are dropped once their time is over, though the click is kept', async () => {
  const nowMs = Date.now();
  await database.pool.query('truncate click_addresses');
  const [over, running] = [uuidv7(nowMs - 7 * dayMs), uuidv7(nowMs - 7 * dayMs + 1)];
  for (const [clickId, dropMs] of [
    [over, nowMs],
    [running, nowMs + 1],
  ] as const) {
    await database.pool.query(`insert into click_addresses values (1, $1, 'x', $2)`, [clickId, new Date(dropMs)]);
  }
  await tidyUp({
    pool: database.pool,
    now: () => nowMs,
    retentionDays: { requests: 30, clicks: 400, attempts: 90 },
    log: () => {},
  });
  const { rows } = await database.pool.query('select click_id from click_addresses');
  expect(rows).toEqual([{ click_id: running }]);
});

it('what messengers have done with is kept for a while, and what still waits for as long as it takes', async () => {
  const nowMs = Date.now();
  const projectId = await insertProject(database.pool, { kind: 'channel' });
  const at = (days: number): Date => new Date(nowMs - days * dayMs);
  for (const [name, settled] of [
    ['old', at(31)],
    ['young', at(29)],
    ['waiting', null],
  ] as const) {
    const state = settled === null ? 'waiting' : 'sent';
    await database.pool.query(
      `insert into chat_messages (project_id, message_key, chat_id, content, repeats, state, due_at, created_at, settled_at)
       values ($1, $2, '1', '{}', true, $3, $4, $4, $5)`,
      [projectId, name, state, at(60), settled],
    );
    await database.pool.query(
      `insert into join_requests (project_id, chat_id, user_id, requested_at, state, settled_at) values ($1, '-1', $2, $3, $4, $5)`,
      [projectId, name, at(60), settled === null ? 'by_hand' : 'approved', settled],
    );
  }
  for (const [url, revoked] of [
    ['old', at(401)],
    ['young', at(399)],
    ['open', null],
  ] as const) {
    await database.pool.query(
      'insert into invite_links (project_id, invite_link, revoked_at, created_at) values ($1, $2, $3, $4)',
      [projectId, url, revoked, at(500)],
    );
  }
  await tidyUp({
    pool: database.pool,
    now: () => nowMs,
    retentionDays: { requests: 30, clicks: 400, attempts: 90 },
    log: () => {},
  });
  const left = async (table: string, column: string): Promise<unknown[]> =>
    (await database.pool.query(`select ${column} as name from ${table} order by 1`)).rows.map(({ name }) => name);
  expect(await left('chat_messages', 'message_key')).toEqual(['waiting', 'young']);
  expect(await left('join_requests', 'user_id')).toEqual(['waiting', 'young']);
  expect(await left('invite_links', 'invite_link')).toEqual(['open', 'young']);
});
