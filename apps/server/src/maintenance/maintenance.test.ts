import { expect, it, onTestFinished, vi } from 'vitest';
import { openPool } from '../database/pool.ts';
import { useDatabase } from '../testing/test-database.ts';
import { startMaintenance } from './maintenance.ts';

const database = useDatabase();
const never = '0 0 1 1 *';

/** As `pg.Pool.connect`, which takes a callback as well. */
function refuse(callback?: (error: Error) => void): Promise<never> | undefined {
  const error = new Error('the database is away');
  if (callback === undefined) return Promise.reject(error);
  callback(error);
  return undefined;
}

/** The database, which can be made to be away for everything that is asked of it from then on. */
function breakablePool() {
  const state = { away: false };
  const real = openPool({ url: database.url, connectionsMax: 3, statementMsMax: 10_000, onLost: () => {} });
  onTestFinished(() => real.end());
  const pool = new Proxy(real, {
    get(target, name) {
      if (name === 'connect' && state.away) return refuse;
      const value: unknown = Reflect.get(target, name);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
  return { pool, state };
}

it.each([
  ['failed', () => Promise.reject(new Error('it cannot be done'))],
  ['was done', () => Promise.resolve()],
])(
  'a database that goes away before it is told that a task %s ends neither the process nor the schedule',
  async (_what, became) => {
    const { pool, state } = breakablePool();
    const said: string[] = [];
    let runs = 0;
    const maintenance = await startMaintenance({
      pool,
      now: Date.now,
      retentionDays: { requests: 30, clicks: 400, attempts: 90 },
      log: (message) => said.push(message),
      againMs: 20,
      tasks: [
        {
          name: 'fragile',
          cron: never,
          run() {
            runs += 1;
            if (runs > 1) return Promise.resolve();
            state.away = true;
            return became();
          },
        },
      ],
    });
    const ask = () => database.pool.query(`select graphile_worker.add_job('fragile')`);
    await ask();
    await vi.waitUntil(() => said.filter((message) => message.includes('begins again')).length >= 2, {
      timeout: 10_000,
    });
    state.away = false;
    await vi.waitUntil(
      async () => {
        await ask();
        return runs > 1;
      },
      { timeout: 10_000 },
    );
    await maintenance.stop();
    expect(runs).toBeGreaterThan(1);
  },
);

it('a schedule that is beginning anew can be stopped, with the database away or back', async () => {
  for (const isBack of [false, true]) {
    const { pool, state } = breakablePool();
    const said: string[] = [];
    const maintenance = await startMaintenance({
      pool,
      now: Date.now,
      retentionDays: { requests: 30, clicks: 400, attempts: 90 },
      log(message) {
        said.push(message);
        if (isBack) state.away = false;
      },
      againMs: 0,
      tasks: [
        {
          name: 'last',
          cron: never,
          async run() {
            state.away = true;
          },
        },
      ],
    });
    await database.pool.query(`select graphile_worker.add_job('last')`);
    await vi.waitUntil(() => said.some((message) => message.includes('begins again')), { timeout: 10_000 });
    await maintenance.stop();
  }
});
