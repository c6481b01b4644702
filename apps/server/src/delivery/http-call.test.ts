import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import type { HttpRequest } from '../destinations/http-message.ts';
import { httpCall } from './http-call.ts';

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  // A listening TCP server has an address and a port.
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function get(url: string, changes: Partial<HttpRequest> = {}): HttpRequest {
  return { method: 'GET', url, headers: {}, body: null, timeoutMs: 30_000, ...changes };
}

it('sends method, headers and body and gives the answer', async () => {
  const url = await serve((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      response.writeHead(201, { 'x-seen': `${request.method} ${request.url} ${String(request.headers['x-mine'])}` });
      response.end(Buffer.concat(chunks));
    });
  });
  const answer = await httpCall(get(`${url}/a?b=c`, { method: 'POST', headers: { 'x-mine': '1' }, body: 'привет' }));
  expect(answer).toMatchObject({ status: 201, headers: { 'x-seen': 'POST /a?b=c 1' }, body: 'привет' });
});

it('follows no redirect', async () => {
  const url = await serve((_, response) => response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end());
  expect(await httpCall(get(url))).toMatchObject({ status: 302 });
});

it('reads 64 KB of a body at most, also of one without an end', async () => {
  const url = await serve((_, response) => {
    const write = (): void =>
      void (response.destroyed || response.write('x'.repeat(50_000), () => setImmediate(write)));
    write();
  });
  expect((await httpCall(get(url))).body).toHaveLength(65_536);
});

it.each([
  ['a refused connection', 'http://127.0.0.1:1/'],
  ['a name that does not exist', 'http://otkuda.invalid/'],
])('knows that nothing was sent after %s', async (_, url) => {
  await expect(httpCall(get(url))).rejects.toMatchObject({ name: 'CallFailed', sent: false });
});

it('knows that nothing was sent where TLS fails', async () => {
  const url = await serve((_, response) => response.end());
  await expect(httpCall(get(url.replace('http:', 'https:')))).rejects.toMatchObject({ sent: false });
});

it.each<[string, RequestListener]>([
  ['is cut before the answer', (request) => request.socket.resetAndDestroy()],
  [
    'is cut within the answer',
    (request, response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('{', () => request.socket.resetAndDestroy());
    },
  ],
])('says that it may have arrived where the connection %s', async (_, listener) => {
  const url = await serve(listener);
  await expect(httpCall(get(url))).rejects.toMatchObject({ name: 'CallFailed', sent: true });
});

it.each<[string, RequestListener]>([
  ['no answer comes', () => {}],
  ['the answer does not end', (_, response) => response.writeHead(200).write('{')],
])('gives up after the time-out where %s', async (_, listener) => {
  const url = await serve(listener);
  await expect(httpCall(get(url, { timeoutMs: 100 }))).rejects.toMatchObject({ sent: true, reason: 'time-out' });
});
