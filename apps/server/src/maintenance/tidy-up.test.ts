import { expect, it } from 'vitest';
import { uuidv7 } from '../domain/uuid.ts';
import { useDatabase } from '../testing/test-database.ts';
import { tidyUp } from './maintenance.ts';

const database = useDatabase();
const dayMs = 86_400_000;

it('what is known of a click goes with it: its claim and the ids learnt after it', async () => {
  const nowMs = Date.now();
  const [old, young] = [uuidv7(nowMs - 401 * dayMs), uuidv7(nowMs - 399 * dayMs)];
  for (const clickId of [old, young]) {
    await database.pool.query('insert into click_claims values (1, $1, now())', [clickId]);
    await database.pool.query(`insert into click_ids values (1, $1, '_ym_uid', '1', now())`, [clickId]);
  }
  await tidyUp({
    pool: database.pool,
    now: () => nowMs,
    retentionDays: { requests: 30, clicks: 400, attempts: 90 },
    log: () => {},
  });
  for (const table of ['click_claims', 'click_ids']) {
    const { rows } = await database.pool.query(`select click_id from ${table}`);
    expect(rows).toEqual([{ click_id: young }]);
  }
});
