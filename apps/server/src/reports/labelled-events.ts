import type pg from 'pg';
import { labelSpans } from '../domain/rollup-spans.ts';
import type { CountedEvents, EventsQuery } from './counted-events.ts';
import { columnOf, conditionsOf, keyColumns } from './dimensions.ts';
import { hasUncounted, type LabelCondition, labelIn, selectLabelSets } from './label-sets.ts';
import { overLabelTiles, ownParametersFrom, tileValues, usesOfTiles } from './over-tiles.ts';
import { tile } from './tiles.ts';

/**
 * Counts events that meet all conditions, where there are some, and else those that carry the label they are told apart by: from counts
 * by label set, and one by one where an event's set has none.
 */
export async function selectLabelled(pool: pg.Pool, query: EventsQuery): Promise<CountedEvents[]> {
  return [...(await selectCounted(pool, query)), ...(await selectUncounted(pool, query))];
}

async function selectCounted(pool: pg.Pool, query: EventsQuery): Promise<CountedEvents[]> {
  const { projectId, period, steps, groupBy, filter, labels, labelBy } = query;
  const wanted = (await selectLabelSets(pool, projectId))
    .filter((set) => labels.every(({ name, value }) => labelIn(set, name) === value))
    .map((set) => ({ ...set, label: labelBy === null ? null : labelIn(set, labelBy) }))
    .filter(({ label }) => labels.length > 0 || label !== null);
  if (wanted.length === 0) return [];
  const [stepsAt, setsAt, labelsAt] = [ownParametersFrom, ownParametersFrom + 1, ownParametersFrom + 2];
  const conditions = conditionsOf(filter, ownParametersFrom + 3);
  const keys = keyColumns(groupBy);
  const columns = 'r.label_set_id, r.source_id, r.kind, r.name, r.result, r.events, r.revenue, r.cost';
  // Few of the sets may be wanted, and the key finds a bucket's rows by them.
  const few = labels.length > 0 ? ` and r.label_set_id = any($${setsAt}::uuid[])` : '';
  const { rows } = await pool.query<CountedEvents>(
    `with counted as materialized (
       select tile, s.exactness${keys.selected}, w.label, kind, name, result, sum(events) as events, sum(revenue) as revenue, sum(cost) as cost
       from (${overLabelTiles(columns, few)}) as r
       join unnest($${setsAt}::uuid[], $${labelsAt}::text[]) as w (label_set_id, label) on w.label_set_id = r.label_set_id
       left join sources s on s.project_id = $1 and s.source_id = r.source_id${conditions.sql}
       where $${stepsAt}::text[] is null or name = any($${stepsAt}::text[])
       group by tile, s.exactness${keys.grouped}, w.label, kind, name, result)
     select c.exactness, ${keys.gathered} as keys, c.label, c.kind, c.name, c.result,
       sum(u.sign * c.events)::float8 as events, sum(u.sign * c.revenue)::text as revenue, sum(u.sign * c.cost)::text as cost
     from counted c join ${usesOfTiles} on u.tile = c.tile where c.exactness is not null
     group by 1, 2, 3, 4, 5, 6 having sum(u.sign * c.events) <> 0`,
    [
      projectId,
      ...tileValues(tile([period], [], labelSpans), labelSpans),
      steps,
      wanted.map(({ labelSetId }) => labelSetId),
      wanted.map(({ label }) => label),
      ...conditions.values,
    ],
  );
  return rows;
}

async function selectUncounted(pool: pg.Pool, query: EventsQuery): Promise<CountedEvents[]> {
  const { projectId, period, steps, groupBy, filter, labels, labelBy } = query;
  if (!(await hasUncounted(pool, projectId, period))) return [];
  const wanted = labelConditions(labels, 6);
  const conditions = conditionsOf(filter, 6 + wanted.values.length);
  const { rows } = await pool.query<CountedEvents>(
    `with counted as (
       select e.source_id, e.kind, coalesce(e.type, e.target, '') as name, coalesce(e.result, '') as result,
         case when $5::text is null then null else ${labelValue('$5')} end as label, count(*) as events,
         coalesce(sum(e.amount) filter (where e.amount > 0 or e.kind = 'refund'), 0) as revenue,
         coalesce(-sum(e.amount) filter (where e.amount < 0 and e.kind <> 'refund'), 0) as cost
       from events e
       where e.project_id = $1 and e.happened_at >= $2 and e.happened_at < $3 and e.labels is not null and e.label_set_id is null
         and e.kind in ('event', 'refund', 'goal') and ($4::text[] is null or coalesce(e.type, e.target, '') = any($4::text[]))${wanted.sql}
       group by 1, 2, 3, 4, 5)
     select s.exactness, array[${groupBy.map(columnOf).join(', ')}]::text[] as keys, c.label, c.kind, c.name, c.result,
       sum(c.events)::float8 as events, sum(c.revenue)::text as revenue, sum(c.cost)::text as cost
     from counted c join sources s on s.project_id = $1 and s.source_id = c.source_id${conditions.sql}
     where ${labels.length > 0} or c.label is not null
     group by 1, 2, 3, 4, 5, 6`,
    [projectId, new Date(period.fromMs), new Date(period.toMs), steps, labelBy, ...wanted.values, ...conditions.values],
  );
  return rows;
}

/**
 * The value of a label of `events e`; null: it has none of that name. Where an event carries a name more than once, the first counts, so
 * that the parts of a cut add up to the whole. `$n` is the parameter with the name.
 */
function labelValue(parameter: string): string {
  return `jsonb_path_query_first(e.labels, '$[*] ? (@.name == $name).value', jsonb_build_object('name', ${parameter}::text)) #>> '{}'`;
}

/** Conditions on `events e`, with their values; parameters are numbered from `first` on. */
function labelConditions(
  conditions: readonly LabelCondition[],
  first: number,
): { readonly sql: string; readonly values: readonly string[] } {
  return {
    sql: conditions
      .map((_, index) => ` and ${labelValue(`$${first + 2 * index}`)} = $${first + 2 * index + 1}`)
      .join(''),
    values: conditions.flatMap(({ name, value }) => [name, value]),
  };
}
