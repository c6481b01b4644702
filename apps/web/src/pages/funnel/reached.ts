import type { FunnelReport } from '../../api/schema.gen.ts';

export type FunnelStep = FunnelReport['steps'][number];

/** How many came so far: an event that is in progress or failed did not. */
export function reached(step: Pick<FunnelStep, 'kind' | 'success' | 'events'>): number {
  return step.kind === 'event' ? step.success : step.events;
}
