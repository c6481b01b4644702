import type pg from 'pg';
import { fromMillionths, toMillionths } from '../domain/money.ts';
import type { CountedEvents, EventsQuery } from './counted-events.ts';
import { conditionsOf, keyColumns } from './dimensions.ts';
import { selectLabelled } from './labelled-events.ts';
import { overTiles, ownParametersFrom, tileValues, usesOfTiles } from './over-tiles.ts';
import { tile } from './tiles.ts';

/**
 * Counts events. Those without the label that they are told apart by are what all of them are beyond those with it. All are counted last, so
 * that what is stored meanwhile makes no number negative.
 */
export async function selectFunnelEvents(pool: pg.Pool, query: EventsQuery): Promise<CountedEvents[]> {
  const { labels, labelBy } = query;
  const labelled = labels.length > 0 || labelBy !== null ? await selectLabelled(pool, query) : [];
  if (labels.length > 0) return labelled;
  const all = await selectCounted(pool, query);
  return labelBy === null ? all : [...labelled, ...without(all, labelled)];
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
