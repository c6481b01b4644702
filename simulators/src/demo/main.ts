import { parseArgs } from 'node:util';
import { Chance } from './chance.ts';
import { DemoClock } from './clock.ts';
import { type Happening, historyOf } from './history.ts';
import { Owner } from './owner.ts';
import { Past } from './past.ts';
import { People } from './people.ts';
import { dayMs, startOfDay } from './rhythm.ts';
import { enterCosts, login, makeOwner, settle } from './settle.ts';
import { adminToken, openStage, type Stage } from './stage.ts';
import { trickle } from './trickle.ts';
import { makeWalkProject, walk } from './walk.ts';

/**
 * `npm run demo`: a server in a temporary folder with stand-ins of messengers and ad systems. The main job is played step by step; a
 * half-year of a language school is there to be looked at, and people go on coming until Ctrl-C.
 * `--days 7` plays a shorter past, `--once` ends when all of it is there.
 */
const { values } = parseArgs({
  options: { days: { type: 'string', default: '182' }, once: { type: 'boolean', default: false } },
});
const days = Number(values.days);
if (!Number.isInteger(days) || days < 1 || days > 1_000) throw new Error('--days: a whole number from 1 to 1000');

/** Two destinations break so long before today. */
const brokenDays = 3;
const seed = 20_260_101;

const say = (text: string): void => {
  process.stdout.write(`${text}\n`);
};

async function demo(stopped: AbortSignal): Promise<void> {
  const toMs = Date.now();
  const fromMs = startOfDay(toMs) - days * dayMs;
  const clock = new DemoClock(fromMs);
  say('Starting a server in a temporary folder, with stand-ins of messengers and ad systems…');
  const stage = await openStage(clock, process.env.PORT ?? '0');
  try {
    await makeOwner(stage);
    const owner = new Owner(stage.url, adminToken);
    const walkProject = await makeWalkProject(owner);
    const projects = await settle(owner, stage);
    const chance = new Chance(seed);
    const people = new People(chance, 210_000_000);
    const { happenings, costs } = historyOf(projects, { fromMs, toMs }, people, chance);
    for (const { project, days: spent } of costs) await enterCosts(owner, project, spent);
    await play(stage, clock, happenings, toMs, stopped);
    if (stopped.aborted) return;
    say('\nNow the main job, step by step, in a project of its own:\n');
    await walk(owner, walkProject, stage.accounts, say);
    say(`
People go on coming until Ctrl-C, which removes the folder.

The dashboard   ${stage.url}
E-mail          ${login.email}
Password        ${login.password}`);
    const [school] = projects;
    if (values.once || school === undefined) return;
    await trickle(owner, school, people, chance, stopped);
  } finally {
    await stage.close();
  }
}

async function play(
  stage: Stage,
  clock: DemoClock,
  happenings: readonly Happening[],
  toMs: number,
  stopped: AbortSignal,
): Promise<void> {
  const clicks = happenings.filter(({ kind }) => kind === 'click').length;
  say(`Playing ${days} days: ${clicks} clicks and ${happenings.length - clicks} calls of bots…`);
  const log = (message: string, details: object): void => {
    process.stderr.write(`${message} ${JSON.stringify(details)}\n`);
  };
  const past = new Past({ ...stage, clock, log });
  try {
    let broken = false;
    let month = '';
    await past.play(
      happenings,
      (dayStartMs) => {
        const shown = new Date(dayStartMs).toISOString().slice(0, 7);
        if (shown !== month) say(`   ${shown}`);
        month = shown;
        if (broken || dayStartMs < toMs - brokenDays * dayMs) return;
        broken = true;
        stage.breakTwo();
      },
      stopped,
    );
    clock.arrive();
    if (!stopped.aborted) await past.settle();
  } finally {
    await past.close();
  }
}

const stopping = new AbortController();
process.on('SIGINT', () => stopping.abort());
process.on('SIGTERM', () => stopping.abort());
await demo(stopping.signal).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
