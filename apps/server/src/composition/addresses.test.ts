import { createServer as createHttpServer } from 'node:http';
import { createServer } from 'node:net';
import Fastify from 'fastify';
import { expect, it } from 'vitest';
import { findAddresses } from './addresses.ts';
import { Ends } from './ends.ts';
import { listen } from './http.ts';

const anyPort = { host: '127.0.0.1', port: 0, publicUrl: null, trackingUrl: null };

it('a port that the system chose is nobody else’s before the server listens at it, nor once it does', async () => {
  const ends = new Ends();
  const addresses = await findAddresses(anyPort, ends);
  expect(await take(addresses.port)).toBe('EADDRINUSE');
  const app = Fastify({ serverFactory: (handle) => createHttpServer(handle) });
  app.get('/', async () => 'it');
  await listen(app, addresses, ends);
  expect(await (await fetch(addresses.publicUrl)).text()).toBe('it');
  expect(await take(addresses.port)).toBe('EADDRINUSE');
  await ends.run();
  expect(await take(addresses.port)).toBe('taken');
});

it('a start that fails before lets go of it', async () => {
  const ends = new Ends();
  const { port, publicUrl } = await findAddresses(anyPort, ends);
  await expect(fetch(publicUrl)).rejects.toThrow();
  await ends.run();
  expect(await take(port)).toBe('taken');
});

/** `taken`, and let go again; or why it cannot be. */
function take(port: number): Promise<string | undefined> {
  const other = createServer();
  return new Promise((resolve) => {
    other.once('error', ({ code }: NodeJS.ErrnoException) => resolve(code));
    other.listen(port, '127.0.0.1', () => other.close(() => resolve('taken')));
  });
}
