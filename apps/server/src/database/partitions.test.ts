import { describe, expect, it } from 'vitest';
import { uuidv7 } from '../domain/uuid.ts';
import { useDatabase } from '../testing/test-database.ts';
import { dropOldPartitions, makePartitions } from './partitions.ts';

const database = useDatabase();
const dayMs = 86_400_000;
const nowMs = Date.UTC(2026, 10, 23, 12);

async function insertRequest(atMs: number): Promise<string> {
  const inserted = await database.pool.query<{ place: string }>(
    `insert into requests (project_id, request_id, key_id, received_at, method, outcome, status)
     values (1, $1, $1, now(), 'x', 'accepted', 0) returning tableoid::regclass::text as place`,
    [uuidv7(atMs)],
  );
  return inserted.rows[0]?.place ?? '';
}

describe('partitions', () => {
  it('are made once by several processes at once, and ids land in the one of their day', async () => {
    await Promise.all([1, 2, 3, 4].map(() => makePartitions(database.pool, nowMs)));
    expect(await insertRequest(nowMs)).toBe('requests_20261123');
    expect(await insertRequest(nowMs + 6 * dayMs)).toBe('requests_20261129');
    expect(await insertRequest(Date.UTC(2026, 10, 24) - 1)).toBe('requests_20261123');
    expect(await insertRequest(Date.UTC(2026, 10, 24))).toBe('requests_20261124');
  });

  it('take what comes for a day without one', async () => {
    expect(await insertRequest(nowMs + 400 * dayMs)).toBe('requests_default');
  });

  it('cannot be made for a day that the default one holds, which is no failure', async () => {
    const farMs = nowMs + 60 * dayMs;
    expect(await insertRequest(farMs)).toBe('requests_default');
    await makePartitions(database.pool, farMs);
    expect(await insertRequest(farMs)).toBe('requests_default');
    expect(await insertRequest(farMs + dayMs)).not.toBe('requests_default');
  });

  it('are dropped when all of their rows are past retention, not before', async () => {
    await makePartitions(database.pool, nowMs);
    const retention = { requests: 2, clicks: 400 };
    expect(await dropOldPartitions(database.pool, Date.UTC(2026, 10, 26) - 1, retention)).toEqual([]);
    expect(await dropOldPartitions(database.pool, Date.UTC(2026, 10, 26), retention)).toEqual(['requests_20261123']);
  });
});
