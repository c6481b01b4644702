import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { root } from './server-process.ts';

it('a configuration that is not in order is reported whole, naming each variable, with exit code 2', async () => {
  const child = spawn('node', [join(root, 'apps/server/src/main.ts')], {
    env: {
      PATH: process.env.PATH,
      PORT: 'http',
      PUBLIC_URL: 'otkuda',
      OTKUDA_ADMIN_TOKEN: 'short',
      OTKUDA_TRUST_PROXY: 'nginx',
      LOG_LEVEL: 'loud',
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => {
    errors += chunk.toString();
  });
  const [code] = await once(child, 'exit');
  expect(code).toBe(2);
  for (const name of ['PORT', 'PUBLIC_URL', 'OTKUDA_ADMIN_TOKEN', 'OTKUDA_TRUST_PROXY', 'LOG_LEVEL']) {
    expect(errors).toContain(`${name}: `);
  }
});
