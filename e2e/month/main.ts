import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startEmbeddedPostgres } from '../../apps/server/src/database/embedded/index.ts';
import { playMonth } from './run.ts';

const usage = 'node e2e/month/main.ts [--visitors 10000]\nOTKUDA_MONTH_SEED repeats a run.\n';

/** The full form of the simulated month. Exit code 1 where a report says anything else than what happened. */
async function main(): Promise<number> {
  const { values } = parseArgs({ options: { visitors: { type: 'string', default: '10000' } } });
  const visitors = Number(values.visitors);
  if (!Number.isSafeInteger(visitors) || visitors < 1) {
    process.stderr.write(usage);
    return 2;
  }
  const seed = Number(process.env.OTKUDA_MONTH_SEED ?? Math.floor(Math.random() * 1_000_000));
  say(`${visitors} visitors, OTKUDA_MONTH_SEED=${seed}`);
  const dataDir = await mkdtemp(join(tmpdir(), 'otkuda-month-'));
  const postgres = await startEmbeddedPostgres({ directory: join(dataDir, 'postgres'), log: () => {} });
  try {
    const { differences, bySource, detected } = await playMonth({ visitors, seed, databaseUrl: postgres.url, dataDir });
    for (const { name, counts } of bySource) {
      const told = Object.entries(counts).map(([figure, count]) => `${count} ${figure}`);
      say(`${name}: ${told.join(', ')}`);
    }
    const share = detected.all === 0 ? '–' : `${Math.round((100 * detected.right) / detected.all)} %`;
    say(`auto_detect: ${detected.right} of ${detected.all} right (${share})`);
    for (const difference of differences) say(`DIFFERS ${difference}`);
    say(`${differences.length} figures differ from what happened`);
    return differences.length === 0 ? 0 : 1;
  } finally {
    await postgres.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

process.exitCode = await main();
