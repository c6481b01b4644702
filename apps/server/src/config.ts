import { join, resolve } from 'node:path';
import type { BaseUrlName } from './destinations/call-context.ts';
import {
  certificates,
  databaseUrl,
  onOff,
  platform,
  proxies,
  secret,
  text,
  url,
  type Variable,
  whole,
} from './variable-kinds.ts';

/** What the operator set. Read once, here only. */
export interface Config {
  readonly host: string;
  readonly port: number;
  readonly publicUrl: string | null;
  readonly trackingUrl: string | null;
  readonly dataDir: string;
  readonly databaseUrl: string | null;
  readonly adminToken: string | null;
  readonly secretKey: string | null;
  readonly trustProxy: boolean | string;
  /** Of advertising systems, by the names that destinations know them by. */
  readonly baseUrls: Readonly<Record<BaseUrlName, string>>;
  readonly telegramApiUrl: string;
  readonly maxApiUrl: string;
  /** A file with root certificates for MAX alone. */
  readonly maxCaFile: string | null;
  readonly retentionDays: { readonly requests: number; readonly clicks: number; readonly attempts: number };
  readonly allowPrivateTargets: boolean;
  readonly deliveryFlushSeconds: number;
  readonly deliveryPollSeconds: number;
  readonly deliveryBusyPerSecond: number;
  readonly logLevel: string;
}

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'];

/** Every environment variable, declared once. */
export const variables = {
  HOST: text('127.0.0.1', 'address to listen on'),
  PORT: whole(3000, 0, 65_535, 'port to listen on; 0 takes a free one'),
  PUBLIC_URL: url(null, 'http://HOST:PORT', 'base of the links that are handed out'),
  TRACKING_URL: url(null, 'PUBLIC_URL', 'base of tracking links, where a domain of its own serves them'),
  DATA_DIR: { ...text('./data', 'embedded database and generated secret'), read: (value) => resolve(value ?? 'data') },
  DATABASE_URL: databaseUrl('use this PostgreSQL (15 to 18) instead of the embedded one'),
  OTKUDA_ADMIN_TOKEN: secret(
    16,
    'none',
    'bearer token for the management API, with all rights; at least 16 characters',
  ),
  OTKUDA_SECRET_KEY: secret(16, 'generated', 'encrypts settings and keys; at least 16 characters'),
  OTKUDA_TRUST_PROXY: proxies('which proxies may set X-Forwarded-For: true, or their addresses separated by commas'),
  TELEGRAM_API_URL: platform('https://api.telegram.org', 'base address of the Telegram Bot API'),
  MAX_API_URL: platform('https://platform-api2.max.ru', 'base address of the MAX Bot API'),
  MAX_CA_FILE: certificates('file with root certificates (PEM) for MAX alone, such as the Минцифры root'),
  YANDEX_METRICA_URL: platform('https://api-metrika.yandex.net', 'base address of the Yandex Metrica API'),
  YANDEX_OAUTH_URL: platform('https://oauth.yandex.ru', 'base address of Yandex OAuth'),
  VK_TRACKER_URL: platform('https://top-fwz1.mail.ru', 'base address of the VK Ads pixel'),
  META_GRAPH_URL: platform('https://graph.facebook.com', 'base address of the Meta Graph API, without its version'),
  GOOGLE_DATA_MANAGER_URL: platform(
    'https://datamanager.googleapis.com',
    'base address of the Google Data Manager API, without its version',
  ),
  GOOGLE_OAUTH_URL: platform('https://oauth2.googleapis.com', 'base address of Google OAuth'),
  OTKUDA_ALLOW_PRIVATE_TARGETS: onOff(
    'lets postbacks and webhooks reach private addresses: on, for tests and intranets',
  ),
  OTKUDA_RETENTION_REQUESTS_DAYS: whole(30, 1, 3_650, 'days for which calls are kept with their bodies'),
  OTKUDA_RETENTION_CLICKS_DAYS: whole(400, 1, 3_650, 'days for which clicks are kept'),
  OTKUDA_RETENTION_ATTEMPTS_DAYS: whole(90, 1, 3_650, 'days for which attempts of delivery are kept'),
  OTKUDA_DELIVERY_FLUSH_SECONDS: whole(
    300,
    0,
    86_400,
    'longest wait for a batch to fill, where the platform counts requests; 0: at once',
  ),
  OTKUDA_DELIVERY_POLL_SECONDS: whole(900, 0, 86_400, "wait between looks at a platform's verdicts; 0: at once"),
  OTKUDA_DELIVERY_BUSY_PER_SECOND: whole(
    2_500,
    0,
    1_000_000,
    'conversions told in a second while calls come in as fast as they can be stored; 0: no limit',
  ),
  LOG_LEVEL: {
    meaning: `one of ${logLevels.join(', ')}`,
    shownDefault: 'info',
    read(value) {
      if (value !== null && !logLevels.includes(value)) throw new Error(`one of ${logLevels.join(', ')}`);
      return value ?? 'info';
    },
  },
} satisfies Record<string, Variable<unknown>>;

export class ConfigError extends Error {
  readonly violations: readonly string[];

  constructor(violations: readonly string[]) {
    super(`The configuration is not in order:\n${violations.map((violation) => `  ${violation}`).join('\n')}`);
    this.name = 'ConfigError';
    this.violations = violations;
  }
}

/** Reads the environment. Throws ConfigError with all violations at once. */
export function readConfig(environment: Readonly<Record<string, string | undefined>> = process.env): Config {
  const violations: string[] = [];
  const read = <Name extends keyof typeof variables>(name: Name): ReturnType<(typeof variables)[Name]['read']> => {
    const given = environment[name]?.trim();
    try {
      return variables[name].read(given === undefined || given === '' ? null : given) as never;
    } catch (error) {
      violations.push(`${name}: ${error instanceof Error ? error.message : String(error)} was expected`);
      return undefined as never;
    }
  };
  const config: Config = {
    host: read('HOST'),
    port: read('PORT'),
    publicUrl: read('PUBLIC_URL'),
    trackingUrl: read('TRACKING_URL'),
    dataDir: read('DATA_DIR'),
    databaseUrl: read('DATABASE_URL'),
    adminToken: read('OTKUDA_ADMIN_TOKEN'),
    secretKey: read('OTKUDA_SECRET_KEY'),
    trustProxy: read('OTKUDA_TRUST_PROXY'),
    baseUrls: {
      yandexMetricaUrl: read('YANDEX_METRICA_URL'),
      yandexOauthUrl: read('YANDEX_OAUTH_URL'),
      vkTrackerUrl: read('VK_TRACKER_URL'),
      metaGraphUrl: read('META_GRAPH_URL'),
      googleDataManagerUrl: read('GOOGLE_DATA_MANAGER_URL'),
      googleOauthUrl: read('GOOGLE_OAUTH_URL'),
    },
    telegramApiUrl: read('TELEGRAM_API_URL'),
    maxApiUrl: read('MAX_API_URL'),
    maxCaFile: read('MAX_CA_FILE'),
    retentionDays: {
      requests: read('OTKUDA_RETENTION_REQUESTS_DAYS'),
      clicks: read('OTKUDA_RETENTION_CLICKS_DAYS'),
      attempts: read('OTKUDA_RETENTION_ATTEMPTS_DAYS'),
    },
    allowPrivateTargets: read('OTKUDA_ALLOW_PRIVATE_TARGETS'),
    deliveryFlushSeconds: read('OTKUDA_DELIVERY_FLUSH_SECONDS'),
    deliveryPollSeconds: read('OTKUDA_DELIVERY_POLL_SECONDS'),
    deliveryBusyPerSecond: read('OTKUDA_DELIVERY_BUSY_PER_SECOND'),
    logLevel: read('LOG_LEVEL'),
  };
  if (violations.length > 0) throw new ConfigError(violations);
  return config;
}

/** Where the embedded PostgreSQL lives. */
export function embeddedDirectory(config: Pick<Config, 'dataDir'>): string {
  return join(config.dataDir, 'postgres');
}
