import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { selfSigned } from '../testing/self-signed.ts';
import { maxMessenger } from './max-messenger.ts';
import { trustingFetch } from './trusting-fetch.ts';

it('MAX is trusted by the certificates of MAX_CA_FILE, and nothing else is', async () => {
  const bot = { user_id: 7, first_name: 'Bot', username: 'id7_bot', is_bot: true };
  const host = createServer(selfSigned, (_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(bot));
  });
  await new Promise<void>((resolve) => host.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void host.close());
  const address = host.address();
  const url = `https://localhost:${typeof address === 'object' && address !== null ? address.port : 0}`;
  const directory = await mkdtemp(join(tmpdir(), 'otkuda-ca-'));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  const file = join(directory, 'root.pem');
  await writeFile(file, selfSigned.cert);

  const trusting = maxMessenger('token', url, trustingFetch(file));
  expect(await trusting.me()).toEqual({ userId: '7', username: 'id7_bot' });
  const usual = maxMessenger('token', url, trustingFetch(null));
  await expect(usual.me()).rejects.toMatchObject({ name: 'MessengerFailure', status: 0 });
  await expect(fetch(url)).rejects.toThrow();
});
