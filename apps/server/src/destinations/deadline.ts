import type { Destination } from './destination.ts';

const hourMs = 3_600_000;

/** Until when the platform takes an event: by its own age, and by that of the click where that counts. Milliseconds since 1970. */
export function deadlineOf(
  { deadline: { hoursAfterEvent, hoursAfterClick } }: Pick<Destination, 'deadline'>,
  happenedMs: number,
  clickedMs: number | null,
): number {
  const byEvent = happenedMs + hoursAfterEvent * hourMs;
  if (hoursAfterClick === undefined || clickedMs === null) return byEvent;
  return Math.min(byEvent, clickedMs + hoursAfterClick * hourMs);
}
