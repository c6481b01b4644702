import type { IncomingMessage, ServerResponse } from 'node:http';
import { isTrackingHost } from '../tracking-host.ts';
import { answerNothing, answerRefusal } from './answer.ts';
import type { LandingDependencies } from './dependencies.ts';
import { takeLearntIds } from './learnt-ids.ts';
import { serveScript } from './script.ts';
import { takeVisit } from './visits.ts';

export type { LandingDependencies } from './dependencies.ts';

const scriptPaths = ['/s.js', '/API/landing_script/v1', '/API/landing_script/v1/'];
const posts = { '/s/visit': takeVisit, '/s/ids': takeLearntIds } as const;

/** What pages with the snippet call: its script, their visits, what they learn later. Gives false for a request that is for somebody else. */
export function landingPages(
  dependencies: LandingDependencies,
): (request: IncomingMessage, response: ServerResponse) => boolean {
  const onTrackingHost = isTrackingHost(new URL(dependencies.trackingUrl).host);
  const work = async (request: IncomingMessage, response: ServerResponse, path: string): Promise<void> => {
    const { trackingUrl, publicUrl } = dependencies;
    if (isPost(path)) {
      if (request.method === 'OPTIONS') return answerNothing(response);
      if (request.method !== 'POST') return answerRefusal(response, 405, 'method', 'POST was expected');
      return posts[path](request, response, dependencies);
    }
    return serveScript(request, response, onTrackingHost(request.headers.host) ? trackingUrl : publicUrl, dependencies);
  };
  return (request, response) => {
    const path = (request.url ?? '').split('?', 1)[0] ?? '';
    if (!isPost(path) && !(scriptPaths.includes(path) && ['GET', 'HEAD'].includes(request.method ?? ''))) return false;
    work(request, response, path).catch((error: unknown) => {
      dependencies.onFault(error);
      if (!response.headersSent) answerRefusal(response, 503, 'server', 'out of order for a moment');
    });
    return true;
  };
}

function isPost(path: string): path is keyof typeof posts {
  return Object.hasOwn(posts, path);
}
