import { startCodeOf } from '../../../apps/server/src/domain/start-code.ts';
import { uuidv7 } from '../../../apps/server/src/domain/uuid.ts';
import type { ClickRecord } from '../../../apps/server/src/ingest/records.ts';
import type { Chance } from './chance.ts';
import { lifeAfterStart } from './life.ts';
import type { People, Person } from './people.ts';
import type { SettledLink, SettledProject } from './project.ts';
import { busyness, dayMs, dayOf, minuteMs, momentOf } from './rhythm.ts';
import { organic, type Source } from './sources.ts';
import type { Call } from './updates.ts';

export type Happening =
  | { readonly atMs: number; readonly kind: 'click'; readonly click: ClickRecord }
  | { readonly atMs: number; readonly kind: 'call'; readonly project: SettledProject; readonly call: Call };

export interface DayCost {
  readonly date: string;
  readonly link_id: string;
  readonly amount: string;
  readonly clicks: number;
  readonly impressions: number;
}

export interface Span {
  /** The first midnight. */
  readonly fromMs: number;
  readonly toMs: number;
}

/** All that happens to the projects, in order of time, and what the ads of each cost by day. */
export function historyOf(projects: readonly SettledProject[], span: Span, people: People, chance: Chance) {
  const histories = projects.map((project) => ({ project, ...historyOfOne(project, span, people, chance) }));
  // Hundreds of thousands of them: too many for the arguments of one call.
  const happenings = histories.flatMap((history) => history.happenings);
  return {
    happenings: happenings.toSorted((a, b) => a.atMs - b.atMs),
    costs: histories.map(({ project, costs }) => ({ project, days: costs })),
  };
}

function historyOfOne(project: SettledProject, span: Span, people: People, chance: Chance) {
  const happenings: Happening[] = [];
  const costs: DayCost[] = [];
  const begin = (person: Person, atMs: number, code: string, audience: Source['audience']): void => {
    happenings.push({ atMs, kind: 'call', project, call: project.messenger.start(person, atMs, code) });
    for (const moment of lifeAfterStart(person, atMs, audience, project.messenger, chance)) {
      happenings.push({ atMs: moment.atMs, kind: 'call', project, call: moment });
    }
  };
  const days = Math.ceil((span.toMs - span.fromMs) / dayMs);
  for (let day = 0; day < days; day += 1) {
    const startMs = span.fromMs + day * dayMs;
    const busy = busyness(startMs, day / days);
    for (const link of project.links) {
      const { source } = link;
      const humans = chance.around(clicksOf(source, day, busy));
      const machines = chance.around(humans * source.machines);
      for (let n = 0; n < humans + machines; n += 1) {
        const person = people.meet();
        const click = clickOf(project, link, person, momentOf(startMs, chance), n < machines, chance);
        happenings.push({ atMs: click.clickedMs, kind: 'click', click });
        if (n < machines || !chance.happens(source.audience.starts)) continue;
        const atMs = click.clickedMs + chance.between(0.05, 1.5) * minuteMs;
        begin(person, Math.floor(atMs), link.inviteUrl ?? startCodeOf(click.clickId), source.audience);
      }
      costs.push(...costOf(link, day, startMs, humans + machines, chance));
    }
    if (!project.hasOrganic) continue;
    const starts = chance.around(organic.startsPerDay * busy);
    for (let n = 0; n < starts; n += 1) {
      const code = chance.happens(organic.unknownShare) ? 'promo_2024' : '';
      begin(people.meet(), momentOf(startMs, chance), code, organic.audience);
    }
  }
  return { happenings: happenings.filter(({ atMs }) => atMs < span.toMs), costs };
}

const postSeenShares = [0.52, 0.24, 0.12, 0.07, 0.05];
const firstPostDay = 24;

function clicksOf({ clicksPerDay, posts }: Source, day: number, busy: number): number {
  const since = posts === undefined ? -1 : (day - firstPostDay) % posts.everyDays;
  const seen = since < 0 ? 0 : (posts?.clicks ?? 0) * (postSeenShares[since] ?? 0);
  return clicksPerDay * busy + seen;
}

/** Ads are billed for machines too, which is what makes them dear. */
function costOf({ id, source }: SettledLink, day: number, startMs: number, clicks: number, chance: Chance): DayCost[] {
  const { posts, costPerClick } = source;
  const isPost = posts !== undefined && day >= firstPostDay && (day - firstPostDay) % posts.everyDays === 0;
  const amount = (isPost ? posts.price : 0) + clicks * costPerClick * chance.between(0.9, 1.1);
  if (amount === 0) return [];
  const impressions = Math.round(clicks * chance.between(45, 90));
  return [{ date: dayOf(startMs), link_id: id, amount: amount.toFixed(2), clicks, impressions }];
}

const browsers = [
  'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 Mobile Safari/604.1',
  'Mozilla/5.0 (Linux; Android 16; SM-A556B) AppleWebKit/537.36 Chrome/146.0 Mobile Safari/537.36',
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/146.0 Safari/537.36',
] as const;
const machineKinds = [
  { reason: 'bot', agent: 'python-requests/2.32' },
  { reason: 'flood', agent: browsers[2] },
  { reason: 'preview', agent: 'TelegramBot (like TwitterBot)' },
] as const;

function clickOf(
  project: SettledProject,
  { id: linkId, code, source }: SettledLink,
  person: Person,
  atMs: number,
  isMachine: boolean,
  chance: Chance,
): ClickRecord {
  const machine = isMachine ? machineKinds[chance.weighted([60, 30, 10])] : undefined;
  const { utm, idName } = source;
  const marks = { utm_source: utm.source, utm_medium: utm.medium, utm_campaign: utm.campaign };
  const ids = idName === null ? {} : { [idName]: adIdOf(idName, chance) };
  return {
    kind: 'click',
    via: 'link',
    projectId: project.id,
    clickId: uuidv7(atMs),
    linkId,
    clickedMs: atMs,
    machine: machine?.reason ?? null,
    adSystem: source.adSystem,
    marks,
    ids,
    country: person.country,
    address: `/l/${code}?${new URLSearchParams({ ...marks, ...ids }).toString()}`,
    referrer: null,
    userAgent: machine?.agent ?? chance.pick(browsers),
    ip: `${person.id % 2 === 0 ? '95.24' : '178.140'}.${person.id % 250}.0`,
  };
}

/** As the ad systems write them: Yandex in digits, the others in letters. */
export function adIdOf(idName: string, chance: Chance): string {
  const digits = (count: number): string => Array.from({ length: count }, () => chance.whole(0, 9)).join('');
  if (idName === 'yclid') return `1${digits(18)}`;
  return `${idName === 'gclid' ? 'Cj0KCQ' : 'Iw'}${chance.whole(1e8, 9e8).toString(36)}${chance.whole(1e8, 9e8).toString(36)}`;
}
