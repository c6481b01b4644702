import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type KeptPostgres, keepEmbeddedPostgres } from './keep.ts';

let directory: string;
let kept: KeptPostgres;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'otkuda-keep-'));
  kept = await keepEmbeddedPostgres({ directory: join(directory, 'postgres'), log: () => {}, warn: () => {} });
});
afterEach(async () => {
  await kept.stop();
  await rm(directory, { recursive: true, force: true });
});

async function query(sql: string): Promise<pg.QueryResult> {
  const client = new pg.Client({ connectionString: kept.url });
  client.on('error', () => {});
  await client.connect();
  try {
    return await client.query(sql);
  } finally {
    await client.end();
  }
}

async function postmasterPid(): Promise<number> {
  const file = await readFile(join(directory, 'postgres/instance/cluster/postmaster.pid'), 'utf8');
  return Number(file.split('\n', 1)[0]);
}

it('a killed PostgreSQL is back at the same address with what was committed', async () => {
  await query('create table kept (n int); insert into kept values (1)');
  for (let round = 0; round < 2; round += 1) {
    process.kill(await postmasterPid(), 'SIGKILL');
    await expect
      .poll(
        () =>
          query('select n from kept').then(
            ({ rows }) => rows,
            () => null,
          ),
        { timeout: 20_000 },
      )
      .toEqual([{ n: 1 }]);
  }
});

it('one that was stopped stays so', async () => {
  const pid = await postmasterPid();
  await kept.stop();
  expect(() => process.kill(pid, 0)).toThrow();
  await expect(query('select 1')).rejects.toThrow();
});
