import type { ClientBase } from 'pg';
import { plainArray } from '../database/array-values.ts';
import { execute, statement } from '../database/statement.ts';
import type { Visit } from '../destinations/outgoing.ts';
import type { OpenDestination } from './open-destination.ts';
import type { DeliveryOptions } from './options.ts';

/** What is past its time may not have been dropped yet. */
const selectAddresses = statement<{ readonly click_id: string; readonly sealed: Buffer }>(
  'select_click_addresses',
  `select click_id, sealed from click_addresses where project_id = $1 and click_id = any($2::uuid[]) and drop_at > $3`,
);

/** The visitors' whole addresses by the ids of their clicks, where the destination has to be told them and they are still there. */
export async function visitorAddresses(
  client: ClientBase,
  { openAddress, now }: Pick<DeliveryOptions, 'openAddress' | 'now'>,
  { projectId, platform, settings }: Pick<OpenDestination, 'projectId' | 'platform' | 'settings'>,
  visits: ReadonlyMap<string, Visit>,
): Promise<ReadonlyMap<string, string>> {
  const need = platform.addressNeed?.(settings) ?? null;
  if (need === null) return new Map();
  const clickIds = [...visits].flatMap(([clickId, visit]) => (need.covers(visit) ? clickId : []));
  if (clickIds.length === 0) return new Map();
  const rows = await execute(client, selectAddresses, [projectId, plainArray(clickIds), new Date(now())]);
  return new Map(rows.flatMap(({ click_id, sealed }) => openedBy(openAddress, click_id, sealed)));
}

/** Sealed with another key it is as good as gone: the event matters more than the address. */
function openedBy(open: DeliveryOptions['openAddress'], clickId: string, sealed: Buffer): [string, string][] {
  try {
    return [[clickId, open(sealed)]];
  } catch {
    return [];
  }
}
