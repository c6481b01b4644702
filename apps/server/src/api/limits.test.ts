import pino from 'pino';
import { beforeAll, describe, expect, it } from 'vitest';
import { readConfig } from '../config.ts';
import type { KeyConfig } from '../directory/config-types.ts';
import { uuidv7 } from '../domain/uuid.ts';
import { startServer } from '../server.ts';
import { insertProject, loadProject } from '../testing/fixture-project.ts';
import { useDatabase } from '../testing/test-database.ts';
import { useServer } from '../testing/test-server.ts';
import { Limits } from './limits.ts';

const database = useDatabase();
const server = useServer(database);
let projectId: string;
beforeAll(async () => {
  projectId = await insertProject(database.pool);
});

/** Begins a day, so that every window begins with it. */
const midnightMs = Date.parse('2026-11-24T00:00:00Z');

async function key(limits: Partial<KeyConfig['limits']> = {}): Promise<KeyConfig> {
  return {
    keyId: uuidv7(Date.now()),
    ownerProjectId: projectId,
    project: await loadProject(database.pool, projectId),
    mode: 'production',
    limits: { perSecond: 3, perHour: 500, perDay: 5000, ...limits },
    always200: false,
    expiresMs: null,
    revoked: false,
  };
}

/** A thousand calls at once; how many of them passed. */
async function storm(limits: Limits, of: KeyConfig): Promise<number> {
  const decisions = await Promise.all(Array.from({ length: 1_000 }, () => limits.take(of)));
  return decisions.filter(({ allowed }) => allowed).length;
}

describe('a thousand calls at once on one key', () => {
  it('pass as often as each second, hour and day allows, exactly', async () => {
    let now = midnightMs;
    const limits = new Limits(database.pool, () => now);
    const one = await key();
    const passed: number[] = [];
    for (let second = 0; second < 200; second += 1) {
      now = midnightMs + second * 1_000;
      passed.push(await storm(limits, one));
    }
    // Three a second for 166 seconds make 498; the hour has two more.
    expect(passed).toEqual([...Array.from({ length: 166 }, () => 3), 2, ...Array.from({ length: 33 }, () => 0)]);
    const ofEachHour: number[] = [];
    for (let hour = 1; hour < 12; hour += 1) {
      let ofThisHour = 0;
      for (let second = 0; second < 170; second += 1) {
        now = midnightMs + hour * 3_600_000 + second * 1_000;
        for (let call = 0; call < 5; call += 1) if ((await limits.take(one)).allowed) ofThisHour += 1;
      }
      ofEachHour.push(ofThisHour);
    }
    // 500 in each of the first ten hours make 5000: the day is used up.
    expect(ofEachHour).toEqual([...Array.from({ length: 9 }, () => 500), 0, 0]);
    now = midnightMs + 86_400_000;
    expect(await storm(limits, one)).toBe(3);
  });

  it('pass as often as the key was made with; 0 is without a limit', async () => {
    const limits = new Limits(database.pool, () => midnightMs);
    expect(await storm(limits, await key({ perSecond: 41 }))).toBe(41);
    expect(await storm(limits, await key({ perSecond: 0, perHour: 0, perDay: 7 }))).toBe(7);
    expect(await storm(limits, await key({ perSecond: 0, perHour: 0, perDay: 0 }))).toBe(1_000);
  });

  it('pass by HTTP as often as the window allows, and the rest is told when to come again', async () => {
    const bot = await server.bot({ limits: { per_second: 0, per_hour: 0, per_day: 120 } });
    const answers = await Promise.all(
      Array.from({ length: 1_000 }, (_, user) => bot.call('user_did_start_bot', { user_id: user + 1 })),
    );
    const passed = answers.filter(({ httpStatus }) => httpStatus === 200);
    expect(passed).toHaveLength(120);
    const left = passed.map(({ headers }) => Number(headers.get('ratelimit-remaining'))).toSorted((a, b) => a - b);
    expect(left).toEqual(Array.from({ length: 120 }, (_, index) => index));
    for (const { httpStatus, headers } of answers.filter((answer) => answer.httpStatus !== 200)) {
      expect(httpStatus).toBe(429);
      expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
      expect(headers.get('ratelimit-limit')).toBe('120');
    }
    const { body } = await bot.manage('GET', '/subscribers?limit=1000');
    expect(body.items).toHaveLength(120);
  });
});

describe('a refused call', () => {
  it('uses up no window, also not those that would have let it pass', async () => {
    let now = midnightMs;
    const limits = new Limits(database.pool, () => now);
    const one = await key({ perSecond: 1, perHour: 3, perDay: 0 });
    for (let second = 0; second < 3; second += 1) {
      now = midnightMs + second * 1_000;
      expect(await storm(limits, one)).toBe(1);
    }
    now = midnightMs + 3_600_000;
    expect(await limits.take(one)).toMatchObject({ allowed: true, span: 'second', remaining: 0 });
  });
});

describe('a restart', () => {
  it('does not forget the hour and the day', async () => {
    const config = readConfig({
      PORT: '0',
      DATA_DIR: '/nowhere',
      DATABASE_URL: database.url,
      OTKUDA_SECRET_KEY: 'x'.repeat(32),
    });
    const bot = await server.bot({ limits: { per_second: 0, per_hour: 5, per_day: 0 } });
    const passes = async (calls: number): Promise<number> => {
      const running = await startServer(config, pino({ level: 'silent' }));
      try {
        const answers = await Promise.all(
          Array.from({ length: calls }, () =>
            fetch(`${running.url}/v1/${bot.key}/user_did_start_bot`, { method: 'POST', body: '{"user_id":"1"}' }),
          ),
        );
        return answers.filter(({ status }) => status === 200).length;
      } finally {
        await running.stop();
      }
    };
    expect(await passes(3)).toBe(3);
    expect(await passes(9)).toBe(2);
    expect(await passes(9)).toBe(0);
  });
});
