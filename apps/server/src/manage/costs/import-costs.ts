import { answers, withBody } from '../answers.ts';
import type { Manage, ManageApp } from '../dependencies.ts';
import { invalid } from '../problem.ts';
import { projectParams, requireProject } from '../projects/find-project.ts';
import { reportProject } from '../reports/report-query.ts';
import { StoredCosts } from './cost-answer.ts';
import { costsPath } from './costs.ts';
import { type FindLink, readCostTable } from './read-cost-table.ts';
import { storeCosts } from './store-costs.ts';

const tableBytesMax = 8 * 1024 * 1024;

/** Costs as a table, the way ad systems and spreadsheets export it. */
export function importCostRoutes(app: ManageApp, manage: Manage): void {
  void app.register(async (scope) => {
    scope.addContentTypeParser(['text/csv', 'text/plain'], { parseAs: 'buffer' }, (_request, body, done) =>
      done(null, body),
    );
    scope.post(
      `${costsPath}/import`,
      {
        bodyLimit: tableBytesMax,
        schema: {
          tags: ['Costs'],
          operationId: 'importCosts',
          summary: 'Stores costs from a CSV table',
          description:
            'Sent as `text/csv`. The first row names the columns: date, amount, link (id, code or name) or utm_campaign; currency, ' +
            'impressions, clicks if there are any; other columns do not matter. Parted by commas, semicolons or tabs; decimal commas and ' +
            'dd.mm.yyyy are understood. Rows of the same day and source are added up. All of the table is stored, or none of it.',
          params: projectParams,
          response: answers({ 200: StoredCosts }, withBody),
        },
      },
      async ({ params, body }) => {
        if (!Buffer.isBuffer(body)) throw invalid([{ field: 'body', expected: 'a table, sent as text/csv' }]);
        const project = reportProject(await requireProject(manage.db, (params as { project_id: string }).project_id));
        const findLink = await linkFinder(manage, project.projectId);
        const table = readCostTable(body, project.currency, findLink);
        if ('violations' in table) throw invalid(table.violations);
        await storeCosts(manage.db, project.projectId, table.rows, new Date(manage.now()));
        return { stored: table.rows.length };
      },
    );
  });
}

/** By id, code or name; a name that two links have names neither. */
async function linkFinder({ db }: Manage, projectId: string): Promise<FindLink> {
  const links = await db
    .selectFrom('links')
    .select(['link_id', 'code', 'name'])
    .where('project_id', '=', projectId)
    .where('deleted_at', 'is', null)
    .execute();
  const known = new Map<string, string | null>();
  for (const { link_id, name } of links) known.set(name, known.has(name) ? null : link_id);
  for (const { link_id, code } of links) known.set(code, link_id).set(link_id, link_id);
  return (name) => known.get(name) ?? null;
}
