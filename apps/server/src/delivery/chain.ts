import { askVerdicts } from './ask-verdicts.ts';
import { type Done, total } from './done.ts';
import type { FairSlots } from './fair-slots.ts';
import type { Work } from './find-work.ts';
import { type DestinationKey, type OpenDestination, openDestination } from './open-destination.ts';
import type { DeliveryOptions } from './options.ts';
import { repeatBatch } from './repeat-batch.ts';
import { sendNewBatch } from './send-batch.ts';
import { markNeedsOwner } from './settle-destination.ts';
import { withToken } from './tokens.ts';
import { withClient } from './transaction.ts';

/** Each does one thing that is due, at most, and answers null where nothing of its kind is. */
type Step = (options: DeliveryOptions, destination: OpenDestination) => Promise<Done | null>;

/** Oldest first: what was begun before comes before what is new. */
const steps: readonly Step[] = [repeatBatch, sendNewBatch, askVerdicts];

/**
 * Does everything that is due for one destination, one call after the other, each step in turn, so that none starves another.
 * Each waits for its turn where ingest needs the machine, unless a deadline is near.
 * Ends where nothing is due, where the destination is to be left alone, and where `halted` says so. `onBusy`: there was something to do, so
 * there may be more.
 */
export async function runChain(
  options: DeliveryOptions,
  work: Pick<Work, 'projectId' | 'destinationId' | 'batchSizeMax'>,
  slots: FairSlots,
  guard: { readonly halted: () => boolean; readonly urgent: () => boolean },
  onBusy: () => void = () => {},
): Promise<Done> {
  const { projectId, destinationId, batchSizeMax } = work;
  const { halted, urgent } = guard;
  const all: Done[] = [];
  for (let idle = 0, turn = 0; idle < steps.length && !halted(); turn += 1) {
    const step = steps[turn % steps.length] ?? sendNewBatch;
    const done = await options.pacing.run({
      owner: projectId,
      rowsMax: batchSizeMax,
      urgent: urgent(),
      // Asked again with the slot in hand: it may have been a long wait.
      task: () =>
        slots.run(projectId, async () => (halted() ? 'closed' : runStep(options, { projectId, destinationId }, step))),
      rowsOf: (end) => (end === null || end === 'closed' ? 0 : end.rows),
    });
    if (done === 'closed') break;
    idle = done === null ? idle + 1 : 0;
    if (done === null) continue;
    all.push(done);
    onBusy();
  }
  return total(all);
}

async function runStep(options: DeliveryOptions, key: DestinationKey, step: Step): Promise<Done | null | 'closed'> {
  const opening = await openDestination(options, key);
  switch (opening.state) {
    case 'open': {
      const destination = await withToken(options, opening.destination);
      return destination === null ? 'closed' : step(options, destination);
    }
    case 'unreadable':
      await withClient(options.pool, (client) =>
        markNeedsOwner(client, options, key, opening.sealed, 'settings_unreadable'),
      );
      return 'closed';
    case 'closed':
      return 'closed';
  }
}
