import { Live } from '../../reports/live.ts';
import { answers } from '../answers.ts';
import type { Manage, ManageApp } from '../dependencies.ts';
import { projectParams, requireProject } from '../projects/find-project.ts';

/** Then the page connects again by itself, and is asked again whether it may. */
const watchMs = 600_000;
/** Proxies cut connections that say nothing. */
const breathMs = 15_000;

/** What happens at this moment, as server-sent events: the page that watches is told when the figures change. */
export function liveRoutes(app: ManageApp, { db, live }: Manage): void {
  // A watcher would otherwise keep the server from stopping.
  app.addHook('preClose', async () => live.stop());

  app.get(
    '/projects/:project_id/live',
    {
      schema: {
        tags: ['Reports'],
        operationId: 'watchLive',
        summary: 'Clicks and joins of the last five minutes, as they happen',
        description:
          'With `Accept: text/event-stream`, as browsers send it for an EventSource, these are server-sent events: one at once, then one ' +
          'whenever the figures change. Else they are told once.',
        params: projectParams,
        response: answers({ 200: Live }),
      },
    },
    async ({ params, headers }, reply) => {
      const { project_id } = await requireProject(db, params.project_id);
      const first = await live.read(project_id);
      if (!headers.accept?.includes('text/event-stream')) return first;
      let told = JSON.stringify(first);
      reply.hijack();
      const { raw } = reply;
      // Who left while the first figures were read closes nothing any more.
      if (raw.destroyed) return reply;
      raw.writeHead(200, {
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-store',
        'x-accel-buffering': 'no',
      });
      raw.write(`data: ${told}\n\n`);
      const send = (figures: Live): void => {
        const text = JSON.stringify(figures);
        if (text === told) return;
        told = text;
        raw.write(`data: ${text}\n\n`);
      };
      const breaths = setInterval(() => raw.write(':\n\n'), breathMs);
      const longest = setTimeout(() => raw.end(), watchMs);
      const unwatch = live.watch(project_id, { send, end: () => raw.end() });
      raw.on('close', () => {
        clearInterval(breaths);
        clearTimeout(longest);
        unwatch();
      });
      return reply;
    },
  );
}
