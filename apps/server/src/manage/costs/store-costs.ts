import { sql } from 'kysely';
import type { Database } from '../database.ts';
import { refuseIfAny, type Violation } from '../problem.ts';
import type { NewCost } from './cost-answer.ts';

/** What was spent on one source on one day, as it is stored. */
export interface CostRow {
  readonly day: string;
  readonly linkId: string | null;
  readonly campaign: string | null;
  /** Decimal text. */
  readonly amount: string;
  readonly currency: string;
  readonly impressions: number | null;
  readonly clicks: number | null;
}

/** Takes the place of whatever was stored for the same days and sources; all of them or none. */
export async function storeCosts(db: Database, projectId: string, rows: readonly CostRow[], now: Date): Promise<void> {
  if (rows.length === 0) return;
  const column = <T>(pick: (row: CostRow) => T): T[] => rows.map(pick);
  await sql`
    insert into costs (project_id, day, source, link_id, utm_campaign, amount, currency, impressions, clicks, changed_at)
    select ${projectId}::bigint, day, source, link_id, utm_campaign, amount, currency, impressions, clicks, ${now}::timestamptz
    from unnest(${column((row) => row.day)}::date[], ${column(sourceOf)}::text[], ${column((row) => row.linkId)}::uuid[],
      ${column((row) => row.campaign)}::text[], ${column((row) => row.amount)}::numeric[], ${column((row) => row.currency)}::text[],
      ${column((row) => row.impressions)}::bigint[], ${column((row) => row.clicks)}::bigint[])
      as cost (day, source, link_id, utm_campaign, amount, currency, impressions, clicks)
    order by day, source
    on conflict (project_id, day, source) do update set amount = excluded.amount, currency = excluded.currency,
      impressions = excluded.impressions, clicks = excluded.clicks, changed_at = excluded.changed_at`.execute(db);
}

/** Names the source within a day: what is stored for it is replaced. */
export function sourceOf({ linkId, campaign }: Pick<CostRow, 'linkId' | 'campaign'>): string {
  return linkId === null ? `campaign:${campaign ?? ''}` : `link:${linkId}`;
}

/** Reads costs as they were given. Throws a 400 problem that names each field by its place. */
export async function readCosts(
  db: Database,
  { projectId, currency }: { readonly projectId: string; readonly currency: string },
  given: readonly NewCost[],
): Promise<CostRow[]> {
  const rows = given.map((cost) => ({
    day: cost.date,
    linkId: cost.link_id ?? null,
    campaign: cost.utm_campaign ?? null,
    amount: typeof cost.amount === 'string' ? cost.amount : decimalOf(cost.amount),
    currency: cost.currency ?? currency,
    impressions: cost.impressions ?? null,
    clicks: cost.clicks ?? null,
  }));
  const links = await knownLinks(db, projectId, rows);
  const seen = new Set<string>();
  const violations = rows.flatMap((row, index): Violation[] => {
    const found = violationOf(row, links, seen);
    return found === null ? [] : [{ field: `${index}.${found.field}`, expected: found.expected }];
  });
  refuseIfAny(violations);
  return rows;
}

function violationOf(row: CostRow, links: ReadonlySet<string>, seen: Set<string>): Violation | null {
  if (!isRealDay(row.day)) return { field: 'date', expected: 'a day that there is' };
  if ((row.linkId === null) === (row.campaign === null)) {
    return { field: 'link_id', expected: 'either link_id or utm_campaign' };
  }
  if (row.linkId !== null && !links.has(row.linkId))
    return { field: 'link_id', expected: 'the id of a link of this project' };
  const key = `${row.day} ${sourceOf(row)}`;
  if (seen.has(key)) return { field: 'date', expected: 'each day and source once' };
  seen.add(key);
  return null;
}

async function knownLinks(db: Database, projectId: string, rows: readonly CostRow[]): Promise<ReadonlySet<string>> {
  const ids = [...new Set(rows.flatMap(({ linkId }) => linkId ?? []))];
  if (ids.length === 0) return new Set();
  const found = await db
    .selectFrom('links')
    .select('link_id')
    .where('project_id', '=', projectId)
    .where('link_id', 'in', ids)
    .execute();
  return new Set(found.map((row) => row.link_id));
}

export function isRealDay(day: string): boolean {
  const at = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(day) && day >= '2000' && day < '2100';
}

/** A number without an exponent; PostgreSQL would take one, the answers would not show it. */
function decimalOf(amount: number): string {
  return amount.toFixed(6).replace(/\.?0+$/, '');
}
