import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readConfig } from '../config.ts';
import { postback } from '../destinations/postback.ts';
import { startServer } from '../server.ts';
import { silentLog } from '../testing/silent-log.ts';
import { useDatabase } from '../testing/test-database.ts';

const database = useDatabase();
const adminToken = 'test-admin-token';
/** More than may be under way at once. */
const starts = 3 * postback.callsAtOnce;

/** An ad system that keeps its callers waiting until it is told to answer. */
const waiting: ServerResponse[] = [];
let calls = 0;
let answers = false;
const platform = createServer((_request, response) => {
  calls += 1;
  if (answers) response.end();
  else waiting.push(response);
});

beforeAll(() => once(platform.listen(0, '127.0.0.1'), 'listening'));
afterAll(() => new Promise((resolve) => platform.close(resolve)));

it('a stop calls no ad system any more while it waits for a caller who hangs', async () => {
  const config = readConfig({
    PORT: '0',
    DATA_DIR: '/nowhere',
    DATABASE_URL: database.url,
    OTKUDA_SECRET_KEY: 'x'.repeat(32),
    OTKUDA_ADMIN_TOKEN: adminToken,
    OTKUDA_ALLOW_PRIVATE_TARGETS: 'on',
    OTKUDA_DELIVERY_FLUSH_SECONDS: '0',
  });
  const server = await startServer(config, silentLog);
  const make = async (path: string, body: object): Promise<Record<string, string>> => {
    const headers = { authorization: `Bearer ${adminToken}`, 'content-type': 'application/json' };
    const answer = await fetch(`${server.url}/api/v1${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
    return (await answer.json()) as Record<string, string>;
  };
  const { id } = await make('/projects', { platform: 'telegram', kind: 'bot', title: 'Stop', username: 'stop_bot' });
  const limits = { per_second: 0, per_hour: 0, per_day: 0 };
  const { key } = await make(`/projects/${id}/keys`, { limits });
  const url = `http://127.0.0.1:${portOf(platform)}/`;
  await make(`/projects/${id}/destinations`, {
    ...{ type: 'postback', name: 'Slow', scope: 'all', settings: { url }, goals: { start: 'start' } },
  });
  const hanging = connect(Number(new URL(server.url).port), '127.0.0.1');
  const isCut = once(hanging, 'close');
  hanging.on('error', () => {});
  hanging.write(`POST /v1/${key}/add_event HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n{`);
  await once(hanging, 'ready');
  const starting = Array.from({ length: starts }, (_, user) =>
    fetch(`${server.url}/v1/${key}/user_did_start_bot`, { method: 'POST', body: `{"user_id":"${user + 1}"}` }),
  );
  await Promise.all(starting);
  await expect.poll(() => waiting.length).toBeGreaterThan(0);

  const stopped = server.stop();
  answers = true;
  for (const response of waiting) response.end();
  // The caller is cut after seconds in which all that waits could be told.
  await stopped;
  await isCut;
  expect(calls).toBeLessThanOrEqual(postback.callsAtOnce);
});

function portOf(server: ReturnType<typeof createServer>): number {
  return (server.address() as AddressInfo).port;
}
