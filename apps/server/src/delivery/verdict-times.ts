import type { Verdicts } from '../destinations/verdict.ts';

const hourMs = 3_600_000;

type GiveUp = Pick<Verdicts<unknown>, 'giveUpHours'>;

/** Verdicts may be wanted sooner than the platform usually has them, in tests and the demo. */
export function firstVerdictAt(
  acceptedMs: number,
  pollSeconds: number,
  { firstLookSeconds }: Pick<Verdicts<unknown>, 'firstLookSeconds'>,
): Date {
  const seconds = Math.min(pollSeconds, firstLookSeconds);
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

/** When the verdict will not come any more. */
export function verdictsGiveUpAt(acceptedMs: number, { giveUpHours }: GiveUp): Date {
  return new Date(acceptedMs + giveUpHours * hourMs);
}

/** When it was accepted, of a batch that gives up then. */
export function acceptedMsOf(giveUpMs: number, { giveUpHours }: GiveUp): number {
  return giveUpMs - giveUpHours * hourMs;
}
