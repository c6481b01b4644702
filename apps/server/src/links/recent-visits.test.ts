import { describe, expect, it } from 'vitest';
import { RecentVisits } from './recent-visits.ts';

const minuteMs = 60_000;

function visits() {
  const clock = { nowMs: Date.parse('2026-03-01T10:00:00Z') };
  const recent = new RecentVisits(() => clock.nowMs);
  const visit = { linkId: 'a', address: '203.0.113.7', userAgent: 'Safari', said: '/l/a?yclid=1' };
  return { clock, judge: (change: Partial<typeof visit> = {}) => recent.judge({ ...visit, ...change }) };
}

describe('the same visitor again', () => {
  it('is a repeat within an hour of the click that counted, and counts after it', () => {
    const { clock, judge } = visits();
    expect(judge()).toBeNull();
    clock.nowMs += 30 * minuteMs;
    expect(judge()).toBe('repeat');
    clock.nowMs += 29 * minuteMs;
    expect(judge()).toBe('repeat');
    clock.nowMs += 2 * minuteMs;
    expect(judge()).toBeNull();
    expect(judge()).toBe('repeat');
  });

  it.each([
    ['another link', { linkId: 'b' }],
    ['another address', { address: '203.0.113.8' }],
    ['another browser', { userAgent: 'Chrome' }],
    ['another click of an ad', { said: '/l/a?yclid=2' }],
  ])('is none with %s', (_name, change) => {
    const { judge } = visits();
    expect([judge(), judge(change)]).toEqual([null, null]);
  });

  it('is forgotten rather than filling the memory', () => {
    const { judge } = visits();
    expect(judge({ address: '10.0.0.1' })).toBeNull();
    for (let other = 0; other < 49_999; other += 1) judge({ address: '10.0.0.2', said: `/l/a?yclid=${other}` });
    expect(judge({ address: '10.0.0.1' })).toBe('repeat');
    for (let other = 0; other < 100_000; other += 1) judge({ address: '10.0.0.3', said: `/l/a?yclid=${other}` });
    expect(judge({ address: '10.0.0.1' })).toBeNull();
  });
});

describe('a flood', () => {
  it('is what one public address sends past 120 visits a minute', () => {
    const { clock, judge } = visits();
    const burst = () => Array.from({ length: 125 }, (_, n) => judge({ said: `${clock.nowMs} ${n}` }));
    expect(burst().filter((reason) => reason === 'flood')).toHaveLength(5);
    expect(judge({ address: '203.0.113.8' })).toBeNull();
    clock.nowMs += minuteMs;
    expect(burst().slice(0, 120)).toEqual(Array(120).fill(null));
  });

  it("is none from the server's own network", () => {
    const { judge } = visits();
    for (let n = 0; n < 500; n += 1) expect(judge({ address: '127.0.0.1', said: String(n) })).toBeNull();
  });
});
