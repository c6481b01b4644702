import { Type } from 'typebox';
import { DayReport, dayReport } from '../../reports/day-figures.ts';
import { DynamicsReport, dynamicsReport } from '../../reports/dynamics.ts';
import { SourcesReport, sourcesReport } from '../../reports/sources.ts';
import { steps } from '../../reports/time-steps.ts';
import { answers } from '../answers.ts';
import type { Manage, ManageApp } from '../dependencies.ts';
import { projectParams, requireProject } from '../projects/find-project.ts';
import { sendTable, wantsTable } from './as-table.ts';
import {
  compareQuery,
  filterOf,
  filterQuery,
  formatQuery,
  groupByOf,
  groupByQuery,
  periodQuery,
  refusingBadPeriods,
  reportProject,
  reportsPath,
} from './report-query.ts';

const tags = ['Reports'];
const rowsShown = 500;

/** Where people came from, and when. */
export function sourceReportRoutes(app: ManageApp, { db, pool, now }: Manage): void {
  app.get(
    `${reportsPath}/sources`,
    {
      schema: {
        tags,
        operationId: 'reportSources',
        summary: 'Which source brings people who stay, and what one costs',
        params: projectParams,
        querystring: Type.Object(
          {
            ...periodQuery,
            ...groupByQuery,
            ...compareQuery,
            ...filterQuery,
            limit: Type.Optional(
              Type.Integer({
                minimum: 1,
                maximum: 1000,
                description: `rows past it are summed up in one; ${rowsShown} unless told. A table has all of them`,
              }),
            ),
            ...formatQuery,
          },
          { additionalProperties: false },
        ),
        response: answers({ 200: SourcesReport }),
      },
    },
    async (request, reply) => {
      const { params, query } = request;
      const groupBy = groupByOf(query.group_by);
      const project = reportProject(await requireProject(db, params.project_id));
      const { from, to, compare, limit = rowsShown } = query;
      const table = wantsTable(request);
      const rowsMax = table ? Number.POSITIVE_INFINITY : limit;
      const asked = { from, to, groupBy, compare: compare === 'previous', filter: filterOf(query), rowsMax };
      const report = await refusingBadPeriods(sourcesReport(pool, project, asked, now()));
      return table ? sendTable(reply, 'sources', report.rows) : report;
    },
  );

  app.get(
    `${reportsPath}/dynamics`,
    {
      schema: {
        tags,
        operationId: 'reportDynamics',
        summary: 'The figures of the sources over time',
        params: projectParams,
        querystring: Type.Object(
          {
            ...periodQuery,
            group_by: Type.Optional(Type.Enum([...steps], { default: 'day' })),
            ...compareQuery,
            ...filterQuery,
            ...formatQuery,
          },
          { additionalProperties: false },
        ),
        response: answers({ 200: DynamicsReport }),
      },
    },
    async (request, reply) => {
      const { params, query } = request;
      const project = reportProject(await requireProject(db, params.project_id));
      const { from, to, compare, group_by: step = 'day' } = query;
      const asked = { from, to, step, compare: compare === 'previous', filter: filterOf(query) };
      const report = await refusingBadPeriods(dynamicsReport(pool, project, asked, now()));
      return wantsTable(request) ? sendTable(reply, 'dynamics', report.rows) : report;
    },
  );

  app.get(
    `${reportsPath}/day`,
    {
      schema: {
        tags,
        operationId: 'reportDay',
        summary: 'Subscriptions and unsubscriptions of the last 24 hours',
        params: projectParams,
        querystring: Type.Object(formatQuery, { additionalProperties: false }),
        response: answers({ 200: DayReport }),
      },
    },
    async (request, reply) => {
      const project = reportProject(await requireProject(db, request.params.project_id));
      const report = await dayReport(pool, project, now());
      return wantsTable(request) ? sendTable(reply, 'day', report.sources) : report;
    },
  );
}
