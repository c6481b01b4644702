import { startYandexMetrica, type YandexMetricaSimulator } from '@otkuda/simulators';
import { makeBot, manage } from '../server-process.ts';
import { goalTargets, startTarget } from './calls.ts';

export const counterId = '44147844';
const token = 'y0_TEST';

/** A Yandex that takes everything and answers uploads slowly, so that many a server dies between an upload and its answer. */
export async function startSlowMetrica(): Promise<YandexMetricaSimulator> {
  const unlimited = Number.POSITIVE_INFINITY;
  const metrica = await startYandexMetrica({
    limits: {
      requestsPerSecondByIpMax: unlimited,
      parallelRequestsByLoginMax: unlimited,
      requestsPerDayByLoginMax: unlimited,
    },
    requestsKeptMax: unlimited,
  });
  const goals = [startTarget, ...goalTargets];
  metrica.addCounter({ id: counterId, login: 'owner', token, goals, knownIds: 'all' });
  metrica.inject({ kind: 'slow', delayMs: 300, method: 'POST', path: '/upload', times: unlimited });
  return metrica;
}

export interface TestedProject {
  readonly projectId: string;
  readonly key: string;
  readonly linkPath: string;
}

/** A bot with a link of Yandex and the counter as its destination. */
export async function makeProject(url: string): Promise<TestedProject> {
  const { projectId, key } = await makeBot(url);
  await manage(url, 'POST', `/projects/${projectId}/destinations`, {
    type: 'yandex_metrica',
    name: 'Metrica',
    settings: { counter_id: counterId, oauth_token: token },
    goals: { start: startTarget },
  });
  const link = await manage(url, 'POST', `/projects/${projectId}/links`, { name: 'Direct', ad_system: 'yandex' });
  return { projectId, key, linkPath: new URL(String(link.url)).pathname };
}
