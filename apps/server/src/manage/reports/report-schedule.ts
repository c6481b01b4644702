import { sql } from 'kysely';
import { type Static, Type } from 'typebox';
import { morningReport } from '../../reports/morning-report.ts';
import { answers, withBody } from '../answers.ts';
import type { Manage, ManageApp } from '../dependencies.ts';
import { projectParams, requireProject } from '../projects/find-project.ts';
import { reportProject } from './report-query.ts';

const path = '/projects/:project_id/report-schedule';

const Schedule = Type.Object(
  {
    enabled: Type.Boolean(),
    hour: Type.Integer({
      minimum: 0,
      maximum: 23,
      'x-expected': 'an hour of 0 to 23',
      description: 'of the zone of the project',
    }),
    skip_empty: Type.Boolean({ description: 'no report where nothing happened and nothing is broken' }),
    language: Type.Enum(['ru', 'en']),
  },
  {
    additionalProperties: false,
    title: 'ReportSchedule',
    examples: [{ enabled: true, hour: 9, skip_empty: true, language: 'ru' }],
  },
);
const unset: Static<typeof Schedule> = { enabled: false, hour: 9, skip_empty: false, language: 'ru' };

/** When the owner is told in the messenger how the last 24 hours went. */
export function reportScheduleRoutes(app: ManageApp, { db, pool, now }: Manage): void {
  app.get(
    path,
    {
      schema: {
        tags: ['Reports'],
        operationId: 'getReportSchedule',
        summary: 'When the morning report is sent',
        params: projectParams,
        response: answers({ 200: Schedule }),
      },
    },
    async ({ params }) => {
      await requireProject(db, params.project_id);
      const row = await db
        .selectFrom('report_schedules')
        .select(['enabled', 'hour', 'skip_empty', 'language'])
        .where('project_id', '=', params.project_id)
        .executeTakeFirst();
      return row ?? unset;
    },
  );

  app.put(
    path,
    {
      schema: {
        tags: ['Reports'],
        operationId: 'putReportSchedule',
        summary: 'Sets when the morning report is sent',
        description:
          'It goes to the chats of the owners that are connected to the project. Where the hour is over today, it begins tomorrow.',
        params: projectParams,
        body: Schedule,
        response: answers({ 200: Schedule }, withBody),
      },
    },
    async ({ params, body }) => {
      const { project_id, time_zone } = await requireProject(db, params.project_id);
      const at = new Date(now());
      await sql`
        insert into report_schedules as known (project_id, enabled, hour, skip_empty, language, last_day)
        select ${project_id}::bigint, ${body.enabled}, ${body.hour}::smallint, ${body.skip_empty}, ${body.language},
          case when extract(hour from local) >= ${body.hour}::smallint then local::date end
        from (select ${at}::timestamptz at time zone ${time_zone} as local) as clock
        on conflict (project_id) do update set enabled = excluded.enabled, hour = excluded.hour, skip_empty = excluded.skip_empty,
          language = excluded.language, last_day = coalesce(excluded.last_day, known.last_day)`.execute(db);
      return body;
    },
  );

  app.get(
    `${path}/preview`,
    {
      schema: {
        tags: ['Reports'],
        operationId: 'previewMorningReport',
        summary: 'The morning report as it would be sent now',
        params: projectParams,
        querystring: Type.Object({ language: Type.Optional(Type.Enum(['ru', 'en'])) }, { additionalProperties: false }),
        response: answers({
          200: Type.Object({ text: Type.String(), empty: Type.Boolean() }, { title: 'MorningReport' }),
        }),
      },
    },
    async ({ params, query }) => {
      const row = await requireProject(db, params.project_id);
      return morningReport(pool, { ...reportProject(row), title: row.title }, query.language ?? 'ru', now());
    },
  );
}
