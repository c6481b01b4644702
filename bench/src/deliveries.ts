import { setTimeout as delay } from 'node:timers/promises';
import { startYandexMetrica } from '@otkuda/simulators';
import { type Bar, floorBar, ratioBar } from './bars.ts';
import type { LoadOptions } from './load.ts';
import type { Manage } from './manage.ts';
import { cpuMicrosOf, load, type Running } from './processes.ts';

export interface DeliveryBench {
  readonly manage: Manage;
  /** Options of a plain load on the server. */
  readonly plain: LoadOptions;
  /** The same load on the bare echo. */
  readonly echo: LoadOptions;
  readonly server: Running;
  readonly backlog: number;
  readonly say: (text: string) => void;
}

const counter = { id: '2215573', login: 'owner', token: 'y0_BENCH', goals: ['lesson'], knownIds: 'all' } as const;
const browser = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/150.0 Safari/537.36';

/** The stand-in that the backlog drains to. It runs in this process: on two cores it takes its part of them, as a platform would not. */
export async function startMetrica() {
  const metrica = await startYandexMetrica({ limits: { requestsPerSecondByIpMax: Infinity } });
  metrica.addCounter(counter);
  return {
    url: metrica.url,
    taken: () => metrica.uploads(counter.id).reduce((sum, { sourceQuantity }) => sum + sourceQuantity, 0),
    close: () => metrica.close(),
  };
}

/** How long calls come in while the backlog drains: past the moment in which the delivery notices that they do. */
const besideSeconds = 20;
const settlingMs = 2_000;

/**
 * A backlog of conversions, made by calls of the API while its destination is paused, drains to the stand-in: once by itself, and once
 * while calls come in as fast as they can. Both rates of the second are those of one window, in which the backlog must not end; the echo is
 * measured before and after it.
 */
export async function measureDeliveries(
  bench: DeliveryBench,
  metrica: Awaited<ReturnType<typeof startMetrica>>,
): Promise<Bar[]> {
  const { manage, plain, echo, server, backlog, say } = bench;
  const project = await manage('POST', '', {
    platform: 'telegram',
    kind: 'bot',
    title: 'Deliveries',
    username: 'my_bot',
  });
  const key = await manage('POST', `/${project.id}/keys`, { limits: { per_second: 0, per_hour: 0, per_day: 0 } });
  const link = await manage('POST', `/${project.id}/links`, { name: 'Ad', ad_system: 'yandex' });
  const destination = await manage('POST', `/${project.id}/destinations`, {
    type: 'yandex_metrica',
    name: 'Metrica',
    settings: { counter_id: counter.id, oauth_token: counter.token },
  });
  const path = `/${project.id}/destinations/${destination.id}`;
  const clicked = await fetch(`${link.url}?yclid=14567890123456789`, {
    redirect: 'manual',
    headers: { 'user-agent': browser },
  });
  const code = new URL(clicked.headers.get('location') ?? '').searchParams.get('start');
  const call = { ...plain, path: `/v1/${key.key}/add_event` };
  await load({
    ...call,
    path: `/v1/${key.key}/user_did_start_bot`,
    body: `{"user_id":"1","first_name":"B","start_value":"${code}"}`,
    requestsMax: 1,
  });

  const fill = async (): Promise<void> => {
    await manage('POST', `${path}/pause`);
    const body = '{"user_id":"1","event_type":"lesson","amount":{n},"conversion_target":"lesson"}';
    const { statuses } = await load({ ...call, body, requestsMax: backlog, seconds: 600 });
    if (statuses['200'] !== backlog) throw new Error(`the backlog was not made: ${JSON.stringify(statuses)}`);
  };
  /** Until all are told but what does not fill a batch, which waits for its time. */
  const drained = async (wanted: number): Promise<void> => {
    while (metrica.taken() < wanted - 1000) await delay(50);
  };

  await fill();
  const wanted = metrica.taken() + backlog;
  const startedAt = performance.now();
  const cpuBefore = await cpuMicrosOf(server);
  await manage('POST', `${path}/resume`);
  await drained(wanted);
  const alone = (backlog - 1000) / ((performance.now() - startedAt) / 1000);
  const cpu = (await cpuMicrosOf(server)) - cpuBefore;
  say(`a backlog of ${backlog} drained at ${Math.round(alone)}/s, ${(cpu / backlog).toFixed(1)} µs of processor each`);

  await fill();
  const echoes = [(await load(echo)).perSecond];
  const all = metrica.taken() + backlog;
  await manage('POST', `${path}/resume`);
  const calling = load({ ...call, body: '{"user_id":"1","event_type":"other"}', seconds: besideSeconds });
  // Until the first calls are there nothing holds the delivery back: that is not its rate beside them.
  await delay(settlingMs);
  const takenBefore = metrica.taken();
  const settledAt = performance.now();
  const ingest = await calling;
  const beside = (metrica.taken() - takenBefore) / ((performance.now() - settledAt) / 1000);
  if (metrica.taken() > all - 1000) throw new Error('the backlog ended before the calls did: a longer one is needed');
  await drained(all);
  echoes.push((await load(echo)).perSecond);
  const echoPerSecond = echoes.reduce((sum, one) => sum + one, 0) / echoes.length;
  const rates = `${Math.round(ingest.perSecond)} add_event/s (${(ingest.perSecond / echoPerSecond).toFixed(3)} of the echo)`;
  say(`beside ${rates} for ${besideSeconds} s it drained at ${Math.round(beside)}/s`);
  return [
    floorBar('deliveries to a stand-in that takes batches', alone, 2000, 5000, '/s'),
    floorBar('the same while calls come in at full load', beside, 2000, 5000, '/s'),
    ratioBar('durable add_event while a backlog drains', [ingest.perSecond], [echoPerSecond], 0.2, 0.3),
  ];
}
