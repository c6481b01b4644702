import type { ClientBase } from 'pg';
import type { HttpRequest } from '../destinations/http-message.ts';
import type { OutgoingBatch, OutgoingConversion } from '../destinations/outgoing.ts';
import { uuidv7 } from '../domain/uuid.ts';
import { type HeldBatch, leaseUntil } from './batch.ts';
import { type ConversionRow, claimDueConversions, toOutgoing } from './claim-conversions.ts';
import { type Done, nothing } from './done.ts';
import { type EndedRow, endRows } from './end-rows.ts';
import { makeCall } from './make-call.ts';
import { contextOf, type OpenDestination } from './open-destination.ts';
import type { DeliveryOptions } from './options.ts';
import { settleSend } from './settle-send.ts';
import { storeBatch } from './store-batch.ts';
import { judge } from './tokens.ts';
import { inTransaction } from './transaction.ts';

/** A batch that is stored as possibly sent, and the call that sends it. */
export interface Sending {
  readonly batch: HeldBatch;
  readonly request: HttpRequest;
  readonly leasedUntil: Date;
  /** Rows in it. */
  readonly size: number;
}

/** Makes a batch of what is due, and sends it. Null where nothing is due. */
export async function sendNewBatch(options: DeliveryOptions, destination: OpenDestination): Promise<Done | null> {
  const { projectId } = destination;
  const sending = await inTransaction(options.pool, async (client): Promise<Sending | null | Done> => {
    const nowMs = options.now();
    const rows = await claimDueConversions(client, destination, nowMs);
    const conversions = await withoutRefused(client, destination, await toOutgoing(client, options, destination, rows));
    const [first] = conversions;
    if (first === undefined) return rows.length === 0 ? null : { ...nothing, rows: rows.length };
    const batchId = uuidv7(nowMs);
    const request = requestFor(destination, { batchId, conversions }, nowMs);
    const leasedUntil = leaseUntil(nowMs, request.timeoutMs);
    const batch: HeldBatch = {
      projectId,
      batchId,
      idKind: first.identity.kind,
      attempts: 1,
      resends: 0,
      giveUpMs: earliestDeadlineMs(rows),
      createdMs: nowMs,
    };
    const conversionIds = conversions.map(({ conversionId }) => conversionId);
    await storeBatch(client, destination, { ...batch, conversionIds, leasedUntil });
    return { batch, request, leasedUntil, size: conversions.length };
  });
  return sending !== null && 'batch' in sending ? sendHeldBatch(options, destination, sending) : sending;
}

/** What the settings have nothing for ends here, with its reason and without a call. */
async function withoutRefused(
  client: ClientBase,
  destination: OpenDestination,
  conversions: readonly OutgoingConversion[],
): Promise<readonly OutgoingConversion[]> {
  const { projectId, platform, settings } = destination;
  const refused = conversions.flatMap((conversion): EndedRow[] => {
    const { conversionId, target } = conversion;
    const refusal = platform.refusesTarget(target, settings);
    if (refusal !== null) return [{ conversionId, state: 'failed', reason: refusal, response: null }];
    const lack = platform.lacks?.(conversion, settings) ?? null;
    return lack === null ? [] : [{ conversionId, state: 'skipped', reason: lack, response: null }];
  });
  if (refused.length === 0) return conversions;
  await endRows(client, projectId, refused);
  const gone = new Set(refused.map(({ conversionId }) => conversionId));
  return conversions.filter(({ conversionId }) => !gone.has(conversionId));
}

/** Addresses of visitors are in it for the platform alone. */
export function requestFor(
  { platform, settings, ...destination }: OpenDestination,
  batch: OutgoingBatch,
  nowMs: number,
): HttpRequest {
  const request = platform.send(batch, settings, contextOf(destination, nowMs));
  const hidden = batch.conversions.flatMap(({ visitorAddress }) => visitorAddress ?? []);
  return hidden.length === 0 ? request : { ...request, hidden };
}

// Conversions of platforms that take an event at any age have no deadline.
const neverMs = Date.parse('9999-01-01T00:00:00Z');

function earliestDeadlineMs(rows: readonly ConversionRow[]): number {
  return rows.reduce((earliest, { deadline_at }) => Math.min(earliest, deadline_at?.getTime() ?? neverMs), neverMs);
}

/** Calls the platform and stores what came of it. */
export async function sendHeldBatch(
  options: DeliveryOptions,
  destination: OpenDestination,
  { batch, request, leasedUntil, size }: Sending,
): Promise<Done> {
  // A process that was stopped since it stored the batch must not send when its successor may be at it already.
  if (options.now() + request.timeoutMs > leasedUntil.getTime()) return nothing;
  const made = await makeCall(options, destination, request);
  const outcome = made.answer === null ? made.failure : destination.platform.read(made.answer, options.now(), size);
  await settleSend(options, destination, batch, made, judge(options, destination, outcome));
  return { ...nothing, sent: 1, rows: size };
}
