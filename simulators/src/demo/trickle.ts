import { setTimeout as wait } from 'node:timers/promises';
import type { Chance } from './chance.ts';
import { adIdOf } from './history.ts';
import type { Owner } from './owner.ts';
import type { People, Person } from './people.ts';
import { nextOf } from './present.ts';
import type { SettledProject } from './project.ts';

const browser = 'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 Mobile Safari/604.1';
/** So many of the latest people go on doing something. */
const rememberedMax = 200;

/** Visitors and subscribers as they come, over HTTP, until it is stopped: somebody every few seconds. */
export async function trickle(
  owner: Owner,
  project: SettledProject,
  people: People,
  chance: Chance,
  stopped: AbortSignal,
): Promise<void> {
  const here: Person[] = [];
  const weights = project.links.map(({ source }) => source.clicksPerDay);
  while (!stopped.aborted) {
    const link = project.links[chance.weighted(weights)];
    if (link === undefined) return;
    const person = people.meet();
    const { source } = link;
    const id = source.idName === null ? '' : `?${source.idName}=${adIdOf(source.idName, chance)}`;
    const visit = await fetch(`${link.url}${id}`, {
      redirect: 'manual',
      headers: { 'user-agent': browser, 'x-forwarded-for': `95.24.${person.id % 250}.${person.id % 199}` },
    });
    const code = new URL(visit.headers.get('location') ?? 'none:').searchParams.get('start') ?? '';
    await pause(chance.between(800, 3_000), stopped);
    if (chance.happens(Math.max(source.audience.starts, 0.3))) {
      await send(owner, project, project.messenger.start(person, Date.now(), code));
      here.push(person);
      here.splice(0, here.length - rememberedMax);
    }
    await pause(chance.between(800, 3_000), stopped);
    const index = chance.whole(0, Math.max(here.length - 1, 0));
    const known = here[index];
    if (known === undefined || !chance.happens(0.5)) continue;
    const { call, stays } = nextOf(known, project.messenger, Date.now(), chance);
    await send(owner, project, call);
    if (!stays) here.splice(index, 1);
  }
}

async function send(owner: Owner, { key }: SettledProject, { method, body }: { method: string; body: object }) {
  await owner.call(key, method, body);
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await wait(ms, undefined, { signal }).catch(() => {});
}
