import type { Chance } from './chance.ts';

export const minuteMs = 60_000;
export const hourMs = 3_600_000;
export const dayMs = 86_400_000;
/** All projects of the demo count their days in Moscow, which keeps no summer time. */
const moscowMs = 3 * hourMs;

/** How busy each hour of a Moscow day is: asleep at night, a bump at lunch, the evening on the sofa. */
const hours = [14, 8, 5, 4, 4, 6, 12, 24, 38, 46, 50, 54, 60, 58, 52, 50, 52, 58, 66, 78, 88, 90, 70, 36];
/** From Sunday: people look for courses on Mondays, and are away on Saturdays. */
const weekdays = [0.93, 1.16, 1.12, 1.06, 1.01, 0.9, 0.8];

/** Midnight in Moscow at or before a moment. */
export function startOfDay(atMs: number): number {
  return Math.floor((atMs + moscowMs) / dayMs) * dayMs - moscowMs;
}

/** The Moscow day, as `2026-01-31`. */
export function dayOf(atMs: number): string {
  return new Date(atMs + moscowMs).toISOString().slice(0, 10);
}

/** A moment of the day that begins at `startMs`, more likely when people are awake. */
export function momentOf(startMs: number, chance: Chance): number {
  return startMs + Math.floor((chance.weighted(hours) + chance.next()) * hourMs);
}

/** How much of an average day this one is: the week's rhythm, a slow wave, and growth from the first day to the last. */
export function busyness(startMs: number, age: number): number {
  const weekday = new Date(startMs + moscowMs).getUTCDay();
  const wave = 1 + 0.12 * Math.sin((startMs / dayMs / 45) * 2 * Math.PI);
  return (weekdays[weekday] ?? 1) * wave * (0.6 + 0.8 * age);
}
