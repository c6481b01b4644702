import { setTimeout as delay } from 'node:timers/promises';
import { EmbeddedPostgresError } from './embedded-postgres-error.ts';
import { damaged } from './layout.ts';
import { endLeftovers } from './leftovers.ts';
import { vacate } from './occupant.ts';
import { type LaunchRequest, launch, type Postmaster } from './postmaster.ts';

const RETRY_MS = 50;
const RETRY_FOR_MS = 10_000;

/**
 * Launches PostgreSQL, again where what is in its way passes by itself: a port that was taken in between, memory that
 * the last children of a killed PostgreSQL still hold, another server that tries at the same moment.
 *
 * @throws EmbeddedPostgresError `in_use`, `damaged` or `failed`
 */
export async function launchPersistently(request: LaunchRequest): Promise<Postmaster> {
  const { layout, log } = request;
  const deadline = performance.now() + RETRY_FOR_MS;
  for (;;) {
    const outcome = await launch(request);
    if (outcome.kind === 'running') return outcome;
    if (outcome.kind === 'damaged') throw damaged(layout, outcome.reason);
    const reason = outcome.kind === 'failed' ? outcome.reason : outcome.kind;
    if (outcome.kind === 'failed' || performance.now() > deadline) {
      throw new EmbeddedPostgresError('failed', `PostgreSQL does not start in ${layout.directory}: ${reason}`);
    }
    log('PostgreSQL could not start yet, trying again', { reason });
    // PostgreSQL lets one of two have the cluster; the other finds out here whom it lost to.
    if (outcome.kind === 'occupied') await vacate(layout, log);
    if (outcome.kind === 'memory_in_use') await endLeftovers(layout.cluster, log);
    await delay(RETRY_MS);
  }
}
