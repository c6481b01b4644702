import { Type } from 'typebox';
import { answers, withBody } from '../answers.ts';
import type { Manage, ManageApp } from '../dependencies.ts';
import { Time } from '../fields.ts';
import { notFound } from '../problem.ts';
import { projectParams, requireProject } from '../projects/find-project.ts';
import { MessengerAnswer, MessengerCheck, MessengerSettings, shownMessenger } from './messenger-answer.ts';

const tags = ['Messenger'];
const path = '/projects/:project_id/messenger';
const chatParams = Type.Object({
  ...projectParams.properties,
  chat_id: Type.String({ pattern: '^-?[0-9]{1,20}$', 'x-expected': 'the id of a chat' }),
});

/** The server's own bot of a project: how it stands, what it is to do, whom it tells. */
export function messengerRoutes(app: ManageApp, { db, messengers }: Manage): void {
  app.get(
    path,
    {
      schema: {
        tags,
        operationId: 'getMessenger',
        summary: 'Whether the rights and updates of the bot are in order',
        description: 'The bot is the one whose token the project has (`messenger_token`).',
        params: projectParams,
        response: answers({ 200: MessengerAnswer }),
      },
    },
    async ({ params }) => {
      const { project_id } = await requireProject(db, params.project_id);
      return shownMessenger(await messengers.overview(project_id));
    },
  );

  app.patch(
    path,
    {
      schema: {
        tags,
        operationId: 'changeMessenger',
        summary: 'Changes what the bot does',
        description: 'Fields that are left out stay as they are.',
        params: projectParams,
        body: MessengerSettings,
        response: answers({ 200: MessengerAnswer }, withBody),
      },
    },
    async ({ params, body }) => {
      const { project_id } = await requireProject(db, params.project_id);
      const changed = await messengers.change(project_id, {
        personalLinks: body.personal_links,
        joinRequests: body.join_requests,
        autoApproveSeconds: body.auto_approve,
        botHop: body.bot_hop,
        leaseDays: body.lease_days,
        longPolling: body.long_polling,
      });
      return shownMessenger(changed);
    },
  );

  app.post(
    `${path}/check`,
    {
      schema: {
        tags,
        operationId: 'checkMessenger',
        summary: 'Looks at the bot and its channel now',
        description:
          'A bot whose updates go elsewhere is left as it is, unless take_over_webhook says yes to replacing what was found there.',
        params: projectParams,
        body: MessengerCheck,
        response: answers({ 200: MessengerAnswer }, withBody),
      },
    },
    async ({ params, body }) => {
      const { project_id } = await requireProject(db, params.project_id);
      return shownMessenger(await messengers.check(project_id, body.take_over_webhook ?? false));
    },
  );

  app.post(
    `${path}/owner-code`,
    {
      schema: {
        tags,
        operationId: 'createOwnerCode',
        summary: 'Makes a code that connects a chat for notices and reports',
        description:
          'Whoever sends it to the bot, within an hour and once, gets the notices and reports of the project.',
        params: projectParams,
        response: answers({
          201: Type.Object({ code: Type.String(), expires_at: Time }, { title: 'OwnerCode' }),
        }),
      },
    },
    async ({ params }, reply) => {
      const { project_id } = await requireProject(db, params.project_id);
      const { code, expiresMs } = await messengers.ownerCode(project_id);
      return reply.code(201).send({ code, expires_at: new Date(expiresMs).toISOString() });
    },
  );

  app.delete(
    `${path}/owner-chats/:chat_id`,
    {
      schema: {
        tags,
        operationId: 'forgetOwnerChat',
        summary: 'Sends no more notices and reports to a chat',
        params: chatParams,
        response: answers({ 204: Type.Null() }),
      },
    },
    async ({ params }, reply) => {
      const { project_id } = await requireProject(db, params.project_id);
      if (!(await messengers.forgetOwnerChat(project_id, params.chat_id))) throw notFound('chat', params.chat_id);
      return reply.code(204).send(null);
    },
  );
}
