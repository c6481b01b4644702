import { describe, expect, it } from 'vitest';
import { useDatabase } from '../testing/test-database.ts';
import { countConversions } from './count-conversions.ts';

const database = useDatabase();
const many = 12_000;

async function addMany(projectId: number): Promise<void> {
  await database.pool.query(
    `insert into conversions (project_id, conversion_id, destination_id, cause, target, happened_at, currency, state, created_at)
     select $1, gen_random_uuid(), '019ab3c4-5d6e-7f80-9192-a3b4c5d6e7f8', 'goal', 'lesson', '2026-11-22T10:00:00Z', 'RUB', 'pending',
       '2026-11-22T10:00:00Z' from generate_series(1, $2::integer)`,
    [projectId, many],
  );
}

async function counted(projectId: number): Promise<number> {
  const { rows } = await database.pool.query<{ counted: number }>(
    'select coalesce(sum(conversions), 0)::integer as counted from conversion_rollups where project_id = $1',
    [projectId],
  );
  return rows[0]?.counted ?? 0;
}

describe('a long backlog of conversions', () => {
  it('is counted in part for every project while ingest is busy, and the rest later', async () => {
    await addMany(1);
    await addMany(2);
    await countConversions(database.pool, { busy: () => true, stopped: () => false });
    expect([await counted(1), await counted(2)]).toEqual([10_000, 10_000]);
    await countConversions(database.pool, { busy: () => true, stopped: () => false });
    expect([await counted(1), await counted(2)]).toEqual([many, many]);
  });

  it('is left to the next start once the server stops', async () => {
    await addMany(4);
    let looks = 0;
    const stopped = (): boolean => {
      looks += 1;
      return looks > 1;
    };
    await countConversions(database.pool, { busy: () => false, stopped });
    expect(await counted(4)).toBe(5_000);
    await countConversions(database.pool);
    expect(await counted(4)).toBe(many);
  });

  it('is counted whole where nobody waits', async () => {
    await addMany(3);
    await countConversions(database.pool);
    expect(await counted(3)).toBe(many);
  });
});
