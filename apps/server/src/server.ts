import { fileURLToPath } from 'node:url';
import type { Logger } from 'pino';
import { offerOwnership } from './accounts/owner-setup.ts';
import { apiMethods } from './api/methods/index.ts';
import { buildApp } from './app.ts';
import { findAddresses } from './composition/addresses.ts';
import { apiOver } from './composition/api.ts';
import { startBackground } from './composition/background.ts';
import { openDatabase } from './composition/database.ts';
import { openDelivery } from './composition/delivery.ts';
import { Ends } from './composition/ends.ts';
import { listen } from './composition/http.ts';
import { openIngest } from './composition/ingest.ts';
import { linksOver } from './composition/links.ts';
import { openMessengers } from './composition/messengers.ts';
import { readinessOf } from './composition/readiness.ts';
import { sealedSettings } from './composition/sealed-settings.ts';
import { warnTo } from './composition/warn.ts';
import type { Config } from './config.ts';
import { readBuiltFiles } from './dashboard/index.ts';
import { selectLagSeconds } from './delivery/index.ts';
import { destinationsByType } from './destinations/registry.ts';
import { Directory } from './directory/directory.ts';
import { listenForChanges } from './directory/listen.ts';
import type { Timing } from './messengers/options.ts';
import { Metrics } from './observability/metrics.ts';
import { LiveFigures } from './reports/live.ts';
import { Sealer } from './secrets/seal.ts';
import { readSecretKey } from './secrets/secret-key.ts';

const builtDashboard = fileURLToPath(new URL('../../web/dist', import.meta.url));

export interface RunningServer {
  readonly url: string;
  /** The one-time link to make the first owner; null where somebody exists. */
  readonly setupUrl: string | null;
  /** Stops accepting, finishes what was accepted, stops the embedded PostgreSQL. */
  stop(): Promise<void>;
  /** Resolves with the reason when the server cannot go on by itself. */
  readonly failed: Promise<string>;
}

/** What tests set otherwise: a clock that leaps, and how long the messengers' rounds take. */
export interface Pace {
  readonly now?: () => number;
  readonly messengers?: Partial<Timing>;
}

/**
 * Puts the parts together and starts them. Throws where one of them cannot start, or `givenUp` says that nobody wants it any more; what was
 * started by then is stopped.
 */
export async function startServer(
  config: Config,
  log: Logger,
  pace: Pace = {},
  givenUp: AbortSignal = new AbortController().signal,
): Promise<RunningServer> {
  const ends = new Ends();
  try {
    return await start(config, log, pace, givenUp, ends);
  } catch (error) {
    await ends.run();
    throw error;
  }
}

/** Opens the parts in the order in which they need each other, and starts them when all are there. */
async function start(
  config: Config,
  log: Logger,
  { now = Date.now, messengers: timing = {} }: Pace,
  givenUp: AbortSignal,
  ends: Ends,
): Promise<RunningServer> {
  const warn = warnTo(log);
  const sealer = new Sealer(await readSecretKey(config.secretKey, config.dataDir));
  const settings = sealedSettings(sealer);
  const database = await openDatabase({ config, log, now, givenUp, ends });
  const { pool, callersPool } = database;
  const addresses = await findAddresses(config, ends);
  const directory = new Directory(callersPool, destinationsByType, settings.open);
  const metrics = new Metrics();
  const live = new LiveFigures(pool, now);

  // The one circle: what is stored wakes the delivery, which makes room for what is being stored. Nothing is stored before both are there.
  const onConversions = (destinationIds: ReadonlySet<string>): void => delivery.wake(destinationIds);
  const ingest = openIngest({ config, database, metrics, live, onConversions, now, warn, ends });
  const { writer } = ingest;
  const api = apiOver({ callersPool, directory, ingest, metrics, now, warn });
  const messengers = openMessengers({ config, pool, sealer, directory, api, addresses, timing, now, warn, ends });
  const { delivery, pacing, callsToPlatforms } = openDelivery({
    ...{ config, pool, settings, sealer, directory, writer, messengers, metrics, now, log, ends },
  });
  const onChange = (): void => {
    directory.forget();
    messengers.changed();
  };
  ends.add('connections', listenForChanges(database.url, onChange), 500);

  const notReady = readinessOf(callersPool, writer);
  metrics.lookAt({
    queuedRecords: () => writer.queued,
    storageReady: async () => (await notReady()) === null,
    ingestLoad: () => writer.load,
    heldBack: () => pacing.waiting,
    deliveryLagSeconds: () => selectLagSeconds(pool, now()),
  });
  const app = await buildApp({
    trustProxy: config.trustProxy,
    log: warn,
    api,
    links: linksOver({
      ...{ config, callersPool, settings, sealer, directory, writer, messengers, metrics, addresses, now, warn },
    }),
    reportCsv: { pool, now },
    manage: {
      ...{ pool, sealer, messengers, live, directory, now, log: warn },
      ...callsToPlatforms,
      adminToken: config.adminToken,
      publicUrl: addresses.publicUrl,
      trackingUrl: addresses.trackingUrl,
      destinations: destinationsByType,
      methods: apiMethods,
      processor: api.processor,
      storeClick: (click) => writer.storeClick(click),
      wakeDelivery: () => delivery.wake(),
    },
    messengers,
    dashboard: { files: await readBuiltFiles(builtDashboard), publicUrl: addresses.publicUrl },
    observability: { registry: metrics.registry, adminToken: config.adminToken, notReady },
  });

  await startBackground({ config, pool, directory, pacing, messengers, now, warn, ends });
  delivery.start();
  await listen(app, addresses, ends);
  messengers.start();
  const ownerToken = await offerOwnership(pool, now());
  const setupUrl = ownerToken === null ? null : `${addresses.publicUrl}/setup?token=${ownerToken}`;
  return { url: addresses.publicUrl, setupUrl, stop: () => ends.run(), failed: database.failed };
}
