import { answers } from '../answers.ts';
import type { Manage, ManageApp } from '../dependencies.ts';
import { projectParams, requireProject } from '../projects/find-project.ts';
import { LiveFigures, selectLive } from './select-live.ts';

const lookMs = 2_000;
/** Then the page connects again by itself, and is asked again whether it may. */
const watchMs = 600_000;
/** Proxies cut connections that say nothing. */
const breathMs = 15_000;

/**
 * What happens at this moment, as server-sent events: the page that watches is told when the figures change. The database is asked
 * only while somebody watches, and by whichever process they are connected to.
 */
export function liveRoutes(app: ManageApp, { db, pool, now, log }: Manage): void {
  const open = new Set<() => void>();
  // A watcher would otherwise keep the server from stopping.
  app.addHook('preClose', async () => {
    for (const end of open) end();
  });

  app.get(
    '/projects/:project_id/live',
    {
      schema: {
        tags: ['Reports'],
        operationId: 'watchLive',
        summary: 'Clicks and joins of the last five minutes, as they happen',
        description: 'Server-sent events (`text/event-stream`): one at once, then one whenever the figures change.',
        params: projectParams,
        response: answers({ 200: LiveFigures }),
      },
    },
    async ({ params }, reply) => {
      const { project_id } = await requireProject(db, params.project_id);
      let told = JSON.stringify(await selectLive(pool, project_id, now()));
      reply.hijack();
      const { raw } = reply;
      raw.writeHead(200, {
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-store',
        'x-accel-buffering': 'no',
      });
      raw.write(`data: ${told}\n\n`);
      const look = async (): Promise<void> => {
        const figures = JSON.stringify(await selectLive(pool, project_id, now()));
        if (figures === told) return;
        told = figures;
        raw.write(`data: ${figures}\n\n`);
      };
      let looking = false;
      const looks = setInterval(() => {
        if (looking) return;
        looking = true;
        look()
          .catch((error: unknown) => log?.('the live figures could not be read', { error }))
          .finally(() => {
            looking = false;
          });
      }, lookMs);
      const breaths = setInterval(() => raw.write(':\n\n'), breathMs);
      const longest = setTimeout(() => end(), watchMs);
      const end = (): void => {
        clearInterval(looks);
        clearInterval(breaths);
        clearTimeout(longest);
        open.delete(end);
        raw.end();
      };
      open.add(end);
      raw.on('close', end);
    },
  );
}
