import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { CounterSettings } from './counters.ts';
import type { Fault } from './faults.ts';
import { type AcceptedConversion, acceptedConversions, type ObservedUpload, observedUploads } from './observations.ts';
import type { Clock, YandexMetricaOptions } from './options.ts';
import { servePlatform } from './platform.ts';
import type { RecordedRequest } from './request-log.ts';
import { answerSideChannel, SIDE_CHANNEL_PATH } from './side-channel.ts';
import { receiveBody, sendAnswer, splitTarget } from './transport.ts';
import { createWorld, type World } from './world.ts';

const HOST = '127.0.0.1';

/** A strict local stand-in for the Yandex Metrica management API's offline conversions (adplatforms.md §2.2, §8). */
export interface YandexMetricaSimulator {
  /** The server's `YANDEX_METRICA_URL`: `http://127.0.0.1:<port>`. */
  readonly url: string;
  readonly clock: Clock;
  /** @throws {Error} if the token already speaks for another login, or the id is not a number. */
  addCounter(counter: CounterSettings): void;
  /** Queues a misbehaviour for the next request it is meant for. */
  inject(fault: Fault): void;
  /** Every row taken. @throws {Error} for a counter never added. */
  accepted(counterId: string): readonly AcceptedConversion[];
  /** Every file taken, oldest first. @throws {Error} for a counter never added. */
  uploads(counterId: string): readonly ObservedUpload[];
  /** The newest requests in the order of arrival. */
  requests(): readonly RecordedRequest[];
  /** Ends at once, hanging connections included. */
  close(): Promise<void>;
}

/**
 * Starts the stand-in on the loopback interface.
 *
 * @throws the listener's error, as `EADDRINUSE`.
 */
export async function startYandexMetrica(options: YandexMetricaOptions = {}): Promise<YandexMetricaSimulator> {
  const world = createWorld(options);
  const server = createServer((request, response) => {
    // Not caught: every refusal is an answer, so what throws is a defect of the stand-in and must be loud.
    void serve(world, request, response);
  });
  const port = await listen(server, options.port ?? 0);

  const known = (counterId: string): string => {
    if (world.counters.find(counterId) === null) throw new Error(`There is no counter ${counterId}`);
    return counterId;
  };
  return {
    url: `http://${HOST}:${port}`,
    clock: world.clock,
    addCounter: (counter) => world.counters.add(counter),
    inject: (fault) => world.faults.inject(fault),
    accepted: (counterId) => acceptedConversions(world, known(counterId)),
    uploads: (counterId) => observedUploads(world, known(counterId)),
    requests: () => world.requests.list(),
    close: () => closeNow(server),
  };
}

async function serve(world: World, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { pathname, query } = splitTarget(request.url ?? '/');
  if (!pathname.startsWith(SIDE_CHANNEL_PATH)) return servePlatform(world, request, response);
  const received = await receiveBody(request, world.limits.bodyBytesMax);
  const body = received.kind === 'body' ? received.bytes.toString('utf8') : '';
  sendAnswer(response, answerSideChannel(world, { method: request.method ?? '', pathname, query, body }));
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, HOST, () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}

function closeNow(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.close((error) => (error === undefined ? resolve() : reject(error)));
    server.closeAllConnections();
  });
}
