import { Type } from 'typebox';
import { envelope } from '../../api/envelope.ts';
import { answers } from '../answers.ts';
import type { Manage, ManageApp } from '../dependencies.ts';
import { Uuid } from '../fields.ts';
import { notFound, Problem } from '../problem.ts';
import { requireProjectOrTwin } from '../projects/find-project.ts';
import { requestParams } from './requests.ts';

const ReplayedRequest = Type.Object(
  {
    request_id: { ...Uuid, description: 'under which the request log has the new call' },
    status: Type.Integer({ description: 'the HTTP status that a caller would have got' }),
    answer: Type.Unsafe<Record<string, unknown>>({
      type: 'object',
      additionalProperties: true,
      description: "the compatible API's answer",
    }),
  },
  { title: 'ReplayedRequest' },
);

/** A stored call, processed once more: after a wrong setting was mended, or to see what it does. */
export function requestReplayRoutes(app: ManageApp, manage: Manage): void {
  const methods = new Map(manage.methods.flatMap((method) => method.names.map((name) => [name, method] as const)));

  app.post(
    '/projects/:project_id/requests/:request_id/replay',
    {
      schema: {
        tags: ['Requests'],
        operationId: 'replayRequest',
        summary: 'Processes the body of a stored call again',
        description:
          'It is a new call with the same method and body, and uses up no limit. What repeats are recognised by holds: a raw ' +
          'update, or an event with a date of its own, that was stored once is not counted twice. What carries no date happens now.',
        params: requestParams,
        response: answers({ 202: ReplayedRequest }, ['conflict']),
      },
    },
    async ({ params }, reply) => {
      await requireProjectOrTwin(manage.db, params.project_id);
      const stored = await manage.db
        .selectFrom('requests')
        .select(['request_id', 'key_id', 'method', 'content_type', 'body'])
        .where('project_id', '=', params.project_id)
        .where('request_id', '=', params.request_id)
        .executeTakeFirst();
      const project = await manage.directory.project(params.project_id);
      if (stored === undefined || project === null) throw notFound('request', params.request_id);
      const method = methods.get(stored.method);
      if (method === undefined) throw new Problem('conflict', `there is no method ${JSON.stringify(stored.method)}`);
      if (stored.body === null) throw new Problem('conflict', 'its body is gone: the person it was about was erased');
      const { requestId, answer } = await manage.processor.process({
        project,
        keyId: stored.key_id,
        method,
        methodName: stored.method,
        receivedMs: manage.now(),
        contentType: stored.content_type,
        body: stored.body,
        idempotencyKey: null,
        replayOf: stored.request_id,
      });
      const { status, body } = envelope(answer, project.mode, false);
      return reply.code(202).send({ request_id: requestId, status, answer: JSON.parse(body) });
    },
  );
}
