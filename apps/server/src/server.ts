import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import type { FastifyInstance } from 'fastify';
import type pg from 'pg';
import type { Logger } from 'pino';
import { offerOwnership } from './accounts/owner-setup.ts';
import { CallProcessor } from './api/call-processor.ts';
import { GuessDelay } from './api/guess-delay.ts';
import { LastEventsLog } from './api/last-events/last-events.ts';
import { Limits } from './api/limits.ts';
import { apiMethods } from './api/methods/index.ts';
import { configurationOver, reportsOver } from './api/over-database.ts';
import { RefusalLog } from './api/refusal-log.ts';
import { updateStore } from './api/update-store.ts';
import { buildApp } from './app.ts';
import { atMost } from './at-most.ts';
import { type Config, embeddedDirectory } from './config.ts';
import { readBuiltFiles } from './dashboard/index.ts';
import { awaitDatabase } from './database/await-database.ts';
import { type KeptPostgres, keepEmbeddedPostgres } from './database/embedded/index.ts';
import { migrate, readMigrations } from './database/migrate.ts';
import { makePartitions } from './database/partitions.ts';
import { openPool } from './database/pool.ts';
import { checkVersion } from './database/version.ts';
import {
  Delivery,
  type DeliveryOptions,
  exchangeCode,
  guardedCall,
  httpCall,
  makeGoals,
  Pacing,
  selectLagSeconds,
  signInAddress,
  Tokens,
  testDestination,
} from './delivery/index.ts';
import { destinationsByType as destinations } from './destinations/registry.ts';
import { Directory } from './directory/directory.ts';
import { listenForChanges } from './directory/listen.ts';
import { startCodeOf } from './domain/start-code.ts';
import { pipeline } from './ingest/pipeline.ts';
import { KnownSources } from './ingest/steps/record-sources.ts';
import { isStorageAway } from './ingest/storage-errors.ts';
import { Writer } from './ingest/writer.ts';
import { countries } from './links/countries.ts';
import { unknownLinks } from './links/landing/unknown-links.ts';
import { counters } from './links/page/counter.ts';
import { RecentVisits } from './links/recent-visits.ts';
import { isBehindUnknownProxy, visitorAddress } from './links/visitor-address.ts';
import { isPersons } from './links/way-on.ts';
import { startMaintenance } from './maintenance/maintenance.ts';
import { maxMessenger } from './messengers/max/max-messenger.ts';
import { trustingFetch } from './messengers/max/trusting-fetch.ts';
import { Messengers } from './messengers/messengers.ts';
import type { Timing } from './messengers/options.ts';
import { telegramMessenger } from './messengers/telegram/telegram-messenger.ts';
import { Metrics } from './observability/metrics.ts';
import { countConversions } from './reports/count-conversions.ts';
import { LiveFigures } from './reports/live.ts';
import { sendMorningReports } from './reports/morning-schedule.ts';
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
  const stops: Array<() => Promise<void>> = [];
  const stop = async (): Promise<void> => {
    const failures: unknown[] = [];
    for (const end of stops.splice(0).reverse()) await end().catch((error: unknown) => failures.push(error));
    // Only when all the rest is stopped: an embedded PostgreSQL must not be left behind for it.
    if (failures.length > 0) throw failures[0];
  };
  try {
    return await start(config, log, pace, givenUp, stops, stop);
  } catch (error) {
    await stop();
    throw error;
  }
}

async function start(
  config: Config,
  log: Logger,
  { now = Date.now, messengers: timing = {} }: Pace,
  givenUp: AbortSignal,
  stops: Array<() => Promise<void>>,
  stop: () => Promise<void>,
): Promise<RunningServer> {
  const warn = (message: string, details: object = {}): void => log.warn(details, message);
  const secretKey = await readSecretKey(config.secretKey, config.dataDir);
  const embedded = config.databaseUrl === null ? await startOwnDatabase(config, log) : null;
  if (embedded !== null) stops.push(() => embedded.stop());
  givenUp.throwIfAborted();
  const databaseUrl = config.databaseUrl ?? embedded?.url ?? '';

  const onLost = (error: Error): void => warn('an idle connection was lost', { error });
  const pool = openPool({ url: databaseUrl, connectionsMax: 12, statementMsMax: 30_000, onLost });
  // After the writer has ended nothing can be lost any more: what hangs with a database that is gone is not waited for.
  stops.push(() => atMost(500, pool.end()));
  // Callers of the API wait for these, for 5 s at most; reports and deliveries have connections of their own.
  const callersPool = openPool({ url: databaseUrl, connectionsMax: 4, statementMsMax: 2_500, onLost });
  stops.push(() => atMost(500, callersPool.end()));
  await awaitDatabase(pool, warn, givenUp);
  await checkVersion(pool);
  givenUp.throwIfAborted();
  await migrate(databaseUrl, await readMigrations());
  await makePartitions(pool, now());
  givenUp.throwIfAborted();

  const directory = new Directory(callersPool, destinations);
  stops.push(
    listenForChanges(databaseUrl, () => {
      directory.forget();
      messengers.changed();
    }),
  );
  const sealer = new Sealer(secretKey);
  const pacing = new Pacing({ ingestLoad: () => writer.load, rowsPerSecond: config.deliveryBusyPerSecond });
  const deliveryOptions: DeliveryOptions = {
    pool,
    destinations,
    openSettings: (sealed) => JSON.parse(sealer.open(sealed)) as unknown,
    sealSettings: (settings) => sealer.seal(JSON.stringify(settings)),
    tokens: new Tokens(),
    baseUrls: config.baseUrls,
    call: httpCall,
    callOwnersAddress: config.allowPrivateTargets ? httpCall : guardedCall(),
    pacing,
    pollSeconds: config.deliveryPollSeconds,
    now,
    random: Math.random,
    log,
    onAttempt: (attempt) => metrics.called(attempt),
    async onTrouble({ projectId, noticeId, text }) {
      const project = await directory.project(projectId);
      if (project === null || project.deleted) return;
      await messengers.sendToOwners(
        projectId,
        `destination:${noticeId}`,
        `«${project.title}»\n\n${text.ru}\n\n${text.en}`,
      );
    },
  };
  const delivery = new Delivery(deliveryOptions);

  const notReady = async (): Promise<string | null> =>
    (await answers(callersPool)) ? writer.trouble : 'the database does not answer';
  const metrics = new Metrics({
    queuedRecords: () => writer.queued,
    storageReady: async () => (await notReady()) === null,
    ingestLoad: () => writer.load,
    heldBack: () => pacing.waiting,
    deliveryLagSeconds: () => selectLagSeconds(pool, now()),
  });
  const live = new LiveFigures(pool, now);
  const knownSources = new KnownSources();
  const writer = new Writer({
    url: databaseUrl,
    steps: pipeline({ knownSources, flushMs: config.deliveryFlushSeconds * 1000 }),
    now,
    observe: (step, seconds) => metrics.stepTook(step, seconds),
    log: warn,
    onCommitted(batch) {
      metrics.batchStored(batch.clicks.length + batch.learntIds.length + batch.requests.length);
      knownSources.add(batch.sources.keys());
      live.happened(batch.projects());
      const waiting = batch.conversions.filter((conversion) => conversion.state === 'pending');
      if (waiting.length > 0) delivery.wake(new Set(waiting.map((conversion) => conversion.destinationId)));
    },
  });
  const limits = new Limits(callersPool, now);
  const refusals = new RefusalLog(writer, now);
  const everySecond = setInterval(() => {
    refusals.flush();
    limits.save().catch((error: unknown) => warn('the use of the limits could not be written down', { error }));
  }, 1_000);

  const port = config.port === 0 ? await freePort(config.host) : config.port;
  const publicUrl = config.publicUrl ?? `http://${hostInUrl(config.host)}:${port}`;
  const trackingUrl = config.trackingUrl ?? publicUrl;
  const methods = new Map(apiMethods.flatMap((method) => method.names.map((name) => [name, method] as const)));
  const processor = new CallProcessor(writer, reportsOver(callersPool), configurationOver(callersPool, directory));
  const storeUpdate = updateStore(processor, methods, now);
  const fetchOfMax = trustingFetch(config.maxCaFile);
  const messengers = new Messengers({
    pool,
    seal: (text) => sealer.seal(text),
    open: (sealed) => sealer.open(sealed),
    openMessenger: (platform, token) =>
      platform === 'telegram'
        ? telegramMessenger(token, config.telegramApiUrl)
        : maxMessenger(token, config.maxApiUrl, fetchOfMax),
    project: (projectId) => directory.project(projectId),
    storeUpdate,
    isStorageAway,
    publicUrl,
    now,
    log: warn,
    timing,
  });
  const app = await buildApp({
    trustProxy: config.trustProxy,
    log: warn,
    api: {
      methods,
      directory,
      limits,
      now,
      processor,
      refusals,
      guesses: new GuessDelay(now),
      lastEvents: new LastEventsLog(callersPool, now),
      onAnswered: (method, outcome) => metrics.answered(method, outcome),
      log: warn,
    },
    links: {
      directory,
      storeClick: (click) => writer.storeClick(click),
      inviteFor: ({ project, linkId }, click) => {
        if (project.kind === 'bot') return null;
        const { projectId } = project;
        return messengers.wayIn({
          ...{ projectId, linkId },
          startCode: startCodeOf(click.clickId),
          isPersons: isPersons(click),
        });
      },
      now,
      onRedirect: (outcome) => metrics.redirected(outcome),
      onFault: (error) => warn('a redirect failed', { error }),
      addressOf: visitorAddress(config.trustProxy),
      isBehindUnknownProxy: isBehindUnknownProxy(config.trustProxy),
      recentVisits: new RecentVisits(now),
      countryOf: countries((error) => warn('the countries of addresses are not known', { error })),
      storeClickIds: (ids) => writer.storeClickIds(ids),
      storePress: (press) => writer.storePress(press),
      counterOf: counters(callersPool, deliveryOptions.openSettings),
      onVisit: (outcome) => metrics.visited(outcome),
      onPress: () => metrics.pressed(),
      onUnknownLink: unknownLinks((code, page) =>
        warn('a page has the snippet with a link that is not there', { code, page }),
      ),
      publicUrl,
      trackingUrl,
    },
    reportCsv: { pool, now },
    manage: {
      pool,
      sealer,
      adminToken: config.adminToken,
      publicUrl,
      trackingUrl,
      destinations,
      methods: apiMethods,
      processor,
      storeClick: (click) => writer.storeClick(click),
      wakeDelivery: () => delivery.wake(),
      testDestination: (projectId, destinationId) => testDestination(deliveryOptions, { projectId, destinationId }),
      makeGoals: (projectId, destinationId, goals) => makeGoals(deliveryOptions, { projectId, destinationId }, goals),
      signIn: {
        address: (projectId, destinationId, way) => signInAddress(deliveryOptions, { projectId, destinationId }, way),
        exchange: (projectId, destinationId, given) =>
          exchangeCode(deliveryOptions, { projectId, destinationId }, given),
      },
      messengers,
      live,
      directory,
      now,
      log: warn,
    },
    messengers,
    dashboard: { files: await readBuiltFiles(builtDashboard), publicUrl },
    observability: {
      registry: metrics.registry,
      adminToken: config.adminToken,
      notReady,
    },
  });

  let stopping = false;
  const maintenance = await startMaintenance({
    pool,
    now,
    retentionDays: config.retentionDays,
    log: warn,
    tasks: [
      {
        name: 'count_conversions',
        cron: '* * * * *',
        run: () => countConversions(pool, { busy: () => pacing.limits, stopped: () => stopping }),
      },
      {
        name: 'send_morning_reports',
        cron: '*/5 * * * *',
        run: () =>
          sendMorningReports(pool, messengers.sendToOwners.bind(messengers), now(), (projectId, error) =>
            warn('a morning report could not be sent', { projectId, error }),
          ),
      },
    ],
  });
  delivery.start();
  // None of these waits for another, so that a database that is gone makes a stop wait once.
  stops.push(() =>
    allOf([
      () => {
        stopping = true;
        return atMost(1_000, maintenance.stop());
      },
      () => atMost(8_500, delivery.stop()),
      async () => {
        clearInterval(everySecond);
        refusals.flush();
        await writer.close();
        await limits.save().catch(() => {});
      },
    ]),
  );
  await listen(app, config.host, port);
  messengers.start();
  stops.push(() => allOf([() => closeApp(app), () => atMost(5_000, messengers.stop())]));
  const ownerToken = await offerOwnership(pool, now());
  const setupUrl = ownerToken === null ? null : `${publicUrl}/setup?token=${ownerToken}`;
  return { url: publicUrl, setupUrl, stop, failed: embedded?.failed ?? new Promise(() => {}) };
}

async function startOwnDatabase(config: Config, log: Logger): Promise<KeptPostgres> {
  return keepEmbeddedPostgres({
    directory: embeddedDirectory(config),
    log: (message, details) => log.debug(details ?? {}, message),
    warn: (message, details) => log.warn(details ?? {}, message),
  });
}

async function listen(app: FastifyInstance, host: string, port: number): Promise<void> {
  await app.listen({ host, port });
}

/** Runs them side by side to their ends; the first failure is thrown after that. */
async function allOf(ends: ReadonlyArray<() => Promise<void>>): Promise<void> {
  for (const result of await Promise.allSettled(ends.map((end) => end()))) {
    if (result.status === 'rejected') throw result.reason;
  }
}

/** How long a call that is under way may take once the server stops; what hangs longer is cut. */
const lastCallMs = 5_000;

/** Lets the calls that are under way end. A connection that turns idle after its last answer is closed at once. */
async function closeApp(app: FastifyInstance): Promise<void> {
  const sweep = setInterval(() => app.server.closeIdleConnections(), 20);
  const cut = setTimeout(() => app.server.closeAllConnections(), lastCallMs);
  try {
    await app.close();
  } finally {
    clearInterval(sweep);
    clearTimeout(cut);
  }
}

async function answers(pool: pg.Pool): Promise<boolean> {
  try {
    await pool.query('select 1');
    return true;
  } catch {
    return false;
  }
}

/** PUBLIC_URL is part of what the routes are built of, so a free port has to be known before the server listens. */
async function freePort(host: string): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve, reject) => probe.once('error', reject).listen(0, host, resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no free port');
  return address.port;
}

function hostInUrl(host: string): string {
  if (host === '0.0.0.0' || host === '::') return 'localhost';
  return host.includes(':') ? `[${host}]` : host;
}
