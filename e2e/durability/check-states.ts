import type pg from 'pg';
import { foldMembership, type MembershipFact } from '../../apps/server/src/domain/membership.ts';
import type { Findings } from './findings.ts';

interface FactRow extends MembershipFact {
  readonly userId: string;
  readonly touchId: string;
  readonly exactness: string | null;
  readonly effect: string | null;
  readonly presence: number;
}

interface SubscriberRow {
  readonly user_id: string;
  readonly status: string;
  readonly first_join_at: Date | null;
  readonly last_join_at: Date | null;
  readonly left_at: Date | null;
  readonly facts: number;
  readonly first_touch_id: string | null;
  readonly last_touch_id: string | null;
}

/** Every subscriber is where the stored facts, ordered by (date, arrival), end. */
export async function checkStates(pool: pg.Pool, projectId: string, { wrong }: Findings): Promise<void> {
  const facts = Map.groupBy(await membershipFacts(pool, projectId), ({ userId }) => userId);
  const { rows } = await pool.query<SubscriberRow>('select * from subscribers where project_id = $1', [projectId]);
  for (const row of rows) {
    const told = describe(row, facts.get(row.user_id) ?? []);
    if (told !== null) wrong.push(`subscriber ${row.user_id}: ${told}`);
  }
  const known = new Set(rows.map(({ user_id }) => user_id));
  for (const userId of facts.keys()) if (!known.has(userId)) wrong.push(`subscriber ${userId}: facts, but no row`);
}

/** What is not as its facts say; null: all is. */
function describe(row: SubscriberRow, facts: readonly FactRow[]): string | null {
  const { membership, effects } = foldMembership(facts, 'bot');
  const starts = facts
    .filter(({ kind }) => kind === 'start')
    .toSorted((a, b) => a.atMs - b.atMs || a.arrival - b.arrival);
  const expected = {
    ...membership,
    facts: facts.length,
    firstTouch: starts[0]?.touchId ?? null,
    lastTouch: starts.findLast(({ exactness }) => exactness === 'exact')?.touchId ?? null,
  };
  const found = {
    status: row.status,
    firstJoinMs: row.first_join_at?.getTime() ?? null,
    lastJoinMs: row.last_join_at?.getTime() ?? null,
    leftMs: row.left_at?.getTime() ?? null,
    facts: row.facts,
    firstTouch: row.first_touch_id,
    lastTouch: row.last_touch_id,
  };
  if (JSON.stringify(found) !== JSON.stringify(expected)) {
    return `is ${JSON.stringify(found)}, its facts say ${JSON.stringify(expected)}`;
  }
  for (const [fact, { counts, presence }] of effects) {
    if (fact.effect === counts && fact.presence === presence) continue;
    return `${fact.kind} at ${fact.atMs} counts as ${fact.effect} ${fact.presence}, should as ${counts} ${presence}`;
  }
  return null;
}

async function membershipFacts(pool: pg.Pool, projectId: string): Promise<readonly FactRow[]> {
  const { rows } = await pool.query<FactRow & { readonly atMs: string }>(
    `select e.user_id as "userId", e.kind, (extract(epoch from e.happened_at) * 1000)::bigint as "atMs", e.arrival, e.effect,
       e.presence, e.touch_id as "touchId", t.exactness
     from events e left join touches t on t.project_id = e.project_id and t.touch_id = e.touch_id
     where e.project_id = $1 and e.arrival is not null`,
    [projectId],
  );
  return rows.map((row) => ({ ...row, atMs: Number(row.atMs) }));
}
