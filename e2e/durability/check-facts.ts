import type pg from 'pg';
import type { Findings } from './findings.ts';
import { boundsOf, factKey, type Ledger } from './ledger.ts';

/** Every acknowledged call, fact and click is stored, once; what was not acknowledged at most once; nothing else is there. */
export async function checkFacts(
  pool: pg.Pool,
  projectId: string,
  ledger: Ledger,
  { lost, doubled }: Findings,
): Promise<void> {
  const stored = await countFacts(pool, projectId);
  for (const [key, told] of ledger.facts) {
    const count = stored.get(key) ?? 0;
    const { min, max } = boundsOf(told);
    const account = `${key}: stored ${count} times, told ${JSON.stringify(told.outcomes)}`;
    if (count < min) lost.push(account);
    if (count > max) doubled.push(account);
  }
  for (const key of stored.keys()) {
    if (!ledger.facts.has(key)) doubled.push(`${key}: nobody told it`);
  }
  const requests = await idsIn(pool, 'select request_id::text as id from requests where project_id = $1', projectId);
  for (const id of ledger.requestIds) if (!requests.has(id)) lost.push(`call ${id}, answered OK, is in no request log`);
  const clicks = await idsIn(
    pool,
    `select replace(click_id::text, '-', '') as id from clicks where project_id = $1`,
    projectId,
  );
  for (const id of ledger.clickIds) if (!clicks.has(id)) lost.push(`click ${id}, whose code was handed out`);
}

async function countFacts(pool: pg.Pool, projectId: string): Promise<ReadonlyMap<string, number>> {
  const { rows } = await pool.query<{ kind: string; user_id: string; mark: string; count: number }>(
    `select kind, user_id, count(*)::int as count,
       case kind when 'goal' then target when 'event' then type else extract(epoch from happened_at)::bigint::text end as mark
     from events where project_id = $1 group by kind, user_id, mark`,
    [projectId],
  );
  return new Map(rows.map(({ kind, user_id, mark, count }) => [factKey(kind, user_id, mark), count]));
}

async function idsIn(pool: pg.Pool, sql: string, projectId: string): Promise<ReadonlySet<string>> {
  const { rows } = await pool.query<{ id: string }>(sql, [projectId]);
  return new Set(rows.map(({ id }) => id));
}
