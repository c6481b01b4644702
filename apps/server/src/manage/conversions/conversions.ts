import { conversionStates } from '@otkuda/contract';
import { type Static, Type } from 'typebox';
import { answers } from '../answers.ts';
import type { Manage, ManageApp } from '../dependencies.ts';
import { UserId, Uuid } from '../fields.ts';
import { listQuery, pageOf, readPage, toPage } from '../listing.ts';
import { notFound } from '../problem.ts';
import { projectParams, requireProjectOrTwin } from '../projects/find-project.ts';
import { Attempt, listAttempts } from './attempts.ts';
import { Conversion, selectConversions, shownConversion } from './conversion-answer.ts';

const tags = ['Conversions'];
const path = '/projects/:project_id/conversions';
export const conversionParams = Type.Object({ ...projectParams.properties, conversion_id: Uuid });

/** What is told to ad systems, and how it went. */
export function conversionRoutes(app: ManageApp, manage: Manage): void {
  const { db } = manage;

  app.get(
    path,
    {
      schema: {
        tags,
        operationId: 'listConversions',
        summary: 'Conversions, the newest first',
        params: projectParams,
        querystring: Type.Object(
          {
            state: Type.Optional(Type.Enum([...conversionStates])),
            destination_id: Type.Optional(Uuid),
            user_id: Type.Optional(UserId),
            ...listQuery,
          },
          { additionalProperties: false },
        ),
        response: answers({ 200: pageOf(Conversion) }),
      },
    },
    async ({ params, query }) => {
      await requireProjectOrTwin(db, params.project_id);
      const { state, destination_id, user_id } = query;
      const page = readPage(query, ['uuid']);
      const [before] = page.after ?? [];
      // Ids are UUIDv7: their order is that of creation, and the primary key gives it.
      const rows = await selectConversions(db, params.project_id)
        .$if(state !== undefined, (select) => select.where('state', '=', state ?? 'pending'))
        .$if(destination_id !== undefined, (select) => select.where('destination_id', '=', destination_id ?? ''))
        .$if(user_id !== undefined, (select) => select.where('user_id', '=', user_id ?? ''))
        .$if(before !== undefined, (select) => select.where('conversion_id', '<', before ?? ''))
        .orderBy('conversion_id', 'desc')
        .limit(page.limit + 1)
        .execute();
      return toPage(rows, page, (row) => [row.conversion_id], shownConversion);
    },
  );

  app.get(
    `${path}/:conversion_id`,
    {
      schema: {
        tags,
        operationId: 'getConversion',
        summary: 'One conversion',
        params: conversionParams,
        response: answers({ 200: Conversion }),
      },
    },
    ({ params }) => requireConversion(manage, params),
  );

  app.get(
    `${path}/:conversion_id/attempts`,
    {
      schema: {
        tags,
        operationId: 'listAttempts',
        summary: 'Calls to the ad system that the conversion was part of, the newest first',
        description: 'Conversions are sent in batches: a call may have been about others as well.',
        params: conversionParams,
        querystring: Type.Object(listQuery, { additionalProperties: false }),
        response: answers({ 200: pageOf(Attempt) }),
      },
    },
    async ({ params, query }) => {
      const page = readPage(query, ['uuid']);
      await requireConversion(manage, params);
      return listAttempts(db, params, page);
    },
  );
}

/** Throws a 404 problem. */
export async function requireConversion(
  { db }: Manage,
  { project_id, conversion_id }: Static<typeof conversionParams>,
): Promise<Static<typeof Conversion>> {
  await requireProjectOrTwin(db, project_id);
  const row = await selectConversions(db, project_id).where('conversion_id', '=', conversion_id).executeTakeFirst();
  if (row === undefined) throw notFound('conversion', conversion_id);
  return shownConversion(row);
}
