import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { useDatabase } from '../../apps/server/src/testing/test-database.ts';
import { playMonth } from './run.ts';

const database = useDatabase();

it('a month of visitors is told source by source as it was; the full form is npm run month', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'otkuda-month-'));
  onTestFinished(() => rm(dataDir, { recursive: true, force: true }));
  const { differences, detected } = await playMonth({ visitors: 600, seed: 6, databaseUrl: database.url, dataDir });
  expect(differences).toEqual([]);
  expect(detected.all).toBeGreaterThan(0);
  expect(detected.right).toBeGreaterThan(0);
}, 180_000);
