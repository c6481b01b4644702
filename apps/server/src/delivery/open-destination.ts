import type { Platform } from '@otkuda/contract';
import { Check } from 'typebox/value';
import { execute, statement } from '../database/statement.ts';
import type { CallContext } from '../destinations/call-context.ts';
import type { Destination } from '../destinations/destination.ts';
import type { DeliveryOptions } from './options.ts';
import { secretsOf } from './redact.ts';
import { withClient } from './transaction.ts';

export interface DestinationKey {
  readonly projectId: string;
  readonly destinationId: string;
}

/** A destination as it is at this moment, its settings opened and checked against the platform's. */
export interface OpenDestination extends DestinationKey {
  readonly platform: Destination;
  readonly settings: unknown;
  /** The settings as stored: tells whether they were replaced meanwhile. */
  readonly sealed: Buffer;
  /** Values that must not show up in the attempt log. */
  readonly secrets: readonly string[];
  /** Of the project. */
  readonly messenger: Platform;
  readonly baseUrl: string;
  /** What the platform's token step fetched; null: none. */
  readonly token: string | null;
  /** Calls in a row that failed. */
  readonly failures: number;
  /** How often in a row the breaker opened. */
  readonly trips: number;
  readonly onAttempt: DeliveryOptions['onAttempt'];
}

export type Opening =
  | { readonly state: 'open'; readonly destination: OpenDestination }
  /** Paused, resting, waiting for its owner, deleted, or of a type this program does not know. */
  | { readonly state: 'closed' }
  | { readonly state: 'unreadable'; readonly sealed: Buffer };

interface DestinationRow {
  readonly type: string;
  readonly settings_sealed: Buffer;
  readonly failures: number;
  readonly trips: number;
  readonly messenger: Platform;
  readonly working: boolean;
}

/** Read anew for every call: new settings, a pause or a rest hold from the next call on. */
const selectDestination = statement<DestinationRow>(
  'select_destination_to_deliver',
  `select d.type, d.settings_sealed, d.failures, d.trips, p.platform as messenger,
     d.state = 'active' and (d.resume_at is null or d.resume_at <= $3) as working
   from destinations d join projects p using (project_id)
   where d.project_id = $1 and d.destination_id = $2 and d.deleted_at is null`,
);

/** `anyState`: also where the engine would leave it alone, for a test by the owner. */
export async function openDestination(
  options: Pick<DeliveryOptions, 'pool' | 'destinations' | 'openSettings' | 'baseUrls' | 'now' | 'onAttempt'>,
  { projectId, destinationId }: DestinationKey,
  { anyState = false } = {},
): Promise<Opening> {
  const rows = await withClient(options.pool, (client) =>
    execute(client, selectDestination, [projectId, destinationId, new Date(options.now())]),
  );
  const row = rows[0];
  const platform = row && options.destinations.get(row.type);
  if (row === undefined || platform === undefined || !(row.working || anyState)) return { state: 'closed' };
  const sealed = row.settings_sealed;
  const settings = readSettings(options, platform, sealed);
  if (settings === undefined) return { state: 'unreadable', sealed };
  return {
    state: 'open',
    destination: {
      projectId,
      destinationId,
      platform,
      settings,
      sealed,
      secrets: secretsOf(settings, platform.secrets),
      messenger: row.messenger,
      baseUrl: platform.baseUrl === null ? '' : options.baseUrls[platform.baseUrl],
      token: null,
      failures: row.failures,
      trips: row.trips,
      onAttempt: options.onAttempt,
    },
  };
}

/** What a call to it is made with. */
export function contextOf({ baseUrl, token }: Pick<OpenDestination, 'baseUrl' | 'token'>, nowMs: number): CallContext {
  return { baseUrl, token, nowMs };
}

/** Undefined where they cannot be decrypted, or are not what the platform needs. */
function readSettings(options: Pick<DeliveryOptions, 'openSettings'>, platform: Destination, sealed: Buffer): unknown {
  try {
    const settings = options.openSettings(sealed);
    return Check(platform.settings, settings) ? settings : undefined;
  } catch {
    return undefined;
  }
}
