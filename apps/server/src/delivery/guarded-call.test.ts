import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { HttpRequest } from '../destinations/http-message.ts';
import { guardedCall, type Resolve } from './guarded-call.ts';
import { httpCall, makeHttpCall } from './http-call.ts';

function get(url: string): HttpRequest {
  return { method: 'GET', url, headers: {}, body: null, timeoutMs: 30_000 };
}

async function serve(answer: (path: string) => { status: number; headers?: Record<string, string> }) {
  const hosts: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    hosts.push(request.headers.host);
    const { status, headers = {} } = answer(request.url ?? '');
    response.writeHead(status, headers).end('body');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => new Promise<void>((resolve) => void server.close(() => resolve())));
  return { port: (server.address() as AddressInfo).port, hosts };
}

/** A call that only tells where it would have gone. */
function recorder() {
  const went: unknown[] = [];
  const call: typeof makeHttpCall = async (_request, address) => {
    went.push(address);
    return { status: 200, headers: {}, body: '' };
  };
  return { went, call };
}

const resolveTo =
  (...addresses: string[]): Resolve =>
  async () =>
    addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));

describe('a call to an address of the owner', () => {
  it.each([
    'http://127.0.0.1:1/',
    'http://localhost:1/',
    'http://[::1]:1/',
    'http://[::ffff:127.0.0.1]:1/',
    'http://0x7f.1:1/',
    'http://2130706433:1/',
    'http://0:1/',
    'http://169.254.169.254/latest/meta-data/',
    'http://[fd00:ec2::254]/latest/meta-data/',
    'http://10.1.2.3/',
    'http://[64:ff9b::a00:1]/',
  ])('%s is refused before anything is sent', async (url) => {
    const { went, call } = recorder();
    await expect(guardedCall(call)(get(url))).rejects.toMatchObject({ name: 'AddressRefused', sent: false });
    expect(went).toEqual([]);
  });

  it('is refused where one of its addresses is private', async () => {
    const { went, call } = recorder();
    const guarded = guardedCall(call, resolveTo('93.184.216.34', '10.0.0.1'));
    await expect(guarded(get('http://both.example/'))).rejects.toMatchObject({ name: 'AddressRefused' });
    expect(went).toEqual([]);
  });

  it('goes to the very address that was checked, whatever the name says a moment later', async () => {
    const { went, call } = recorder();
    let asked = 0;
    const rebinding: Resolve = async () => {
      asked += 1;
      return [{ address: asked === 1 ? '93.184.216.34' : '127.0.0.1', family: 4 }];
    };
    await guardedCall(call, rebinding)(get('http://rebinding.example/'));
    expect([asked, went]).toEqual([1, [{ address: '93.184.216.34', family: 4 }]]);
  });

  it('names the host that was asked for, though it connects to an address', async () => {
    const { port, hosts } = await serve(() => ({ status: 200 }));
    const answer = await makeHttpCall(get(`http://tracker.example:${port}/`), { address: '127.0.0.1', family: 4 });
    expect([answer.status, hosts]).toEqual([200, [`tracker.example:${port}`]]);
  });

  it('follows no redirect', async () => {
    const { port, hosts } = await serve(() => ({ status: 302, headers: { location: '/elsewhere' } }));
    expect(await httpCall(get(`http://127.0.0.1:${port}/`))).toMatchObject({ status: 302 });
    expect(hosts).toHaveLength(1);
  });

  it.each([
    ['has no address', async () => [], 'ENOTFOUND'],
    ['is not known', () => Promise.reject(Object.assign(new Error(), { code: 'ENOTFOUND' })), 'ENOTFOUND'],
    ['is not found in time', () => new Promise<never>(() => {}), 'time-out'],
  ] satisfies ReadonlyArray<readonly [string, Resolve, string]>)(
    'is tried again where its host %s',
    async (_, resolve, reason) => {
      const { call } = recorder();
      const request = { ...get('http://nowhere.example/'), timeoutMs: 20 };
      await expect(guardedCall(call, resolve)(request)).rejects.toMatchObject({
        name: 'CallFailed',
        sent: false,
        reason,
      });
    },
  );
});
