const dayMs = 86_400_000;
const firstLookSecondsMax = 600;

/** A verdict may be there sooner than one whole interval. Source: reference/adplatforms.md §2.2, "Batching". */
export function firstVerdictAt(acceptedMs: number, pollSeconds: number): Date {
  const seconds = Math.min(pollSeconds, firstLookSecondsMax);
  return new Date(acceptedMs + Math.max(seconds * 1000, impatientMsMin));
}

const impatientMsMin = 50;
const impatientMsMax = 1000;

/**
 * The next look at an upload accepted then. With an interval of 0 the waits grow with its age, from 50 ms to 1 s: verdicts are
 * seen at once, and a platform that takes its time is not asked without end.
 */
export function nextVerdictAt(acceptedMs: number, nowMs: number, pollSeconds: number): Date {
  const impatientMs = Math.min(Math.max((nowMs - acceptedMs) / 2, impatientMsMin), impatientMsMax);
  return new Date(nowMs + Math.max(pollSeconds * 1000, impatientMs));
}

/** Processing takes two hours at most; after a day the verdict will not come. Source: reference/adplatforms.md §2.2. */
export function verdictsGiveUpAt(acceptedMs: number): Date {
  return new Date(acceptedMs + dayMs);
}

/** When it was accepted, of a batch that gives up then. */
export function acceptedMsOf(giveUpMs: number): number {
  return giveUpMs - dayMs;
}
