import { Type } from 'typebox';
import { AudienceReport, audienceReport } from '../../reports/audience.ts';
import { funnelReport } from '../../reports/funnel.ts';
import { FunnelReport } from '../../reports/funnel-answer.ts';
import { GoalsReport, goalsReport } from '../../reports/goals.ts';
import { LabelsReport, labelsReport } from '../../reports/labels.ts';
import { LifetimeReport, lifetimeReport } from '../../reports/lifetime.ts';
import { answers } from '../answers.ts';
import type { Manage, ManageApp } from '../dependencies.ts';
import { Uuid } from '../fields.ts';
import { invalid } from '../problem.ts';
import { projectParams, requireProject } from '../projects/find-project.ts';
import { sendTable, wantsTable } from './as-table.ts';
import { labelByOf, labelQuery, labelsOf } from './label-query.ts';
import {
  filterOf,
  filterQuery,
  formatQuery,
  groupByOf,
  groupByQuery,
  periodQuery,
  refusingBadPeriods,
  reportProject,
  reportsPath,
  sourceQuery,
} from './report-query.ts';

const tags = ['Reports'];
const stepsMax = 50;

/** Who is here, how long people stay, and what they do. */
export function peopleReportRoutes(app: ManageApp, { db, pool, now }: Manage): void {
  app.get(
    `${reportsPath}/audience`,
    {
      schema: {
        tags,
        operationId: 'reportAudience',
        summary: 'Who is here now: by source, time since the first join, premium and language',
        params: projectParams,
        querystring: Type.Object({ ...groupByQuery, ...filterQuery, ...formatQuery }, { additionalProperties: false }),
        response: answers({ 200: AudienceReport }),
      },
    },
    async (request, reply) => {
      const { params, query } = request;
      const groupBy = groupByOf(query.group_by);
      const project = reportProject(await requireProject(db, params.project_id));
      const report = await audienceReport(pool, project, { groupBy, filter: filterOf(query) }, now());
      return wantsTable(request) ? sendTable(reply, 'audience', audienceRows(report)) : report;
    },
  );

  app.get(
    `${reportsPath}/lifetime`,
    {
      schema: {
        tags,
        operationId: 'reportLifetime',
        summary: 'Who joined when, and how long they stay',
        params: projectParams,
        querystring: Type.Object(
          {
            ...periodQuery,
            interval: Type.Optional(Type.Enum(['day', 'week', 'month'], { default: 'week' })),
            ...sourceQuery('cohorts by source as well'),
            ...filterQuery,
            ...formatQuery,
          },
          { additionalProperties: false },
        ),
        response: answers({ 200: LifetimeReport }),
      },
    },
    async (request, reply) => {
      const { params, query } = request;
      const groupBy = query.group_by === undefined ? [] : groupByOf(query.group_by);
      const project = reportProject(await requireProject(db, params.project_id));
      const { from, to, interval: step = 'week' } = query;
      const asked = { from, to, step, groupBy, filter: filterOf(query) };
      const report = await refusingBadPeriods(lifetimeReport(pool, project, asked, now()));
      return wantsTable(request) ? sendTable(reply, 'lifetime', report.cohorts) : report;
    },
  );

  app.get(
    `${reportsPath}/funnel`,
    {
      schema: {
        tags,
        operationId: 'reportFunnel',
        summary: 'Events by type: how they ended, what came of the step before, what they brought',
        params: projectParams,
        querystring: Type.Object(
          {
            ...periodQuery,
            steps: Type.Optional(
              Type.String({
                maxLength: 2_000,
                description: `types of events and goals in their order, parted by commas, at most ${stepsMax}; all of them unless told`,
              }),
            ),
            ...sourceQuery('the same by source as well'),
            ...labelQuery,
            ...filterQuery,
            ...formatQuery,
          },
          { additionalProperties: false },
        ),
        response: answers({ 200: FunnelReport }),
      },
    },
    async (request, reply) => {
      const { params, query } = request;
      const groupBy = query.group_by === undefined ? [] : groupByOf(query.group_by);
      const labels = labelsOf(query.labels);
      const labelBy = labelByOf(query.group_by_label);
      const project = reportProject(await requireProject(db, params.project_id));
      const { from, to, steps: wanted } = query;
      const steps = wanted === undefined ? null : stepsOf(wanted);
      const asked = { from, to, steps, groupBy, filter: filterOf(query), labels, labelBy };
      const report = await refusingBadPeriods(funnelReport(pool, project, asked, now()));
      return wantsTable(request) ? sendTable(reply, 'funnel', funnelRows(report)) : report;
    },
  );

  app.get(
    `${reportsPath}/labels`,
    {
      schema: {
        tags,
        operationId: 'reportLabels',
        summary: 'Which labels events carry: what the funnel can be cut by',
        params: projectParams,
        querystring: Type.Object({ ...periodQuery, ...filterQuery, ...formatQuery }, { additionalProperties: false }),
        response: answers({ 200: LabelsReport }),
      },
    },
    async (request, reply) => {
      const { params, query } = request;
      const project = reportProject(await requireProject(db, params.project_id));
      const { from, to } = query;
      const report = await refusingBadPeriods(
        labelsReport(pool, project, { from, to, filter: filterOf(query) }, now()),
      );
      if (!wantsTable(request)) return report;
      const rows = report.labels.flatMap(({ name, values }) => values.map((value) => ({ name, ...value })));
      return sendTable(reply, 'labels', rows);
    },
  );

  app.get(
    `${reportsPath}/goals`,
    {
      schema: {
        tags,
        operationId: 'reportGoals',
        summary: 'Conversions by destination, goal and state, and how many the platform could match',
        params: projectParams,
        querystring: Type.Object(
          { ...periodQuery, destination_id: Type.Optional(Uuid), ...formatQuery },
          { additionalProperties: false },
        ),
        response: answers({ 200: GoalsReport }),
      },
    },
    async (request, reply) => {
      const { params, query } = request;
      const project = reportProject(await requireProject(db, params.project_id));
      const { from, to, destination_id: destinationId } = query;
      const report = await refusingBadPeriods(goalsReport(pool, project, { from, to, destinationId }, now()));
      return wantsTable(request) ? sendTable(reply, 'goals', report.rows) : report;
    },
  );
}

function audienceRows(report: AudienceReport): object[] {
  return [
    ...report.by_source.map(({ present, share, ...source }) => ({ by: 'source', ...source, present, share })),
    ...report.by_age.map((row) => ({ by: 'age', ...row })),
    ...report.by_premium.map((row) => ({ by: 'premium', ...row })),
    ...report.by_language.map((row) => ({ by: 'language', ...row })),
  ];
}

function funnelRows({ groups, group_by, label_by, steps }: FunnelReport): object[] {
  if (group_by.length === 0 && label_by === null) return steps;
  return groups.flatMap(({ kind: source, keys, label, steps: own }) =>
    own.map(({ kind, name, ...step }) => ({
      ...(group_by.length === 0 ? {} : { source, keys }),
      ...(label_by === null ? {} : { label: label_by, label_value: label }),
      ...{ kind, name, ...step },
    })),
  );
}

function stepsOf(text: string): string[] {
  const steps = [...new Set(text.split(',').flatMap((step) => step.trim() || []))];
  if (steps.length > 0 && steps.length <= stepsMax) return steps;
  throw invalid([{ field: 'steps', expected: `1 to ${stepsMax} types of events or goals, parted by commas` }]);
}
