import { setTimeout as delay } from 'node:timers/promises';
import type { KillableServer } from './killable-server.ts';
import type { Load } from './load.ts';
import type { Random } from './random.ts';
import type { Site } from './site.ts';

export interface Kill {
  readonly what: string;
  /** From the kill until a call made after it was acknowledged, by the server that was killed. */
  readonly readyAfterMs: number;
}

export interface KillRoundsOptions {
  readonly site: Site;
  readonly load: Load;
  readonly random: Random;
  readonly kills: number;
  readonly onKill: (kill: Kill, number: number) => void;
}

const readyWithinMs = 60_000;

/** Kills what is there at random moments, starts again what nobody else does, and waits until it works before the next kill. */
export async function killAtRandom({ site, load, random, kills, onKill }: KillRoundsOptions): Promise<void> {
  for (let killed = 0; killed < kills; ) {
    // Moments are counted in acknowledged calls: a slow machine is killed as deep in its work as a fast one.
    await within(load.acknowledgements(random.whole(30, 160)), 'the load stands still before a kill');
    const server = random.pick(site.servers);
    const victim = random.pick(['server', 'PostgreSQL', 'both'] as const);
    const killedMs = performance.now();
    const names = [nameOf(site, victim, server)];
    if (victim === 'PostgreSQL') {
      await killPostgres(site);
    } else {
      await Promise.all([server.kill(), victim === 'both' ? killPostgres(site) : null]);
      await delay(random.whole(0, 300));
      server.start();
    }
    // At times it dies once more, on its way up: nothing that a start does may be done by halves.
    const extras = Math.min(random.pick([0, 0, 0, 1, 2]), kills - killed - 1);
    for (let extra = 0; extra < extras; extra += 1) {
      if (victim === 'PostgreSQL') {
        await delay(random.whole(20, 300));
        if (await site.cluster.kill()) names.push('PostgreSQL, starting');
      } else {
        await delay(random.whole(20, 900));
        await server.kill();
        server.start();
        names.push(`${nameOf(site, 'server', server)}, starting`);
      }
    }
    await readyAgain(site, load, victim === 'PostgreSQL' ? null : server, names);
    const readyAfterMs = Math.round(performance.now() - killedMs);
    for (const what of names) {
      killed += 1;
      onKill({ what, readyAfterMs }, killed);
    }
  }
}

async function within(what: Promise<void>, failure: string): Promise<void> {
  const timeout = new AbortController();
  const late = delay(readyWithinMs, 'late' as const, { signal: timeout.signal }).catch(() => 'ended' as const);
  const first = await Promise.race([what, late]);
  timeout.abort();
  if (first === 'late') throw new Error(`${failure}: nothing for ${readyWithinMs} ms`);
}

/** One that was killed a moment ago may still be on its way up. */
async function killPostgres({ cluster }: Site): Promise<void> {
  for (const untilMs = performance.now() + readyWithinMs; !(await cluster.kill()); await delay(10)) {
    if (performance.now() > untilMs) throw new Error('there is no PostgreSQL to be killed');
  }
}

function nameOf(site: Site, victim: 'server' | 'PostgreSQL' | 'both', server: KillableServer): string {
  if (victim === 'PostgreSQL') return victim;
  const name = site.servers.length === 1 ? 'the server' : `server ${site.servers.indexOf(server) + 1}`;
  return victim === 'both' ? `${name} and PostgreSQL` : name;
}

async function readyAgain(
  site: Site,
  load: Load,
  server: KillableServer | null,
  killed: readonly string[],
): Promise<void> {
  const acknowledged = load.nextAcknowledgement(server?.url ?? null).then(() => true);
  for (const untilMs = performance.now() + readyWithinMs; performance.now() < untilMs; ) {
    const ends = site.servers.flatMap(({ unexpectedEnds }) => unexpectedEnds);
    if (ends.length > 0) throw new Error(`after the kill of ${killed.join(', ')}: ${ends.join('\n')}`);
    if (await Promise.race([acknowledged, delay(50, false)])) return;
  }
  throw new Error(`nothing was acknowledged within ${readyWithinMs} ms after the kill of ${killed.join(', ')}`);
}
