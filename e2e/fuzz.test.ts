import { platforms } from '@otkuda/contract';
import { expect, it } from 'vitest';
import { useDatabase } from '../apps/server/src/testing/test-database.ts';
import { adminToken, useServer } from '../apps/server/src/testing/test-server.ts';
import { fuzz } from './fuzz/fuzz.ts';

/** The short form of `npm run fuzz`: other bodies at each run, named by their seed. */
const server = useServer(useDatabase());

it.each(platforms)('a thousand broken bodies on %s: no 500, no hang, nobody else is changed', async (platform) => {
  const { projectId, key } = await server.bot({ platform });
  const seed = Number(process.env.OTKUDA_FUZZ_SEED ?? Math.floor(Math.random() * 1_000_000));
  const report = await fuzz({ url: server.url, adminToken, platform, projectId, key }, { bodies: 1_000, seed });
  expect(report.faults, `OTKUDA_FUZZ_SEED=${seed}`).toEqual([]);
  // Most have to be refused for one reason or another, and some taken, or the grammar says nothing.
  expect(report.codes['200']).toBeGreaterThan(100);
  expect((report.codes['400'] ?? 0) + (report.codes['422'] ?? 0)).toBeGreaterThan(200);
});
