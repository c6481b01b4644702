import { expect, it } from 'vitest';
import { describeFindings } from './findings.ts';
import { proveDurability } from './run.ts';
import { endLeasesSoon } from './settle.ts';

/** The short form of `main.ts`: OTKUDA_KILL_SEED repeats a run, the seed of each is in its failure. */
it.each([
  ['a server and its PostgreSQL', 1],
  ['two servers on one PostgreSQL', 2],
])('%s are killed under load: nothing acknowledged is lost, nothing is there twice', async (_name, servers) => {
  const seed = Number(process.env.OTKUDA_KILL_SEED ?? Math.floor(Math.random() * 1_000_000));
  const killed: string[] = [];
  const { ledger, findings } = await proveDurability({
    ...{ kills: 2, servers, seed, senders: 6, pauseMsMax: 40 },
    onKill: ({ what }) => killed.push(what),
    beforeSettling: endLeasesSoon,
  });
  expect(describeFindings(findings), `OTKUDA_KILL_SEED=${seed}, killed: ${killed.join(', ')}`).toBe('');
  expect(killed).toHaveLength(2);
  // As many at the least are waited for before a kill.
  expect(ledger.acknowledged).toBeGreaterThanOrEqual(30);
});
