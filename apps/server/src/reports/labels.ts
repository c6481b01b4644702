import type pg from 'pg';
import { type Static, Type } from 'typebox';
import { labelSpans } from '../domain/rollup-spans.ts';
import { ReportPeriod } from './answer-schema.ts';
import { conditionsOf, type Filter } from './dimensions.ts';
import { hasUncounted, selectLabelSets } from './label-sets.ts';
import { overLabelTiles, ownParametersFrom, tileValues, usesOfTiles } from './over-tiles.ts';
import { type AskedPeriod, type Period, resolvePeriod } from './period.ts';
import type { ReportProject } from './report-project.ts';
import { shownPeriod } from './shown-period.ts';
import { tile } from './tiles.ts';

export const labelConditionsMax = 5;
export const labelNameCharsMax = 256;

const EventLabel = Type.Object(
  {
    name: Type.String(),
    events: Type.Integer({ description: 'that carry it' }),
    values: Type.Array(Type.Object({ value: Type.String(), events: Type.Integer() }, { title: 'EventLabelValue' }), {
      description: 'the most frequent first, at most 50',
    }),
  },
  { title: 'EventLabel' },
);

export const LabelsReport = Type.Object(
  { period: ReportPeriod, labels: Type.Array(EventLabel, { description: 'the most frequent first, at most 50' }) },
  { title: 'LabelsReport' },
);
export type LabelsReport = Static<typeof LabelsReport>;

export interface LabelsQuery extends AskedPeriod {
  readonly filter: Filter;
}

const shownMax = 50;

interface ValueCount {
  readonly name: string;
  readonly value: string;
  readonly events: number;
}

/** Which labels the events of a period carry: what a funnel can be cut by. */
export async function labelsReport(
  pool: pg.Pool,
  project: ReportProject,
  query: LabelsQuery,
  nowMs: number,
): Promise<LabelsReport> {
  const { projectId } = project;
  const period = await resolvePeriod(pool, project.timeZone, nowMs, query);
  const counted = await selectCounted(pool, projectId, period, query.filter);
  const uncounted = await hasUncounted(pool, projectId, period);
  const conditions = conditionsOf(query.filter, 9);
  // What has no counts is read event by event, and put together with what has.
  const { rows } = await pool.query<Static<typeof EventLabel>>(
    `with carried as (
       select distinct on (e.event_id, l.item ->> 'name') l.item ->> 'name' as name, l.item ->> 'value' as value
       from events e
       join sources s on s.project_id = $1 and s.source_id = e.source_id${conditions.sql}
       cross join lateral jsonb_array_elements(e.labels) with ordinality as l (item, place)
       where e.project_id = $1 and e.happened_at >= $2 and e.happened_at < $3 and e.labels is not null and e.label_set_id is null and $8
       order by e.event_id, l.item ->> 'name', l.place),
     every as (
       select name, value, count(*) as events from carried group by 1, 2
       union all
       select * from unnest($5::text[], $6::text[], $7::bigint[])),
     counted as (
       select name, value, sum(events) as events, row_number() over (partition by name order by sum(events) desc, value) as place
       from every group by 1, 2)
     select name, sum(events)::float8 as events,
       json_agg(json_build_object('value', value, 'events', events) order by place) filter (where place <= $4) as values
     from counted group by 1 order by 2 desc, 1 limit $4`,
    [
      projectId,
      new Date(period.fromMs),
      new Date(period.toMs),
      shownMax,
      counted.map(({ name }) => name),
      counted.map(({ value }) => value),
      counted.map(({ events }) => events),
      uncounted,
      ...conditions.values,
    ],
  );
  return { period: shownPeriod(period), labels: rows };
}

/** A row for each label of each set. */
async function selectCounted(pool: pg.Pool, projectId: string, period: Period, filter: Filter): Promise<ValueCount[]> {
  const conditions = conditionsOf(filter, ownParametersFrom);
  const { rows } = await pool.query<{ label_set_id: string; events: number }>(
    `with counted as materialized (
       select tile, s.exactness is not null as fits, r.label_set_id, sum(r.events) as events
       from (${overLabelTiles('r.source_id, r.label_set_id, r.events')}) as r
       left join sources s on s.project_id = $1 and s.source_id = r.source_id${conditions.sql}
       group by 1, 2, 3)
     select c.label_set_id, sum(u.sign * c.events)::float8 as events
     from counted c join ${usesOfTiles} on u.tile = c.tile where c.fits
     group by 1 having sum(u.sign * c.events) <> 0`,
    [projectId, ...tileValues(tile([period], [], labelSpans), labelSpans), ...conditions.values],
  );
  // After what counts them: a set is stored before the first count of it.
  const sets = new Map((await selectLabelSets(pool, projectId)).map((set) => [set.labelSetId, set.labels]));
  return rows.flatMap(({ label_set_id, events }) =>
    (sets.get(label_set_id) ?? []).map(({ name, value }) => ({ name, value, events })),
  );
}
