/** What reports group and filter by: parts of a source. */
export const dimensions = [
  'link',
  'ad_system',
  'utm_source',
  'utm_medium',
  'utm_campaign',
  'utm_content',
  'utm_term',
  'country',
  'exactness',
] as const;
export type Dimension = (typeof dimensions)[number];

/** Stands for the lack of a value in filters: an empty parameter counts as absent. */
export const noValue = '(none)';

/** As an exactness that is wanted: what has a source, for sure or probably. */
export const attributed = 'attributed';

/** Wanted values by dimension; those that are absent do not matter. */
export type Filter = Readonly<Partial<Record<Dimension, string | undefined>>>;

const columns: Readonly<Record<Dimension, string>> = {
  link: 's.link_id::text',
  ad_system: 's.ad_system',
  utm_source: 's.utm_source',
  utm_medium: 's.utm_medium',
  utm_campaign: 's.utm_campaign',
  utm_content: 's.utm_content',
  utm_term: 's.utm_term',
  country: 's.country',
  exactness: 's.exactness',
};

/** The column of `sources s` that holds a dimension. */
export function columnOf(dimension: Dimension): string {
  return columns[dimension];
}

/**
 * Dimensions in a query that adds up twice: columns that the first `select` adds to its list and its `group by`, and what the second makes
 * of them, under the name `c`. Columns, as an array would be made for each row. The first joins sources from the left, and what they do not
 * fit is left out by the second: where a project's sources are few and new, a planner takes them for one, and would go through all rows
 * again for each.
 */
export function keyColumns(groupBy: readonly Dimension[]): {
  readonly selected: string;
  readonly grouped: string;
  readonly gathered: string;
} {
  return {
    selected: groupBy.map((dimension, index) => `, ${columnOf(dimension)} as key_${index}`).join(''),
    grouped: groupBy.map((dimension) => `, ${columnOf(dimension)}`).join(''),
    gathered: `array[${groupBy.map((_, index) => `c.key_${index}`).join(', ')}]::text[]`,
  };
}

/** Conditions on `sources s`, with their values; parameters are numbered from `first` on. */
export function conditionsOf(
  filter: Filter,
  first: number,
): { readonly sql: string; readonly values: readonly string[] } {
  const values: string[] = [];
  const conditions = dimensions.flatMap((dimension) => {
    const wanted = filter[dimension];
    if (wanted === undefined) return [];
    if (wanted === noValue) return [`${columnOf(dimension)} is null`];
    if (dimension === 'exactness' && wanted === attributed) return [`${columnOf(dimension)} in ('exact', 'probable')`];
    values.push(wanted);
    return [`${columnOf(dimension)} = $${first + values.length - 1}`];
  });
  return { sql: conditions.map((condition) => ` and ${condition}`).join(''), values };
}
