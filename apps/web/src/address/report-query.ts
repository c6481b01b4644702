import type { Input } from '../api/call.ts';
import type { Project } from '../api/schema.gen.ts';
import { dayIn } from '../format/dates.ts';
import { type Days, daysOf } from './period.ts';
import type { View } from './view.ts';

type SourcesQuery = Input<'GET /projects/{project_id}/reports/sources'>['query'];
export type ReportQuery = Omit<NonNullable<SourcesQuery>, 'group_by' | 'limit' | 'format'>;
type FilterQuery = Omit<ReportQuery, 'from' | 'to' | 'compare'>;

/** The days that a view is about, in the zone of the project. */
export function daysOfView(view: View, project: Pick<Project, 'time_zone'>, now = new Date()): Days {
  return daysOf(view.period, dayIn(project.time_zone, now));
}

/** What the reports are asked for a view. */
export function reportQuery(view: View, project: Pick<Project, 'time_zone'>, now = new Date()): ReportQuery {
  return { ...daysOfView(view, project, now), compare: view.compare, ...filterQuery(view) };
}

/** The filters of a view, with the names of the reports API. An address may hold any value: the server says what is wrong with it. */
export function filterQuery({ filters: { link, ...others } }: View): FilterQuery {
  return { ...others, ...(link === undefined ? {} : { link_id: link }) } as FilterQuery;
}
