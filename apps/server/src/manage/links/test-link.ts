import { Type } from 'typebox';
import { startCodeOf } from '../../domain/start-code.ts';
import { uuidv7 } from '../../domain/uuid.ts';
import { answers, withBody } from '../answers.ts';
import type { Manage, ManageApp } from '../dependencies.ts';
import { notFound, Problem } from '../problem.ts';
import { linkParams, linksPath, requireLink } from './find-link.ts';

const TestStart = Type.Object(
  { user_id: Type.String({ description: 'the subscriber that was made; they can be erased like any other' }) },
  { title: 'TestStart' },
);

/** The way of a subscriber, played once: shows that a project works before its bot is connected. */
export function testLinkRoutes(app: ManageApp, manage: Manage): void {
  const method = manage.methods.find(({ names }) => names.includes('user_did_start_bot'));

  app.post(
    `${linksPath}/:link_id/test`,
    {
      schema: {
        tags: ['Links'],
        operationId: 'testLink',
        summary: 'Plays a visitor who clicks the link and starts the bot',
        description:
          'A real click and a real start of a made-up person. Needs a production key; only for projects of a bot.',
        params: linkParams,
        body: Type.Object(
          { first_name: Type.Optional(Type.String({ minLength: 1, maxLength: 64, default: 'Test' })) },
          { additionalProperties: false, title: 'TestPerson' },
        ),
        response: answers({ 201: TestStart }, [...withBody, 'conflict']),
      },
    },
    async ({ params, body }, reply) => {
      const link = await requireLink(manage, params);
      const project = await manage.directory.project(link.project_id);
      if (project === null || method === undefined) throw notFound('link', params.link_id);
      if (project.kind !== 'bot') throw new Problem('conflict', 'a channel has no start that could be played');
      const keyId = await findKey(manage, link.project_id);
      const nowMs = manage.now();
      const clickId = uuidv7(nowMs);
      await manage.storeClick({
        kind: 'click',
        via: 'link',
        projectId: link.project_id,
        clickId,
        linkId: link.link_id,
        clickedMs: nowMs,
        machine: null,
        adSystem: link.ad_system,
        marks: {},
        ids: {},
        country: null,
        address: `/l/${link.code}`,
        referrer: null,
        userAgent: 'Otkuda test',
        ip: null,
      });
      const userId = `test-${nowMs}`;
      const call = { user_id: userId, start_value: startCodeOf(clickId), first_name: body.first_name ?? 'Test' };
      const { answer } = await manage.processor.process({
        project,
        keyId,
        method,
        methodName: 'user_did_start_bot',
        receivedMs: nowMs,
        contentType: 'application/json',
        body: Buffer.from(JSON.stringify(call)),
        idempotencyKey: null,
        replayOf: null,
      });
      if (!answer.ok) throw new Problem('conflict', answer.details ?? answer.error);
      return reply.code(201).send({ user_id: userId });
    },
  );
}

/** The request log says which key a call came with. Throws a 409 problem where there is none yet. */
async function findKey({ db, now }: Manage, projectId: string): Promise<string> {
  const keys = await db
    .selectFrom('keys')
    .select(['key_id', 'expires_at'])
    .where('project_id', '=', projectId)
    .where('mode', '=', 'production')
    .where('revoked_at', 'is', null)
    .orderBy('key_id', 'desc')
    .execute();
  const working = keys.find(({ expires_at }) => expires_at === null || expires_at.getTime() > now());
  if (working === undefined) throw new Problem('conflict', 'the project has no working key yet: make one first');
  return working.key_id;
}
