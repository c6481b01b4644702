import { describe, expect, it } from 'vitest';
import { dayIn, daysBetween, formatAgo, formatClock, formatDay, formatMomentInFull } from './dates.ts';

const now = new Date('2026-11-24T12:00:00Z');

describe('moments', () => {
  it('are told in the zone of the project', () => {
    expect(formatClock('ru', '2026-11-24T23:30:00Z', 'Europe/Moscow')).toBe('02:30');
    expect(formatDay('ru', '2026-11-24T23:30:00Z', 'Europe/Moscow', now)).toBe('25 нояб.');
    expect(formatDay('en', '2026-11-24T23:30:00Z', 'Asia/Kolkata', now)).toBe('25 Nov');
    expect(formatDay('en', '2025-02-01T12:00:00Z', 'UTC', now)).toBe('1 Feb 2025');
  });

  it('name their zone in full', () => {
    expect(formatMomentInFull('en', '2026-11-24T12:00:00Z', 'Asia/Kathmandu')).toContain('17:45:00 (Asia/Kathmandu)');
  });

  it('are told by their age', () => {
    expect(formatAgo('en', '2026-11-24T11:55:00Z', now)).toMatch(/^5 min/);
    expect(formatAgo('ru', '2026-11-22T12:00:00Z', now)).toBe('позавчера');
  });
});

describe('days', () => {
  it('begin at midnight of the zone', () => {
    expect(dayIn('Europe/Moscow', new Date('2026-11-24T20:59:59Z'))).toBe('2026-11-24');
    expect(dayIn('Europe/Moscow', new Date('2026-11-24T21:00:00Z'))).toBe('2026-11-25');
  });

  it('between are whole', () => {
    expect(daysBetween('2026-11-22T13:00:00Z', now)).toBe(1);
  });
});
