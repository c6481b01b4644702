import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Platform, platforms } from '@otkuda/contract';
import { adminToken, startProcess } from '../server-process.ts';
import { type FuzzReport, type FuzzSite, fuzz } from './fuzz.ts';

const usage = 'node e2e/fuzz/main.ts [--bodies 100000] [--seed <whole number>]\n';

/** The full form of the fuzz test, against a server process with a PostgreSQL of its own. Exit code 1 where anything is amiss. */
async function main(): Promise<number> {
  const { values } = parseArgs({
    options: { bodies: { type: 'string', default: '100000' }, seed: { type: 'string' } },
  });
  const bodies = Number(values.bodies);
  const seed = Number(values.seed ?? Math.floor(Math.random() * 1_000_000));
  if (![bodies, seed].every((number) => Number.isSafeInteger(number) && number >= 0)) {
    process.stderr.write(usage);
    return 2;
  }
  const directory = await mkdtemp(join(tmpdir(), 'otkuda-fuzz-'));
  const server = await startProcess([process.execPath, 'apps/server/src/main.ts'], { DATA_DIR: directory });
  try {
    let isClean = true;
    for (const platform of platforms) {
      const site = await makeSite(server.url, platform);
      const report = await fuzz(site, { bodies: Math.ceil(bodies / platforms.length), seed });
      say(`${platform}: ${summarise(report)}`);
      for (const fault of report.faults) say(fault);
      isClean &&= report.faults.length === 0;
    }
    return isClean ? 0 : 1;
  } finally {
    server.child.kill('SIGTERM');
    await server.ended;
    await rm(directory, { recursive: true, force: true });
  }
}

async function makeSite(url: string, platform: Platform): Promise<FuzzSite> {
  const projects = `${url}/api/v1/projects`;
  const project = await create(projects, { platform, kind: 'bot', title: 'Fuzz', username: 'fuzz_bot' });
  const limits = { per_second: 0, per_hour: 0, per_day: 0 };
  const { key } = await create(`${projects}/${project.id}/keys`, { limits });
  return { url, adminToken, platform, projectId: project.id ?? '', key: key ?? '' };
}

async function create(url: string, body: object): Promise<{ readonly id?: string; readonly key?: string }> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { authorization: `Bearer ${adminToken}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${await response.text()}`);
  return (await response.json()) as { id?: string; key?: string };
}

function summarise({ bodies, seed, codes, faults, slowestMs, slowest, seconds }: FuzzReport): string {
  const counts = Object.entries(codes).map(([code, count]) => `${count} × ${code}`);
  return `${bodies} bodies (seed ${seed}) in ${Math.round(seconds)} s: ${counts.join(', ')}; ${faults.length} faults; slowest ${slowestMs} ms: ${slowest.slice(0, 200)}`;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

process.exitCode = await main();
