import type { Verdicts } from '../destinations/verdict.ts';

const hourMs = 3_600_000;

type GiveUp = Pick<Verdicts<unknown>, 'giveUpHours'>;

/** Before that the platform has none; an interval of 0 looks at once all the same, for tests and the demo. */
export function firstVerdictAt(
  acceptedMs: number,
  pollSeconds: number,
  { firstLookSeconds }: Pick<Verdicts<unknown>, 'firstLookSeconds'>,
): Date {
  const seconds = pollSeconds === 0 ? 0 : firstLookSeconds;
  return new Date(acceptedMs + Math.max(seconds * 1000, impatientMsMin));
}

const impatientMsMin = 50;
const impatientMsMax = 1000;

/**
 * The next look at an upload accepted then. With an interval of 0 the waits grow with its age, from 50 ms to 1 s: verdicts are
 * seen at once, and a platform that takes its time is not asked without end. Where each upload costs a call, waits grow with its age
 * at any interval.
 */
export function nextVerdictAt(
  acceptedMs: number,
  nowMs: number,
  pollSeconds: number,
  from: Verdicts<unknown>['from'],
): Date {
  const halfAgeMs = (nowMs - acceptedMs) / 2;
  const impatientMs = Math.min(Math.max(halfAgeMs, impatientMsMin), impatientMsMax);
  if (pollSeconds === 0) return new Date(nowMs + impatientMs);
  return new Date(nowMs + Math.max(pollSeconds * 1000, from === 'ref' ? halfAgeMs : 0));
}

/** When the verdict will not come any more. */
export function verdictsGiveUpAt(acceptedMs: number, { giveUpHours }: GiveUp): Date {
  return new Date(acceptedMs + giveUpHours * hourMs);
}

/** When it was accepted, of a batch that gives up then. */
export function acceptedMsOf(giveUpMs: number, { giveUpHours }: GiveUp): number {
  return giveUpMs - giveUpHours * hourMs;
}
