import { sql } from 'kysely';
import { type Static, Type } from 'typebox';
import { answers, withBody } from '../answers.ts';
import type { Manage, ManageApp } from '../dependencies.ts';
import { isoTime, shownMoney } from '../fields.ts';
import { listQuery, pageOf, readPage, toPage } from '../listing.ts';
import { invalid } from '../problem.ts';
import { projectParams, requireProject } from '../projects/find-project.ts';
import { reportProject } from '../reports/report-query.ts';
import { Cost, NewCosts, StoredCosts } from './cost-answer.ts';
import { isRealDay, readCosts, storeCosts } from './store-costs.ts';

export const costsPath = '/projects/:project_id/costs';
const day = Type.String({ pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$', 'x-expected': 'a day such as 2026-01-31' });

/** What advertising cost, by day and source. */
export function costRoutes(app: ManageApp, manage: Manage): void {
  const { db } = manage;

  app.get(
    costsPath,
    {
      schema: {
        tags: ['Costs'],
        operationId: 'listCosts',
        summary: 'What advertising cost, the latest days first',
        params: projectParams,
        querystring: Type.Object(
          { from: Type.Optional(day), to: Type.Optional({ ...day, description: 'this day too' }), ...listQuery },
          { additionalProperties: false },
        ),
        response: answers({ 200: pageOf(Cost) }),
      },
    },
    async ({ params, query: { from, to, ...paging } }) => {
      for (const [field, asked] of Object.entries({ from, to })) {
        if (asked !== undefined && !isRealDay(asked)) throw invalid([{ field, expected: 'a day that there is' }]);
      }
      const page = readPage(paging, ['text', 'text']);
      const [beforeDay, beforeSource] = page.after ?? [];
      if (beforeDay !== undefined && !isRealDay(beforeDay)) {
        throw invalid([{ field: 'cursor', expected: 'next_cursor of the page before, unchanged' }]);
      }
      await requireProject(db, params.project_id);
      const rows = await db
        .selectFrom('costs')
        .select(['source', 'link_id', 'utm_campaign', 'amount', 'currency', 'impressions', 'clicks', 'changed_at'])
        .select(sql<string>`to_char(day, 'YYYY-MM-DD')`.as('date'))
        .where('project_id', '=', params.project_id)
        .$if(from !== undefined, (select) => select.where(sql<boolean>`day >= ${from}::date`))
        .$if(to !== undefined, (select) => select.where(sql<boolean>`day <= ${to}::date`))
        .$if(beforeDay !== undefined, (select) =>
          select.where(sql<boolean>`(day, source) < (${beforeDay}::date, ${beforeSource ?? ''})`),
        )
        .orderBy(sql`day`, 'desc')
        .orderBy('source', 'desc')
        .limit(page.limit + 1)
        .execute();
      return toPage(rows, page, (row) => [row.date, row.source], shownCost);
    },
  );

  app.put(
    costsPath,
    {
      schema: {
        tags: ['Costs'],
        operationId: 'putCosts',
        summary: 'Stores what advertising cost',
        description: 'What was stored for the same day and source is replaced. All of them are stored, or none.',
        params: projectParams,
        body: NewCosts,
        response: answers({ 200: StoredCosts }, withBody),
      },
    },
    async ({ params, body }) => {
      const project = reportProject(await requireProject(db, params.project_id));
      const rows = await readCosts(db, project, body);
      await storeCosts(db, project.projectId, rows, new Date(manage.now()));
      return { stored: rows.length };
    },
  );
}

interface StoredCost {
  readonly date: string;
  readonly link_id: string | null;
  readonly utm_campaign: string | null;
  readonly amount: string;
  readonly currency: string;
  readonly impressions: string | null;
  readonly clicks: string | null;
  readonly changed_at: Date;
}

function shownCost(row: StoredCost): Static<typeof Cost> {
  return {
    date: row.date,
    link_id: row.link_id,
    utm_campaign: row.utm_campaign,
    amount: shownMoney(row.amount) ?? '0',
    currency: row.currency,
    impressions: row.impressions === null ? null : Number(row.impressions),
    clicks: row.clicks === null ? null : Number(row.clicks),
    changed_at: isoTime(row.changed_at),
  };
}
