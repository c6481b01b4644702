import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { sampleProject } from '../testing/sample-project.ts';
import { adminToken, useManage } from '../testing/use-manage.ts';

const manage = useManage();

it('who watches is told of a click and a start as they happen, and does not keep the server from stopping', async () => {
  const { path, start } = await sampleProject(manage);
  await manage.app.listen({ host: '127.0.0.1', port: 0 });
  const { port } = manage.app.server.address() as AddressInfo;
  const answer = await fetch(`http://127.0.0.1:${port}/api/v1${path}/live`, {
    headers: { authorization: `Bearer ${adminToken}`, accept: 'text/event-stream' },
  });
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
