import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { expect, it, onTestFinished } from 'vitest';
import { ownPort } from './own-port.ts';

it('no two processes have the same port, though nobody listens there', async () => {
  const program = `
    import { ownPort } from ${JSON.stringify(import.meta.resolve('./own-port.ts'))};
    const ports = [];
    for (let n = 0; n < 300; n += 1) ports.push(await ownPort());
    process.send(ports);
    setInterval(() => {}, 1_000);`;
  const others = Array.from({ length: 3 }, () => {
    const other = spawn(process.execPath, ['--input-type=module', '--eval', program], {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    onTestFinished(() => void other.kill('SIGKILL'));
    return once(other, 'message');
  });
  const theirs = (await Promise.all(others)).flatMap(([ports]: number[][]) => ports ?? []);
  const mine: number[] = [];
  for (let n = 0; n < 300; n += 1) mine.push(await ownPort());
  expect(new Set([...theirs, ...mine]).size).toBe(4 * 300);
});

it.runIf(process.platform === 'linux')('the system gives none of them to anybody else', async () => {
  const [from = 0] = (await readFile('/proc/sys/net/ipv4/ip_local_port_range', 'utf8')).split(/\s+/).map(Number);
  expect(await ownPort()).toBeLessThan(from);
});
