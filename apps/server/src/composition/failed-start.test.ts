import { once } from 'node:events';
import { createServer } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readConfig } from '../config.ts';
import { startServer } from '../server.ts';
import { silentLog } from '../testing/silent-log.ts';
import { useDatabase } from '../testing/test-database.ts';

/** Whoever starts the server in a process that lives on must not find half a server in it. */
const database = useDatabase();
const neighbour = createServer();

beforeAll(() => once(neighbour.listen(0, '127.0.0.1'), 'listening'));
afterAll(() => new Promise((resolve) => neighbour.close(resolve)));

it.each([
  ['at its last step, its port is taken', () => ({ PORT: portOf(neighbour) })],
  ['half-way, its host is not on this machine', () => ({ HOST: '192.0.2.1', PORT: '0' })],
])('a start that fails %s lets go of the database', async (_name, environment) => {
  const config = readConfig({
    DATABASE_URL: `${database.url}?application_name=failed_start`,
    DATA_DIR: '/nowhere',
    OTKUDA_SECRET_KEY: 'x'.repeat(32),
    ...environment(),
  });
  await expect(startServer(config, silentLog)).rejects.toThrow(/EADDR/);
  await expect
    .poll(async () => {
      const left = await database.pool.query(
        "select pid from pg_stat_activity where application_name = 'failed_start'",
      );
      return left.rowCount;
    })
    .toBe(0);
});

function portOf(server: ReturnType<typeof createServer>): string {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('it does not listen');
  return String(address.port);
}
