import type pg from 'pg';
import { toMillionths } from '../domain/money.ts';
import { type Dimension, dimensions, type Filter } from './dimensions.ts';
import { noSums, type Sums } from './sums.ts';

/** What was entered for one day and source, with what is known of that source: the rest of the dimensions is absent. */
export interface Cost {
  readonly day: string;
  readonly known: ReadonlyMap<Dimension, string>;
  readonly sums: Sums;
}

/**
 * Costs of the days from `from` to `to`, in the project's currency where it is theirs or has a rate. A link tells its ad system and the
 * marks it sets; a campaign tells nothing else. Filters leave out what is not known to fit.
 */
export async function selectCosts(
  pool: pg.Pool,
  { projectId, currency }: { readonly projectId: string; readonly currency: string },
  days: { readonly from: string; readonly to: string },
  filter: Filter,
): Promise<Cost[]> {
  const { rows } = await pool.query<
    { day: string; currency: string; converted: string | null; amount: string } & Record<Dimension, string | null>
  >(
    `select to_char(c.day, 'YYYY-MM-DD') as day, c.currency, sum(c.amount)::text as amount,
       sum(round(c.amount * case when c.currency = $2 then 1 else r.rate end, 6))::text as converted,
       c.link_id::text as link, l.ad_system, l.utm_source, l.utm_medium, coalesce(c.utm_campaign, l.utm_campaign) as utm_campaign,
       l.utm_content, l.utm_term, null as country, null as exactness
     from costs c
     left join links l on l.project_id = c.project_id and l.link_id = c.link_id
     left join currency_rates r on r.project_id = c.project_id and r.currency = c.currency
     where c.project_id = $1 and c.day between $3 and $4
     group by c.day, c.currency, c.link_id, l.ad_system, l.utm_source, l.utm_medium, c.utm_campaign, l.utm_campaign, l.utm_content, l.utm_term`,
    [projectId, currency, days.from, days.to],
  );
  return rows
    .map((row) => ({ day: row.day, known: knownOf(row), sums: sumsOf(row) }))
    .filter((cost) => fits(cost, filter));
}

function knownOf(row: Readonly<Record<Dimension, string | null>>): ReadonlyMap<Dimension, string> {
  return new Map(
    dimensions.flatMap((dimension) => {
      const value = row[dimension];
      return value === null ? [] : [[dimension, value] as const];
    }),
  );
}

function sumsOf(row: { readonly converted: string | null; readonly amount: string; readonly currency: string }): Sums {
  if (row.converted !== null) return { ...noSums(), spend: toMillionths(row.converted) };
  return { ...noSums(), otherSpend: new Map([[row.currency, toMillionths(row.amount)]]) };
}

function fits({ known }: Cost, filter: Filter): boolean {
  return dimensions.every((dimension) => {
    const wanted = filter[dimension];
    return wanted === undefined || known.get(dimension) === wanted;
  });
}
