import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { startYandexMetrica } from '@otkuda/simulators';
import { describe, expect, it } from 'vitest';
import { startEmbeddedPostgres } from '../apps/server/src/database/embedded/index.ts';
import { inTemporaryFolder, makeBot, manage, startProcess } from './server-process.ts';

/** The main path on a PostgreSQL of the operator's own: DATABASE_URL, on the newest and the oldest supported version. */
const debian15 = '/usr/lib/postgresql/15/bin';
const versions = [
  { version: 18, binaries: null },
  { version: 15, binaries: debian15 },
];

describe.each(versions)('DATABASE_URL with PostgreSQL $version', ({ version, binaries }) => {
  it.skipIf(binaries !== null && !existsSync(binaries))('goes from a click to a confirmed conversion', async () => {
    await inTemporaryFolder(async (folder, started) => {
      const postgres = await startEmbeddedPostgres({
        directory: join(folder, 'own'),
        log: () => {},
        ...(binaries === null ? {} : { binaries }),
      });
      const metrica = await startYandexMetrica();
      metrica.addCounter({ id: '1', login: 'owner', token: 'y0_TEST', goals: ['bot_start'], knownIds: 'all' });
      try {
        const server = started(
          await startProcess(['node', 'apps/server/src/main.ts'], {
            DATA_DIR: join(folder, 'data'),
            DATABASE_URL: postgres.url,
            YANDEX_METRICA_URL: metrica.url,
            OTKUDA_DELIVERY_FLUSH_SECONDS: '0',
            OTKUDA_DELIVERY_POLL_SECONDS: '0',
          }),
        );
        const { projectId, key } = await makeBot(server.url);
        await manage(server.url, 'POST', `/projects/${projectId}/destinations`, {
          type: 'yandex_metrica',
          name: 'M',
          settings: { counter_id: '1', oauth_token: 'y0_TEST' },
          goals: { start: 'bot_start' },
        });
        const link = await manage(server.url, 'POST', `/projects/${projectId}/links`, { name: 'Direct' });
        const click = await fetch(`${String(link.url)}?yclid=${version}`, {
          redirect: 'manual',
          headers: { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0' },
        });
        const code = new URL(click.headers.get('location') ?? '').searchParams.get('start');
        await fetch(`${server.url}/v1/${key}/user_did_start_bot`, {
          method: 'POST',
          body: JSON.stringify({ user_id: '7', start_value: code }),
        });
        await expect
          .poll(async () => (await manage(server.url, 'GET', `/projects/${projectId}/conversions`)).items, {
            timeout: 20_000,
          })
          .toMatchObject([{ state: 'confirmed' }]);
        expect(metrica.accepted('1')).toMatchObject([{ idColumn: 'Yclid', id: String(version), target: 'bot_start' }]);
        server.child.kill('SIGTERM');
        expect(await server.ended).toBe(0);
      } finally {
        await metrica.close();
        await postgres.stop();
      }
    });
  });
});
