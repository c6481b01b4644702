import type { HttpRequest } from '../destinations/destination.ts';
import { uuidv7 } from '../domain/uuid.ts';
import { type HeldBatch, leaseUntil } from './batch.ts';
import { type ConversionRow, claimDueConversions, toOutgoing } from './claim-conversions.ts';
import { type Done, nothing } from './done.ts';
import { makeCall } from './make-call.ts';
import type { OpenDestination } from './open-destination.ts';
import type { DeliveryOptions } from './options.ts';
import { settleSend } from './settle-send.ts';
import { storeBatch } from './store-batch.ts';
import { inTransaction } from './transaction.ts';

/** A batch that is stored as possibly sent, and the call that sends it. */
export interface Sending {
  readonly batch: HeldBatch;
  readonly request: HttpRequest;
  readonly leasedUntil: Date;
}

/** Makes a batch of what is due, and sends it. Null where nothing is due. */
export async function sendNewBatch(options: DeliveryOptions, destination: OpenDestination): Promise<Done | null> {
  const { projectId, platform } = destination;
  const sending = await inTransaction(options.pool, async (client): Promise<Sending | null> => {
    const nowMs = options.now();
    const rows = await claimDueConversions(client, destination, nowMs);
    const [first] = rows;
    if (first === undefined) return null;
    const batchId = uuidv7(nowMs);
    const request = requestFor(destination, batchId, rows);
    const leasedUntil = leaseUntil(nowMs, request.timeoutMs);
    const giveUpMs = earliestDeadlineMs(rows, nowMs + platform.deadlineHours * 3_600_000);
    const batch = { projectId, batchId, idKind: first.id_kind, attempts: 1, giveUpMs, createdMs: nowMs };
    const conversionIds = rows.map((row) => row.conversion_id);
    await storeBatch(client, destination, { ...batch, conversionIds, leasedUntil });
    return { batch, request, leasedUntil };
  });
  return sending && sendHeldBatch(options, destination, sending);
}

export function requestFor(
  { platform, settings, baseUrl }: OpenDestination,
  batchId: string,
  rows: readonly ConversionRow[],
): HttpRequest {
  return platform.send({ batchId, conversions: toOutgoing(rows) }, settings, baseUrl);
}

function earliestDeadlineMs(rows: readonly ConversionRow[], latestMs: number): number {
  return rows.reduce((earliest, { deadline_at }) => Math.min(earliest, deadline_at?.getTime() ?? latestMs), latestMs);
}

/** Calls the platform and stores what came of it. */
export async function sendHeldBatch(
  options: DeliveryOptions,
  destination: OpenDestination,
  { batch, request, leasedUntil }: Sending,
): Promise<Done> {
  // A process that was stopped since it stored the batch must not send when its successor may be at it already.
  if (options.now() + request.timeoutMs > leasedUntil.getTime()) return nothing;
  const made = await makeCall(options, request);
  const outcome = made.answer === null ? made.failure : destination.platform.read(made.answer, options.now());
  await settleSend(options, destination, batch, made, outcome);
  return { ...nothing, sent: 1 };
}
