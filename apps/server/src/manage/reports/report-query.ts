import { adSystems } from '@otkuda/contract';
import { Type } from 'typebox';
import { attributed, type Dimension, dimensions, type Filter, noValue } from '../../reports/dimensions.ts';
import { BadPeriod } from '../../reports/period.ts';
import { Uuid } from '../fields.ts';
import { invalid } from '../problem.ts';
import type { ProjectRow } from '../projects/project-answer.ts';

export const reportsPath = '/projects/:project_id/reports';

/** A day of the project's zone, or a time in ISO 8601. */
const dayOrTime = {
  pattern:
    '^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])([Tt ][0-9]{2}:[0-9]{2}(:[0-5][0-9](\\.[0-9]+)?)?([Zz]|[+-][0-9]{2}:?[0-9]{2}))?$',
  'x-expected': 'a day such as 2026-01-31, or an ISO 8601 time with its zone',
};

export const periodQuery = {
  from: Type.Optional(
    Type.String({
      ...dayOrTime,
      description: 'a day of the project, or a time (counted by the quarter of an hour); 28 days unless told',
    }),
  ),
  to: Type.Optional(
    Type.String({ ...dayOrTime, description: 'a day, which is included, or a time, which is not; today unless told' }),
  ),
};

export const compareQuery = {
  compare: Type.Optional(
    Type.Enum(['previous', 'none'], { description: '`previous`: also as long a period right before it' }),
  ),
};

/** Only what has such a mark. */
export const markQuery = (name: string) =>
  Type.Optional(Type.String({ maxLength: 512, description: `only this ${name}; ${noValue}: only what has none` }));

/** Only what came from such sources. */
export const filterQuery = {
  link_id: Type.Optional(
    Type.Union([Uuid, Type.Literal(noValue)], { description: `only this link; ${noValue}: only what came by none` }),
  ),
  ad_system: Type.Optional(Type.Enum([...adSystems, noValue])),
  utm_source: markQuery('utm_source'),
  utm_medium: markQuery('utm_medium'),
  utm_campaign: markQuery('utm_campaign'),
  utm_content: markQuery('utm_content'),
  utm_term: markQuery('utm_term'),
  country: markQuery('country'),
  exactness: Type.Optional(
    Type.Enum(['exact', 'probable', attributed, 'organic', 'unknown'], {
      description: `${attributed}: exact or probable`,
    }),
  ),
};

export const formatQuery = {
  format: Type.Optional(
    Type.Enum(['json', 'csv'], { description: '`csv`, or the header `Accept: text/csv`: the rows as a table' }),
  ),
};

type FilterAsked = { readonly [Name in Exclude<Dimension, 'link'> | 'link_id']?: string };

export function filterOf({ link_id: link, ...asked }: FilterAsked): Filter {
  const { ad_system, utm_source, utm_medium, utm_campaign, utm_content, utm_term, country, exactness } = asked;
  return { link, ad_system, utm_source, utm_medium, utm_campaign, utm_content, utm_term, country, exactness };
}

const known: ReadonlySet<string> = new Set(dimensions);

const sourceText = (description: string) =>
  Type.Optional(
    Type.String({
      maxLength: 100,
      description: `${description}: one or two of ${dimensions.join(', ')}, parted by a comma`,
    }),
  );

export const groupByQuery = { group_by: sourceText('link unless told') };

/** Of reports that are about all sources together unless told. */
export function sourceQuery(description: string) {
  return { group_by: sourceText(description) };
}

/** Throws a 400 problem. */
export function groupByOf(asked: string | undefined): Dimension[] {
  const names = (asked ?? 'link').split(',').map((name) => name.trim());
  const wanted = names.filter(isDimension);
  if (wanted.length === names.length && names.length <= 2 && new Set(names).size === names.length) return wanted;
  throw invalid([{ field: 'group_by', expected: `one or two different ones of ${dimensions.join(', ')}` }]);
}

function isDimension(name: string): name is Dimension {
  return known.has(name);
}

/** A project as reports want it. */
export function reportProject(row: ProjectRow) {
  return { projectId: row.project_id, timeZone: row.time_zone, currency: row.currency };
}

/** Makes a 400 problem of a period that cannot be reported on. */
export async function refusingBadPeriods<T>(report: Promise<T>): Promise<T> {
  try {
    return await report;
  } catch (error) {
    if (error instanceof BadPeriod) throw invalid([{ field: error.field, expected: error.message }]);
    throw error;
  }
}
