import type { Clock } from '../stand-in/clock.ts';
import type { Fault } from '../stand-in/faults.ts';
import type { RecordedRequest } from '../stand-in/request-log.ts';
import { startStandIn } from '../stand-in/start.ts';
import type { CounterSettings } from './counters.ts';
import type { FaultDetail } from './fault-detail.ts';
import type { OAuthAppSettings } from './oauth.ts';
import { type AcceptedConversion, acceptedConversions, type ObservedUpload, observedUploads } from './observations.ts';
import type { YandexMetricaOptions } from './options.ts';
import { yandexMetricaStandIn } from './stand-in.ts';
import { createWorld } from './world.ts';

/** A strict local stand-in for the Yandex Metrica management API and for Yandex OAuth, on one address (adplatforms.md §2.1, §2.2, §8). */
export interface YandexMetricaSimulator {
  /** The server's `YANDEX_METRICA_URL` and `YANDEX_OAUTH_URL`: `http://127.0.0.1:<port>`. */
  readonly url: string;
  readonly clock: Clock;
  /** @throws {Error} if the token already speaks for another login, or the id is not a number. */
  addCounter(counter: CounterSettings): void;
  /** As its owner deletes it. */
  removeCounter(id: string): void;
  /** Registers an app at Yandex OAuth, or changes a known one. */
  addApp(app: OAuthAppSettings): void;
  /** As when a login withdraws what it granted to apps. */
  revoke(login: string): void;
  /** Queues a misbehaviour for the next request it is meant for. */
  inject(fault: Fault<FaultDetail>): void;
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
  const running = await startStandIn(yandexMetricaStandIn(world), options.port);
  const known = (counterId: string): string => {
    if (world.counters.find(counterId) === null) throw new Error(`There is no counter ${counterId}`);
    return counterId;
  };
  return {
    ...running,
    clock: world.clock,
    addCounter: (counter) => world.counters.add(counter),
    removeCounter: (id) => world.counters.remove(id),
    addApp: (app) => world.oauth.add(app),
    revoke: (login) => world.oauth.revoke(login),
    inject: (fault) => world.faults.inject(fault),
    accepted: (counterId) => acceptedConversions(world, known(counterId)),
    uploads: (counterId) => observedUploads(world, known(counterId)),
    requests: () => world.requests.list(),
  };
}
