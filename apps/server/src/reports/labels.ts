import type pg from 'pg';
import { type Static, Type } from 'typebox';
import { ReportPeriod } from './answer-schema.ts';
import { conditionsOf, type Filter } from './dimensions.ts';
import { type AskedPeriod, resolvePeriod } from './period.ts';
import type { ReportProject } from './report-project.ts';
import { shownPeriod } from './shown-period.ts';

/** What an event has to carry: the first of its labels that has this name must have this value. */
export interface LabelCondition {
  readonly name: string;
  readonly value: string;
}

export const labelConditionsMax = 5;
export const labelNameCharsMax = 256;

/**
 * The value of a label of `events e`; null: it has none of that name. Where an event carries a name more than once, the first counts, so
 * that the parts of a cut add up to the whole. `$n` is the parameter with the name.
 */
export function labelValue(parameter: string): string {
  return `jsonb_path_query_first(e.labels, '$[*] ? (@.name == $name).value', jsonb_build_object('name', ${parameter}::text)) #>> '{}'`;
}

/** Conditions on `events e`, with their values; parameters are numbered from `first` on. */
export function labelConditions(
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

/** Which labels the events of a period carry: what a funnel can be cut by. */
export async function labelsReport(
  pool: pg.Pool,
  project: ReportProject,
  query: LabelsQuery,
  nowMs: number,
): Promise<LabelsReport> {
  const period = await resolvePeriod(pool, project.timeZone, nowMs, query);
  const conditions = conditionsOf(query.filter, 5);
  const { rows } = await pool.query<Static<typeof EventLabel>>(
    `with carried as (
       select distinct on (e.event_id, l.item ->> 'name') l.item ->> 'name' as name, l.item ->> 'value' as value
       from events e
       join sources s on s.project_id = $1 and s.source_id = e.source_id${conditions.sql}
       cross join lateral jsonb_array_elements(e.labels) with ordinality as l (item, place)
       where e.project_id = $1 and e.happened_at >= $2 and e.happened_at < $3 and e.labels is not null
       order by e.event_id, l.item ->> 'name', l.place),
     counted as (
       select name, value, count(*) as events, row_number() over (partition by name order by count(*) desc, value) as place
       from carried group by 1, 2)
     select name, sum(events)::float8 as events,
       json_agg(json_build_object('value', value, 'events', events) order by place) filter (where place <= $4) as values
     from counted group by 1 order by 2 desc, 1 limit $4`,
    [project.projectId, new Date(period.fromMs), new Date(period.toMs), shownMax, ...conditions.values],
  );
  return { period: shownPeriod(period), labels: rows };
}
