import type { AddressInfo } from 'node:net';
import { promisify } from 'node:util';
import { beforeAll, expect, it, vi } from 'vitest';
import { sampleProject } from '../testing/sample-project.ts';
import { adminToken, useManage } from '../testing/use-manage.ts';

const manage = useManage();
let url: string;
beforeAll(async () => {
  await manage.app.listen({ host: '127.0.0.1', port: 0 });
  const { port } = manage.app.server.address() as AddressInfo;
  url = `http://127.0.0.1:${port}/api/v1`;
});

const headers = { authorization: `Bearer ${adminToken}`, accept: 'text/event-stream' };

it('who leaves before the first figures are there is neither waited for nor told anything', async () => {
  const { path } = await sampleProject(manage);
  const { app, live, database } = manage;
  const lock = await database.pool.connect();
  await lock.query('begin; lock table clicks in access exclusive mode');
  const read = vi.spyOn(live, 'read');
  const watch = vi.spyOn(live, 'watch');
  const watcher = new AbortController();
  const answer = fetch(`${url}${path}/live`, { headers, signal: watcher.signal });
  const blocked = "select from pg_locks where relation = 'clicks'::regclass and not granted";
  await expect.poll(async () => (await database.pool.query(blocked)).rowCount).toBe(1);
  watcher.abort();
  await expect(answer).rejects.toThrow();
  await expect.poll(() => promisify(app.server.getConnections.bind(app.server))()).toBe(0);
  await lock.query('rollback');
  lock.release();
  await read.mock.results[0]?.value;
  await new Promise(setImmediate);
  expect(watch).not.toHaveBeenCalled();
});

it('who watches is told of a click and a start as they happen, and does not keep the server from stopping', async () => {
  const { path, start } = await sampleProject(manage);
  const answer = await fetch(`${url}${path}/live`, { headers });
  expect(answer.headers.get('content-type')).toContain('text/event-stream');
  const told: unknown[] = [];
  const reading = (async () => {
    for await (const chunk of answer.body?.pipeThrough(new TextDecoderStream()) ?? []) {
      for (const [, data = ''] of chunk.matchAll(/^data: (.*)$/gm)) told.push(JSON.parse(data));
    }
  })();
  await expect.poll(() => told).toEqual([{ minutes: 5, clicks: 0, joins: 0 }]);
  await start('7');
  await expect.poll(() => told.at(-1)).toEqual({ minutes: 5, clicks: 1, joins: 1 });
  await manage.app.close();
  await reading;
});
