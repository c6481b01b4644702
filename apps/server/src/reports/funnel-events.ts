import type pg from 'pg';
import { fromMillionths, toMillionths } from '../domain/money.ts';
import { columnOf, conditionsOf, type Dimension, type Filter, keyColumns } from './dimensions.ts';
import { type LabelCondition, labelConditions, labelValue } from './labels.ts';
import { overTiles, ownParametersFrom, tileValues, usesOfTiles } from './over-tiles.ts';
import type { Period } from './period.ts';
import type { Exactness } from './select-sums.ts';
import { tile } from './tiles.ts';

export const eventKinds = ['event', 'goal', 'refund'] as const;

/** Events of one kind, name and result, by source and, where it was asked for, by the value of a label. */
export interface CountedEvents {
  readonly exactness: Exactness;
  readonly keys: readonly (string | null)[];
  readonly label: string | null;
  readonly kind: (typeof eventKinds)[number];
  readonly name: string;
  readonly result: '' | 'in_progress' | 'success' | 'failure';
  readonly events: number;
  readonly revenue: string;
  readonly cost: string;
}

export interface EventsQuery {
  readonly projectId: string;
  readonly period: Period;
  /** Types of events and goals; null: all. */
  readonly steps: readonly string[] | null;
  readonly groupBy: readonly Dimension[];
  readonly filter: Filter;
  /** Events must meet all of them. */
  readonly labels: readonly LabelCondition[];
  /** The name of the label that events are told apart by. */
  readonly labelBy: string | null;
}

/**
 * Counts events. Labels stand in no rollup, so a cut by them reads the events that carry labels, and those only: the ones without are
 * what the rollups know beyond them.
 */
export async function selectFunnelEvents(pool: pg.Pool, query: EventsQuery): Promise<CountedEvents[]> {
  const { labels, labelBy } = query;
  if (labels.length > 0) return selectLabelled(pool, query);
  const all = await selectCounted(pool, query);
  if (labelBy === null) return all;
  const labelled = (await selectLabelled(pool, query)).filter(({ label }) => label !== null);
  return [...labelled, ...without(all, labelled)];
}

async function selectCounted(pool: pg.Pool, query: EventsQuery): Promise<CountedEvents[]> {
  const { projectId, period, steps, groupBy, filter } = query;
  const conditions = conditionsOf(filter, ownParametersFrom + 1);
  const keys = keyColumns(groupBy);
  const { rows } = await pool.query<CountedEvents>(
    `with counted as materialized (
       select tile, s.exactness${keys.selected}, kind, name, result, sum(events) as events, sum(revenue) as revenue, sum(cost) as cost
       from (${overTiles('event_rollups', 'r.source_id, r.kind, r.name, r.result, r.events, r.revenue, r.cost')}) as r
       left join sources s on s.project_id = $1 and s.source_id = r.source_id${conditions.sql}
       where $${ownParametersFrom}::text[] is null or name = any($${ownParametersFrom}::text[])
       group by tile, s.exactness${keys.grouped}, kind, name, result)
     select c.exactness, ${keys.gathered} as keys, null as label, c.kind, c.name, c.result,
       sum(u.sign * c.events)::float8 as events, sum(u.sign * c.revenue)::text as revenue, sum(u.sign * c.cost)::text as cost
     from counted c join ${usesOfTiles} on u.tile = c.tile where c.exactness is not null
     group by 1, 2, 4, 5, 6 having sum(u.sign * c.events) <> 0`,
    [projectId, ...tileValues(tile([period])), steps, ...conditions.values],
  );
  return rows;
}

async function selectLabelled(pool: pg.Pool, query: EventsQuery): Promise<CountedEvents[]> {
  const { projectId, period, steps, groupBy, filter, labels, labelBy } = query;
  const wanted = labelConditions(labels, 6);
  const conditions = conditionsOf(filter, 6 + wanted.values.length);
  const { rows } = await pool.query<CountedEvents>(
    `with counted as (
       select e.source_id, e.kind, coalesce(e.type, e.target, '') as name, coalesce(e.result, '') as result,
         case when $5::text is null then null else ${labelValue('$5')} end as label, count(*) as events,
         coalesce(sum(e.amount) filter (where e.amount > 0 or e.kind = 'refund'), 0) as revenue,
         coalesce(-sum(e.amount) filter (where e.amount < 0 and e.kind <> 'refund'), 0) as cost
       from events e
       where e.project_id = $1 and e.happened_at >= $2 and e.happened_at < $3 and e.labels is not null
         and e.kind in ('event', 'refund', 'goal') and ($4::text[] is null or coalesce(e.type, e.target, '') = any($4::text[]))${wanted.sql}
       group by 1, 2, 3, 4, 5)
     select s.exactness, array[${groupBy.map(columnOf).join(', ')}]::text[] as keys, c.label, c.kind, c.name, c.result,
       sum(c.events)::float8 as events, sum(c.revenue)::text as revenue, sum(c.cost)::text as cost
     from counted c join sources s on s.project_id = $1 and s.source_id = c.source_id${conditions.sql}
     group by 1, 2, 3, 4, 5, 6`,
    [projectId, new Date(period.fromMs), new Date(period.toMs), steps, labelBy, ...wanted.values, ...conditions.values],
  );
  return rows;
}

/** What is left of the whole when its labelled parts are taken away. */
function without(all: readonly CountedEvents[], labelled: readonly CountedEvents[]): CountedEvents[] {
  const keyOf = ({ exactness, keys, kind, name, result }: CountedEvents): string =>
    JSON.stringify([exactness, keys, kind, name, result]);
  const parts = Map.groupBy(labelled, keyOf);
  return all.flatMap((row) => {
    const own = parts.get(keyOf(row)) ?? [];
    const events = own.reduce((left, part) => left - part.events, row.events);
    const money = (pick: (row: CountedEvents) => string): string =>
      fromMillionths(own.reduce((left, part) => left - toMillionths(pick(part)), toMillionths(pick(row))));
    return events === 0
      ? []
      : [{ ...row, events, revenue: money((one) => one.revenue), cost: money((one) => one.cost) }];
  });
}
