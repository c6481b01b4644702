import type pg from 'pg';
import { type Static, Type } from 'typebox';
import { ageBandCount } from '../domain/age-bands.ts';
import { CountOrNull, Share, TextOrNull } from './answer-schema.ts';
import { columnOf, conditionsOf, type Dimension, dimensions, type Filter } from './dimensions.ts';
import { share } from './figures.ts';
import { overTiles, ownParametersFrom, tileValues, usesOfTiles } from './over-tiles.ts';
import { Key, keyLabels } from './report-keys.ts';
import type { ReportProject } from './report-project.ts';
import { kindOf, type RowKind, rowKinds } from './row-kinds.ts';
import type { Exactness } from './select-sums.ts';
import { type Interval, quarterAfter, quarterBefore, tile } from './tiles.ts';

const present = { present: Type.Integer(), share: Share };
const BySource = Type.Object(
  { kind: Type.Enum([...rowKinds]), keys: Type.Array(Key), ...present },
  { title: 'AudienceBySource' },
);
const ByAge = Type.Object(
  {
    from_days: { ...CountOrNull, description: 'since the first join; null: it is not known' },
    to_days: { ...CountOrNull, description: 'not included; null: no end' },
    ...present,
  },
  { title: 'AudienceByAge' },
);
const ByPremium = Type.Object(
  { premium: Type.Unsafe<boolean | null>({ type: ['boolean', 'null'] }), ...present },
  { title: 'AudienceByPremium' },
);
const ByLanguage = Type.Object({ language: TextOrNull, ...present }, { title: 'AudienceByLanguage' });

export const AudienceReport = Type.Object(
  {
    at: Type.String({ format: 'date-time' }),
    present: Type.Integer({ description: 'who is here now' }),
    group_by: Type.Array(Type.Enum([...dimensions])),
    by_source: Type.Array(BySource, { description: 'by the source of the first join, the largest first' }),
    by_age: Type.Array(ByAge, { description: 'by the time since the first join' }),
    by_premium: Type.Array(ByPremium),
    by_language: Type.Array(ByLanguage, { description: 'the most frequent first; null: not known' }),
  },
  { title: 'AudienceReport' },
);
export type AudienceReport = Static<typeof AudienceReport>;

export interface AudienceQuery {
  readonly groupBy: readonly Dimension[];
  readonly filter: Filter;
}

interface Part {
  readonly exactness: Exactness;
  readonly keys: readonly (string | null)[];
  readonly language_code: string;
  readonly premium: number;
  readonly present: number;
}

/** Who is here now. */
export async function audienceReport(
  pool: pg.Pool,
  { projectId }: ReportProject,
  { groupBy, filter }: AudienceQuery,
  nowMs: number,
): Promise<AudienceReport> {
  const conditions = conditionsOf(filter, 2);
  const { rows } = await pool.query<Part>(
    `select s.exactness, array[${groupBy.map(columnOf).join(', ')}]::text[] as keys, a.language_code, a.premium, sum(a.present)::float8 as present
     from audience a join sources s on s.project_id = a.project_id and s.source_id = a.source_id
     where a.project_id = $1${conditions.sql} group by 1, 2, 3, 4`,
    [projectId, ...conditions.values],
  );
  const total = rows.reduce((sum, row) => sum + row.present, 0);
  const shown = (count: number): { present: number; share: number | null } => ({
    present: count,
    share: share(count, total),
  });
  const label = await keyLabels(pool, projectId, groupBy, rows);
  return {
    at: new Date(nowMs).toISOString(),
    present: total,
    group_by: [...groupBy],
    by_source: bySource(rows).map(({ kind, keys, count }) => ({
      kind,
      keys: label(keys),
      ...shown(count),
    })),
    by_age: (await selectAges(pool, projectId, filter, nowMs, total)).map(({ count, ...age }) => ({
      ...age,
      ...shown(count),
    })),
    by_premium: [true, false, null].map((premium) => ({
      premium,
      ...shown(sumOf(rows, (row) => row.premium === (premium === null ? -1 : Number(premium)))),
    })),
    by_language: [...new Set(rows.map((row) => row.language_code))]
      .map((code) => ({ code, count: sumOf(rows, (row) => row.language_code === code) }))
      .filter(({ count }) => count > 0)
      .toSorted((a, b) => b.count - a.count || (a.code < b.code ? -1 : 1))
      .map(({ code, count }) => ({ language: code === '' ? null : code, ...shown(count) })),
  };
}

function sumOf(rows: readonly Part[], wanted: (row: Part) => boolean): number {
  return rows.reduce((sum, row) => (wanted(row) ? sum + row.present : sum), 0);
}

interface SourcePart {
  readonly kind: RowKind;
  readonly keys: readonly (string | null)[];
  count: number;
}

function bySource(rows: readonly Part[]): SourcePart[] {
  const parts = new Map<string, SourcePart>();
  for (const row of rows) {
    const kind = kindOf[row.exactness];
    const key = JSON.stringify([kind, ...row.keys]);
    const part = parts.get(key) ?? { kind, keys: row.keys, count: 0 };
    part.count += row.present;
    parts.set(key, part);
  }
  return [...parts]
    .filter(([, { count }]) => count > 0)
    .toSorted(
      ([keyA, a], [keyB, b]) =>
        rowKinds.indexOf(a.kind) - rowKinds.indexOf(b.kind) || b.count - a.count || (keyA < keyB ? -1 : 1),
    )
    .map(([, part]) => part);
}

const ageBoundsDays = [0, 1, 7, 30, 90, 180, 365] as const;

/** Ages by the quarter of an hour of the first join. Who lifted a block without ever having joined has no age. */
async function selectAges(pool: pg.Pool, projectId: string, filter: Filter, nowMs: number, total: number) {
  const earliestMs = await selectEarliest(pool, projectId, nowMs);
  const ages: Interval[] = ageBoundsDays.map((from, index) => {
    const to = ageBoundsDays[index + 1];
    // A sender's clock may be a little ahead of ours.
    const toMs = from === 0 ? quarterAfter(nowMs + 3_600_000) : quarterBefore(nowMs - from * 86_400_000);
    return { fromMs: to === undefined ? Math.min(earliestMs, toMs) : quarterBefore(nowMs - to * 86_400_000), toMs };
  });
  const tiles = tile(ages);
  const conditions = conditionsOf(filter, ownParametersFrom);
  const left = Array.from({ length: ageBandCount }, (_, band) => `r.left_${band}`).join(' + ');
  const { rows } = await pool.query<{ label: number; present: number }>(
    `with counted as materialized (
       select tile, sum(here) filter (where s.exactness is not null) as here from (${overTiles('retention', `r.source_id, r.joined - (${left}) as here`)}) as r
       left join sources s on s.project_id = $1 and s.source_id = r.source_id${conditions.sql} group by 1)
     select u.label, sum(u.sign * c.here)::float8 as present
     from counted c join ${usesOfTiles} on u.tile = c.tile group by 1`,
    [projectId, ...tileValues(tiles), ...conditions.values],
  );
  const counts = ageBoundsDays.map((from, index) => ({
    from_days: from,
    to_days: ageBoundsDays[index + 1] ?? null,
    count: rows.find(({ label }) => label === index)?.present ?? 0,
  }));
  const unknown = total - counts.reduce((sum, { count }) => sum + count, 0);
  return unknown === 0 ? counts : [...counts, { from_days: null, to_days: null, count: unknown }];
}

/** The day before which nobody joined. */
async function selectEarliest(pool: pg.Pool, projectId: string, nowMs: number): Promise<number> {
  const { rows } = await pool.query<{ earliest: Date | null }>(
    'select min(bucket) as earliest from retention_by_day where project_id = $1',
    [projectId],
  );
  return rows[0]?.earliest?.getTime() ?? nowMs;
}
