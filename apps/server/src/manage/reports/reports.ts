import { Type } from 'typebox';
import { AudienceReport, audienceReport } from '../../reports/audience.ts';
import { DynamicsReport, dynamicsReport } from '../../reports/dynamics.ts';
import { SourcesReport, sourcesReport } from '../../reports/sources.ts';
import { steps } from '../../reports/time-steps.ts';
import { answers } from '../answers.ts';
import type { Manage, ManageApp } from '../dependencies.ts';
import { projectParams, requireProject } from '../projects/find-project.ts';
import {
  compareQuery,
  filterOf,
  filterQuery,
  groupByOf,
  groupByQuery,
  periodQuery,
  refusingBadPeriods,
  reportProject,
} from './report-query.ts';

const tags = ['Reports'];
const path = '/projects/:project_id/reports';
const rowsShown = 500;

/** Reports on where people came from. */
export function reportRoutes(app: ManageApp, { db, pool, now }: Manage): void {
  app.get(
    `${path}/sources`,
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
                description: `rows past it are summed up in one; ${rowsShown} unless told`,
              }),
            ),
          },
          { additionalProperties: false },
        ),
        response: answers({ 200: SourcesReport }),
      },
    },
    async ({ params, query }) => {
      const groupBy = groupByOf(query.group_by);
      const project = reportProject(await requireProject(db, params.project_id));
      const { from, to, compare, limit = rowsShown } = query;
      const asked = { from, to, groupBy, compare: compare === 'previous', filter: filterOf(query), rowsMax: limit };
      return refusingBadPeriods(sourcesReport(pool, project, asked, now()));
    },
  );

  app.get(
    `${path}/dynamics`,
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
          },
          { additionalProperties: false },
        ),
        response: answers({ 200: DynamicsReport }),
      },
    },
    async ({ params, query }) => {
      const project = reportProject(await requireProject(db, params.project_id));
      const { from, to, compare, group_by: step = 'day' } = query;
      const asked = { from, to, step, compare: compare === 'previous', filter: filterOf(query) };
      return refusingBadPeriods(dynamicsReport(pool, project, asked, now()));
    },
  );

  app.get(
    `${path}/audience`,
    {
      schema: {
        tags,
        operationId: 'reportAudience',
        summary: 'Who is here now: by source, time since the first join, premium and language',
        params: projectParams,
        querystring: Type.Object({ ...groupByQuery, ...filterQuery }, { additionalProperties: false }),
        response: answers({ 200: AudienceReport }),
      },
    },
    async ({ params, query }) => {
      const groupBy = groupByOf(query.group_by);
      const project = reportProject(await requireProject(db, params.project_id));
      return audienceReport(pool, project, { groupBy, filter: filterOf(query) }, now());
    },
  );
}
