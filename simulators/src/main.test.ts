import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';

const MAIN = fileURLToPath(new URL('./main.ts', import.meta.url));
const OWNER = { authorization: 'OAuth y0_TEST' };

/** The process on a free port, and the address of its uploads. */
async function start(): Promise<{ readonly child: ChildProcess; readonly url: string; readonly printed: string }> {
  const env = { ...process.env, PORT: '0' };
  const child = spawn(process.execPath, [MAIN], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  // One write, so one piece.
  const printed = String((await once(child.stdout, 'data'))[0]);
  return { child, url: /http:\/\/127\.0\.0\.1:\d+/.exec(printed)?.[0] ?? '', printed };
}

test.each(['SIGTERM', 'SIGINT'] as const)('the process serves its counter and ends with 0 at %s', async (signal) => {
  const { child, url } = await start();
  const uploadings = `${url}/management/v1/counter/2215573/offline_conversions/uploadings`;
  expect(await (await fetch(uploadings, { headers: OWNER })).json()).toEqual({ uploadings: [] });
  child.kill(signal);
  expect(await once(child, 'exit')).toEqual([0, null]);
});

test('the process plays every platform, and prints how a server reaches it', async () => {
  const { child, printed } = await start();
  const sections = [...printed.matchAll(/^(\w[\w ]*) stand-in: (\S+) \(([A-Z_, ]+)\)\n {2}(.+)$/gm)];
  expect(sections.map(([, name, , variables]) => [name, variables])).toEqual([
    ['Yandex Metrica', 'YANDEX_METRICA_URL'],
    ['VK Ads', 'VK_TRACKER_URL'],
    ['Meta', 'META_GRAPH_URL'],
    ['Google', 'GOOGLE_DATA_MANAGER_URL, GOOGLE_OAUTH_URL'],
  ]);
  const sims = ['yandex-metrica', 'vk-ads', 'meta-capi', 'google-ads'];
  for (const [index, [, , url = '', , destination = '']] of sections.entries()) {
    expect((await fetch(`${url}/__sim/${sims[index]}/requests`)).status).toBe(200);
    expect(JSON.parse(destination)).toMatchObject({ type: expect.any(String), settings: {}, goals: {} });
  }
  child.kill('SIGTERM');
  expect(await once(child, 'exit')).toEqual([0, null]);
});

test('a client held by a slow answer does not hold the process', async () => {
  const { child, url } = await start();
  const fault = JSON.stringify({ kind: 'slow', delayMs: 3_600_000 });
  await fetch(`${url}/__sim/yandex-metrica/faults`, { method: 'POST', body: fault });
  const held = fetch(`${url}/anything`).catch(() => 'cut off');
  await expect
    .poll(async () => (await fetch(`${url}/__sim/yandex-metrica/requests`)).json())
    .toMatchObject({ requests: [{ path: '/anything' }] });
  child.kill('SIGTERM');
  expect(await once(child, 'exit')).toEqual([0, null]);
  expect(await held).toBe('cut off');
});
