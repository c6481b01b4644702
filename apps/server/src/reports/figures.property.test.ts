import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ProjectConfig } from '../directory/config-types.ts';
import type { Signal } from '../domain/signal.ts';
import { startCodeOf } from '../domain/start-code.ts';
import { insertDestination, insertProject, loadProject } from '../testing/fixture-project.ts';
import { useDatabase } from '../testing/test-database.ts';
import { openWriter, type TestWriter, useWriter } from '../testing/test-writer.ts';
import { audienceReport } from './audience.ts';
import { countConversions } from './count-conversions.ts';
import { dayReport } from './day-figures.ts';
import { attributed, type Dimension, dimensions, type Filter, noValue } from './dimensions.ts';
import { dynamicsReport } from './dynamics.ts';
import { funnelReport } from './funnel.ts';
import { goalsReport } from './goals.ts';
import type { LabelCondition } from './label-sets.ts';
import { labelsReport } from './labels.ts';
import { lifetimeReport } from './lifetime.ts';
import { sourcesReport } from './sources.ts';
import { localTime } from './testing/local-time.ts';
import { fits, type NaiveFacts, readNaively } from './testing/naive-facts.ts';
import { hereAfter, isHere, money, type NaiveCost, naiveFigures, ratio } from './testing/naive-figures.ts';
import { mondayOf, steps } from './time-steps.ts';
import { addDays, daysBetween } from './zone-days.ts';

/**
 * Every figure of every report equals one that is counted fact by fact from what is stored: over random histories told late, twice and to
 * two writers at once, in zones with half hours and on the days their clocks change.
 */
const database = useDatabase();
let nowMs = Date.now();
// Fewer combinations of labels than come: some events are counted by theirs, others are not.
const few = { labelSetsMax: 4 };
const first = useWriter(database, () => nowMs, few);
let second: TestWriter;

beforeAll(() => {
  second = openWriter(database.url, () => nowMs, few);
});
afterAll(() => second.close());

const dayMs = 86_400_000;

/** A zone, and a day on which something happens to its clocks. */
const zones = fc.constantFrom(
  ['Europe/Moscow', '2026-03-29'],
  ['Asia/Kolkata', '2026-03-29'],
  ['Asia/Kathmandu', '2026-03-29'],
  ['Europe/Berlin', '2026-03-29'],
  ['Europe/Berlin', '2025-10-26'],
  ['America/St_Johns', '2026-03-08'],
  ['Australia/Lord_Howe', '2026-04-05'],
  ['Australia/Lord_Howe', '2025-10-05'],
  ['America/Havana', '2025-11-02'],
  ['America/Havana', '2026-03-08'],
  ['Pacific/Chatham', '2026-04-05'],
) satisfies fc.Arbitrary<[string, string]>;

const label = fc.record({ name: fc.constantFrom('course', 'city'), value: fc.constantFrom('x', 'y', '') });
const step = fc.record({
  user: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
  kind: fc.constantFrom(
    'start',
    'start',
    'code',
    'code',
    'told',
    'detect',
    'foreign',
    'stop',
    'stop',
    'resume',
    'goal',
    'event',
    'refund',
    'nobody',
  ),
  // Much within a day of the change of clocks, the rest within weeks of it.
  minutes: fc.oneof(fc.integer({ min: -1_500, max: 1_500 }), fc.integer({ min: -20_000, max: 40_000 })),
  click: fc.nat(3),
  amount: fc.integer({ min: -5_000, max: 20_000 }),
  labels: fc.oneof(fc.constant(null), fc.array(label, { maxLength: 3 })),
  language: fc.constantFrom('ru', 'en', null),
  premium: fc.constantFrom(true, false, undefined),
  writer: fc.nat(1),
  waits: fc.boolean(),
});

/** Events of which several fall into one quarter of an hour, and differ by their labels alone. */
const labelled = fc.tuple(
  step,
  fc.record({
    kind: fc.constantFrom('event', 'event', 'refund'),
    minutes: fc.constantFrom(-1_441, 0, 0, 5, 1_434),
    amount: fc.constantFrom(-300, 200, 201),
    labels: fc.array(label, { minLength: 1, maxLength: 3 }),
    user: fc.constantFrom('a', 'b'),
    waits: fc.constantFrom(false, false, false, true),
  }),
);
const labelledSteps = fc.array(
  labelled.map(([plain, own]) => ({ ...plain, ...own })),
  { maxLength: 12, size: 'max' },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

const cost = fc.record({
  day: fc.integer({ min: -10, max: 20 }),
  campaign: fc.constantFrom(null, 'c0', 'c1', 'other'),
  amount: fc.integer({ min: 0, max: 9_999 }),
  currency: fc.constantFrom('RUB', 'USD', 'EUR'),
});

const asked = fc.record({
  from: fc.integer({ min: -12, max: 3 }),
  days: fc.integer({ min: 1, max: 16 }),
  groupBy: fc.uniqueArray(fc.constantFrom(...dimensions), { minLength: 1, maxLength: 2 }),
  filter: fc.constantFrom<Filter>(
    {},
    {},
    { ad_system: 'yandex' },
    { utm_campaign: 'c1' },
    { utm_campaign: noValue },
    { exactness: 'probable' },
    { utm_campaign: noValue, exactness: attributed },
  ),
  cuts: fc
    .constantFrom<readonly Omit<FunnelCut, 'bySource'>[]>(
      [{ labels: [], labelBy: 'course' }],
      [{ labels: [{ name: 'course', value: 'x' }], labelBy: 'city' }],
      [{ labels: [{ name: 'city', value: '' }], labelBy: null }],
      [{ labels: ['course', 'city'].map((name) => ({ name, value: 'y' })), labelBy: 'course' }],
    )
    .map((cuts) =>
      [{ labels: [], labelBy: null }, ...cuts].flatMap((cut) =>
        [true, false].map((bySource) => ({ ...cut, bySource })),
      ),
    ),
  nowDays: fc.integer({ min: 0, max: 45 }),
});

interface FunnelCut {
  readonly labels: readonly LabelCondition[];
  readonly labelBy: string | null;
  readonly bySource: boolean;
}

const history = fc.record({
  zone: zones,
  kind: fc.constantFrom('bot' as const, 'bot' as const, 'channel' as const),
  steps: fc
    .tuple(fc.array(step, { minLength: 1, maxLength: 30 }), labelledSteps)
    .map(([steps, more]) => [...steps, ...more] as const),
  costs: fc.array(cost, { maxLength: 6 }),
  asked,
});

interface World {
  readonly project: ProjectConfig;
  readonly projectId: string;
  readonly timeZone: string;
  readonly currency: string;
  readonly links: readonly string[];
}

describe('reports', () => {
  it('say what is counted fact by fact', async () => {
    await fc.assert(
      fc.asyncProperty(history, async ({ zone: [timeZone, day], kind, steps: told, costs, asked: query }) => {
        const changeMs = Date.parse(`${day}T12:00:00Z`);
        nowMs = changeMs + 45 * dayMs;
        const world = await makeWorld(timeZone, kind);
        await tell(world, kind, changeMs, told);
        await enter(world, day, costs);
        nowMs = changeMs + query.nowDays * dayMs + 7_777_000;
        const facts = await readNaively(database.pool, world.projectId, kind);
        const from = addDays(day, query.from);
        const period = { from, to: addDays(from, query.days - 1) };
        await expectSources(world, facts, day, costs, { ...query, ...period });
        await expectDynamics(world, facts, day, costs, { ...query, ...period });
        await expectAudience(world, facts, query);
        await expectLifetimes(world, facts, { ...query, ...period });
        for (const cut of query.cuts) await expectFunnel(world, facts, { ...query, ...period, ...cut });
        await expectLabels(world, facts, { ...query, ...period });
        await expectGoals(world, period);
        await expectDay(world, facts);
      }),
      { numRuns: 40 },
    );
  });
});

async function makeWorld(timeZone: string, kind: 'bot' | 'channel'): Promise<World> {
  const { pool } = database;
  const projectId = await insertProject(pool, { kind, chatId: '-100' });
  await pool.query('update projects set time_zone = $2 where project_id = $1', [projectId, timeZone]);
  await insertDestination(pool, projectId, { goals: { start: 'bot_start', events: { sale: 'purchase' } } });
  const links = await Promise.all([0, 1].map((index) => insertLink(projectId, index)));
  return { project: await loadProject(pool, projectId), projectId, timeZone, currency: 'RUB', links };
}

async function insertLink(projectId: string, index: number): Promise<string> {
  const found = await database.pool.query<{ link_id: string }>(
    `insert into links (project_id, link_id, code, name, ad_system, utm_source, utm_campaign)
     values ($1, gen_random_uuid(), $2, $3, $4, 'site', $5) returning link_id`,
    [projectId, `l${projectId}-${index}`, `Link ${index}`, index === 0 ? 'yandex' : 'vk', index === 0 ? null : 'c1'],
  );
  return found.rows[0]?.link_id ?? '';
}

const clickMinutes = [-40, 0, 700, 2_000];

async function tell(world: World, kind: 'bot' | 'channel', changeMs: number, told: readonly Step[]): Promise<void> {
  const { project, links } = world;
  const clicks = await Promise.all(
    [0, 1, 2, 3].map((index) =>
      (index % 2 === 0 ? first : second).click(project, {
        linkId: index === 3 ? null : (links[index % 2] ?? null),
        clickedMs: changeMs + (clickMinutes[index] ?? 0) * 60_000,
        machine: index === 2 ? 'preview' : null,
        adSystem: index === 1 ? 'vk' : 'yandex',
        marks: index === 3 ? {} : { utm_source: 'site', utm_campaign: `c${index % 2}` },
        country: index === 0 ? 'RU' : null,
      }),
    ),
  );
  const running: Promise<unknown>[] = [];
  for (const one of told) {
    const signal = signalOf(one, kind, changeMs, startCodeOf(clicks[one.click] ?? ''));
    const call = (one.writer === 0 ? first : second).send(project, signal);
    running.push(call);
    if (one.waits) await call;
  }
  await Promise.all(running);
}

function signalOf(one: Step, kind: 'bot' | 'channel', changeMs: number, code: string): Signal {
  const { user: userId } = one;
  const atMs = changeMs + one.minutes * 60_000;
  const profile = { languageCode: one.language, ...(one.premium === undefined ? {} : { isPremium: one.premium }) };
  const channel = { chatId: '-100', inviteLink: null };
  switch (one.kind) {
    case 'goal':
      return { kind: 'goal', userId, atMs, target: 'lead' };
    case 'event':
    case 'refund': {
      const refund = one.kind === 'refund';
      const amount = money(refund ? -Math.abs(one.amount) : one.amount);
      const type = refund ? 'refund' : one.amount % 2 === 0 ? 'sale' : 'lesson';
      const { labels } = one;
      return { kind: 'event', userId, atMs, type, result: resultOf(one), amount, refund, labels, target: null };
    }
    case 'stop':
      return kind === 'bot'
        ? { kind: 'stopped', userId, atMs, profile }
        : { kind: 'left', userId, atMs, profile, ...channel };
    case 'resume':
      return kind === 'bot'
        ? { kind: 'resumed', userId, atMs, profile }
        : { kind: 'joined', userId, atMs, profile, ...channel };
    case 'nobody':
      return { kind: 'anonymous_start', userId: null, atMs, startValue: code };
    case 'start':
      if (kind === 'channel') return { kind: 'joined', userId, atMs, profile, ...channel };
      return { kind: 'started', userId, atMs, profile, startValue: '' };
    case 'told':
      return { kind: 'started', userId, atMs, profile, startValue: one.click % 2 === 0 ? '' : code, folds: true };
    case 'code':
      return { kind: 'started', userId, atMs, profile, startValue: code };
    case 'detect':
      return { kind: 'started', userId, atMs, profile, startValue: 'auto_detect' };
    case 'foreign':
      return { kind: 'started', userId, atMs, profile, startValue: 'friend' };
  }
}

function resultOf({ amount }: Step): 'in_progress' | 'success' | 'failure' {
  return amount % 3 === 0 ? 'in_progress' : amount % 5 === 0 ? 'failure' : 'success';
}

type Cost = typeof cost extends fc.Arbitrary<infer T> ? T : never;

/** What is entered last for a day and source stands. */
async function enter({ projectId, links }: World, day: string, costs: readonly Cost[]): Promise<void> {
  await database.pool.query(`insert into currency_rates values ($1, 'USD', 90)`, [projectId]);
  for (const { day: shift, campaign, amount, currency } of costs) {
    await database.pool.query(
      `insert into costs values ($1, $2, $3, $4, $5, $6, $7, null, null, now())
       on conflict (project_id, day, source) do update set amount = excluded.amount, currency = excluded.currency`,
      [
        projectId,
        addDays(day, shift),
        campaign === null ? `link:${links[1]}` : `campaign:${campaign}`,
        campaign === null ? links[1] : null,
        campaign,
        money(amount),
        currency,
      ],
    );
  }
}

interface KnownCost extends NaiveCost {
  readonly day: string;
  readonly known: Readonly<Partial<Record<Dimension, string>>>;
}

function lastCosts({ links }: World, day: string, costs: readonly Cost[], filter: Filter): KnownCost[] {
  const last = new Map(costs.map((one) => [`${one.day} ${one.campaign}`, one]));
  return [...last.values()]
    .map(({ day: shift, campaign, amount, currency }) => ({
      day: addDays(day, shift),
      amount: currency === 'USD' ? amount * 90 : amount,
      otherCurrency: currency === 'EUR' ? 'EUR' : null,
      known:
        campaign === null
          ? { link: links[1] ?? '', ad_system: 'vk', utm_source: 'site', utm_campaign: 'c1' }
          : { utm_campaign: campaign },
    }))
    .filter(({ known }) =>
      Object.entries(filter).every(([name, wanted]) => (known as Filter)[name as Dimension] === wanted),
    );
}

interface Query {
  readonly from: string;
  readonly to: string;
  readonly groupBy: readonly Dimension[];
  readonly filter: Filter;
}

function kindOf(exactness: string | null): string {
  return exactness === 'exact' || exactness === 'probable' ? 'attributed' : (exactness ?? '');
}

async function expectSources(world: World, facts: NaiveFacts, day: string, costs: readonly Cost[], query: Query) {
  const { groupBy, filter, from, to } = query;
  const report = await sourcesReport(database.pool, world, { ...query, compare: true, rowsMax: 1_000 }, nowMs);
  const local = localTime(world.timeZone);
  const length = daysBetween(from, to) + 1;
  const counted = (first: string, last: string) => (kind: string | null, keys: readonly (string | null)[] | null) => {
    const spent = lastCosts(world, day, costs, filter).filter((one) => {
      if (one.day < first || one.day > last) return false;
      const own = groupBy.map((dimension) => one.known[dimension] ?? null);
      const fitsRow = keys === null || JSON.stringify(own) === JSON.stringify(keys);
      return fitsRow && (kind === null || kind === (own.includes(null) ? 'unassigned' : 'attributed'));
    });
    const figures = naiveFigures(
      facts,
      (atMs, source) => {
        const { day: at } = local(atMs);
        if (at < first || at > last || !fits(source, filter)) return false;
        if (kind !== null && kindOf(source.exactness) !== kind) return false;
        return keys === null || groupBy.every((dimension, index) => source[dimension] === keys[index]);
      },
      spent,
      nowMs,
    );
    return figures;
  };
  const now = counted(from, to);
  const before = counted(addDays(from, -length), addDays(from, -1));
  const nothing = naiveFigures(facts, () => false, [], nowMs);
  for (const row of report.rows) {
    const keys = row.keys.map(({ value }) => value);
    expect([row.kind, keys, row.figures]).toEqual([row.kind, keys, now(row.kind, keys)]);
    expect([row.kind, keys, row.previous]).toEqual([row.kind, keys, before(row.kind, keys)]);
    // A source that was busy in neither period is not shown, unless somebody entered that it cost nothing.
    const isNothing = [row.figures, row.previous].every((figures) => isDeepStrictEqual(figures, nothing));
    if (costs.every(({ amount }) => amount > 0)) expect([row.kind, keys, isNothing]).toEqual([row.kind, keys, false]);
  }
  expect(report.totals.figures).toEqual(now(null, null));
  expect(report.totals.previous).toEqual(before(null, null));
}

async function expectDynamics(world: World, facts: NaiveFacts, day: string, costs: readonly Cost[], query: Query) {
  const { filter, from, to } = query;
  const local = localTime(world.timeZone);
  const labels: Record<(typeof steps)[number], (atMs: number) => string> = {
    hour: (atMs) => `${local(atMs).day} ${local(atMs).time.slice(0, 2)}`,
    day: (atMs) => local(atMs).day,
    week: (atMs) => mondayOf(local(atMs).day),
    month: (atMs) => local(atMs).day.slice(0, 7),
  };
  for (const step of steps) {
    const report = await dynamicsReport(database.pool, world, { ...query, step, compare: false }, nowMs);
    const label = labels[step];
    for (const [index, row] of report.rows.entries()) {
      const [startMs, endMs] = [Date.parse(row.at), Date.parse(row.until)];
      // Within a step the label is one; two hours of the same name follow each other where clocks go back.
      for (let atMs = startMs; atMs < endMs; atMs += 900_000) expect(label(atMs)).toBe(label(startMs));
      const next = report.rows[index + 1];
      if (next !== undefined) expect([row.until, step]).toEqual([next.at, step]);
      const spent = lastCosts(world, day, costs, filter).filter((one) => {
        if (one.day < from || one.day > to) return false;
        if (step !== 'hour')
          return label(startMs) === { day: one.day, week: mondayOf(one.day), month: one.day.slice(0, 7) }[step];
        const isFirst = index === 0 || local(startMs - 1).day !== local(startMs).day;
        return isFirst && local(startMs).day === one.day;
      });
      const naive = naiveFigures(
        facts,
        (atMs, source) => atMs >= startMs && atMs < endMs && fits(source, filter),
        spent,
        nowMs,
      );
      expect([step, row.local, row.figures]).toEqual([step, row.local, naive]);
    }
    const [firstRow, lastRow] = [report.rows[0], report.rows.at(-1)];
    expect(local(Date.parse(firstRow?.at ?? '')).day).toBe(from);
    expect(local(Date.parse(firstRow?.at ?? '') - 1).day).toBe(addDays(from, -1));
    expect(local(Date.parse(lastRow?.until ?? '') - 1).day).toBe(to);
    expect(local(Date.parse(lastRow?.until ?? '')).day).toBe(addDays(to, 1));
  }
}

async function expectAudience(world: World, facts: NaiveFacts, { groupBy, filter }: Pick<Query, 'groupBy' | 'filter'>) {
  const report = await audienceReport(database.pool, world, { groupBy, filter }, nowMs);
  const unknown = {
    link: null,
    ad_system: null,
    country: null,
    exactness: 'unknown',
    utm_source: null,
    utm_medium: null,
    utm_campaign: null,
    utm_content: null,
    utm_term: null,
  };
  const here = facts.people
    .filter(isHere)
    .map((person) => ({ ...person, source: person.firstJoin?.source ?? unknown }));
  const wanted = here.filter(({ source }) => fits(source, filter));
  expect(report.present).toBe(wanted.length);
  for (const { kind, keys, present } of report.by_source) {
    const own = wanted.filter(
      ({ source }) =>
        kindOf(source.exactness) === kind && keys.every(({ dimension, value }) => source[dimension] === value),
    );
    expect([kind, keys, present]).toEqual([kind, keys, own.length]);
  }
  expect(report.by_source.reduce((sum, { present }) => sum + present, 0)).toBe(wanted.length);
  for (const { premium, present } of report.by_premium) {
    expect([premium, present]).toEqual([premium, wanted.filter((person) => person.premium === premium).length]);
  }
  for (const { language, present } of report.by_language) {
    expect([language, present]).toEqual([language, wanted.filter((person) => person.language === language).length]);
  }
  for (const { from_days, to_days, present } of report.by_age) {
    const own = wanted.filter(({ firstJoin }) => {
      if (firstJoin === null) return from_days === null;
      if (from_days === null) return false;
      const bound = (days: number) => Math.floor((nowMs - days * dayMs) / 900_000) * 900_000;
      return (
        (from_days === 0 || firstJoin.atMs < bound(from_days)) && (to_days === null || firstJoin.atMs >= bound(to_days))
      );
    });
    // Facts of this test may be dated after its "now": they have no age yet.
    const future =
      from_days === null ? wanted.filter(({ firstJoin }) => (firstJoin?.atMs ?? 0) >= nowMs + 3_600_000).length : 0;
    if (wanted.every(({ firstJoin }) => (firstJoin?.atMs ?? 0) < nowMs))
      expect([from_days, present]).toEqual([from_days, own.length + future]);
  }
}

async function expectLifetimes(world: World, facts: NaiveFacts, query: Query) {
  const { groupBy, filter, from, to } = query;
  const local = localTime(world.timeZone);
  for (const [step, grouped] of [
    ['week', true],
    ['day', false],
    ['month', true],
  ] as const) {
    const report = await lifetimeReport(
      database.pool,
      world,
      { ...query, step, groupBy: grouped ? groupBy : [] },
      nowMs,
    );
    const label = (day: string) => ({ day, week: mondayOf(day), month: `${day.slice(0, 7)}-01` })[step];
    const people = facts.people.filter(({ firstJoin }) => {
      if (firstJoin === null || !fits(firstJoin.source, filter)) return false;
      const { day } = local(firstJoin.atMs);
      return day >= from && day <= to;
    });
    for (const cohort of report.cohorts) {
      const own = people.filter(({ firstJoin }) => {
        if (firstJoin === null || label(local(firstJoin.atMs).day) !== cohort.local) return false;
        if (cohort.kind !== null && kindOf(firstJoin.source.exactness) !== cohort.kind) return false;
        return cohort.keys.every(({ dimension, value }) => firstJoin.source[dimension] === value);
      });
      const untilMs = Date.parse(cohort.until);
      expect({ ...cohort, label: step }).toEqual({
        ...cohort,
        label: step,
        joined: own.length,
        here: own.filter(isHere).length,
      });
      for (const { days, of, here, share } of cohort.remaining) {
        const known = untilMs + days * dayMs <= nowMs;
        const stayed = own.filter((person) => hereAfter(person, days * dayMs)).length;
        expect([days, of, here, share]).toEqual(
          known ? [days, own.length, stayed, ratio(stayed, own.length)] : [days, null, null, null],
        );
      }
      const half = [1, 6, ...Array.from({ length: 30 }, (_, day) => (day + 1) * 24), 45 * 24, 60 * 24, 90 * 24].find(
        (hours) => 2 * own.filter((person) => !hereAfter(person, hours * 3_600_000)).length >= own.length,
      );
      expect(cohort.median_hours).toBe(own.length === 0 ? null : (half ?? null));
    }
    expect(report.groups.length > 0).toBe(grouped && people.length > 0);
    for (const group of report.groups) {
      const own = people.filter(
        ({ firstJoin }) =>
          firstJoin !== null &&
          kindOf(firstJoin.source.exactness) === group.kind &&
          group.keys.every(({ dimension, value }) => firstJoin.source[dimension] === value),
      );
      expect([group.joined, group.here]).toEqual([own.length, own.filter(isHere).length]);
      for (const { days, of, here } of group.remaining) {
        // Of the cohorts that are old enough as a whole.
        const untilMs = new Map(report.cohorts.map((cohort) => [cohort.local, Date.parse(cohort.until)]));
        const old = own.filter(({ firstJoin }) => {
          const end = untilMs.get(label(local(firstJoin?.atMs ?? 0).day)) ?? Number.POSITIVE_INFINITY;
          return end + days * dayMs <= nowMs;
        });
        const stayed = old.filter((person) => hereAfter(person, days * dayMs)).length;
        if (of !== null) expect([days, of, here]).toEqual([days, old.length, stayed]);
        else expect(old.length).toBe(0);
      }
    }
    expect(report.totals).toMatchObject({ joined: people.length, here: people.filter(isHere).length });
    const left = report.totals.left_by_age.reduce((sum, band) => sum + band.left, 0);
    expect(left).toBe(people.length - people.filter(isHere).length);
  }
}

async function expectFunnel(world: World, facts: NaiveFacts, query: Query & FunnelCut) {
  const { filter, from, to, labels, labelBy, bySource } = query;
  const groupBy = bySource ? query.groupBy : [];
  const local = localTime(world.timeZone);
  const report = await funnelReport(database.pool, world, { ...query, groupBy, steps: null }, nowMs);
  const within = facts.events.filter(
    ({ atMs, source }) => local(atMs).day >= from && local(atMs).day <= to && fits(source, filter),
  );
  expect(report.steps.filter(({ events }) => events === 0)).toEqual([]);
  const whole = { ...report, kind: null, keys: [], label: undefined };
  for (const group of [whole, ...report.groups]) {
    const own = within.filter(({ source }) => {
      if (group.kind !== null && kindOf(source.exactness) !== group.kind) return false;
      return group.keys.every(({ dimension, value }) => source[dimension] === value);
    });
    expect(group.joins).toBe(own.filter(({ counts }) => counts === 'first_join' || counts === 'join').length);
    const cut = own.filter((event) => {
      if (!['goal', 'event', 'refund'].includes(event.kind)) return false;
      if (!labels.every(({ name, value }) => labelOf(event, name) === value)) return false;
      return group.label === undefined || labelBy === null || labelOf(event, labelBy) === group.label;
    });
    for (const step of group.steps) {
      const events = cut.filter(({ kind, name }) => kind === step.kind && name === step.name);
      const of = (result: string) => events.filter((event) => event.result === result).length;
      const isRefund = step.kind === 'refund';
      const sum = (sign: 1 | -1) =>
        money(
          events.reduce(
            (total, { amount }) => ((isRefund ? sign > 0 : amount * sign > 0) ? total + amount * sign : total),
            0,
          ),
        );
      expect(step).toMatchObject({
        ...{ events: events.length, in_progress: of('in_progress'), success: of('success'), failure: of('failure') },
        ...{ revenue: sum(1), cost: sum(-1), success_share: ratio(of('success'), of('success') + of('failure')) },
      });
    }
    expect(group.steps.reduce((sum, step) => sum + step.events, 0)).toBe(cut.length);
  }
  if (bySource || labelBy !== null) {
    const inGroups = report.groups.flatMap(({ steps }) => steps).reduce((sum, { events }) => sum + events, 0);
    expect(inGroups).toBe(report.steps.reduce((sum, { events }) => sum + events, 0));
  } else expect(report.groups).toEqual([]);
  expect([report.group_by, report.label_by]).toEqual([groupBy, labelBy]);
}

function labelOf({ labels }: NaiveFacts['events'][number], name: string): string | null {
  return labels.find((label) => label.name === name)?.value ?? null;
}

async function expectLabels(world: World, facts: NaiveFacts, { filter, from, to }: Query) {
  const local = localTime(world.timeZone);
  const report = await labelsReport(database.pool, world, { from, to, filter }, nowMs);
  const within = facts.events.filter(
    ({ atMs, source }) => local(atMs).day >= from && local(atMs).day <= to && fits(source, filter),
  );
  const counted = (name: string) => Map.groupBy(within, (event) => labelOf(event, name) ?? undefined);
  for (const name of ['course', 'city']) {
    const { undefined: _, ...values } = Object.fromEntries(
      [...counted(name)].map(([value, events]) => [String(value), events.length]),
    );
    const told = report.labels.find((label) => label.name === name);
    expect(Object.fromEntries(told?.values.map(({ value, events }) => [value, events]) ?? [])).toEqual(values);
    expect(told?.events ?? 0).toBe(Object.values(values).reduce((sum, events) => sum + events, 0));
  }
}

async function expectGoals(world: World, period: { readonly from: string; readonly to: string }) {
  const { pool } = database;
  const local = localTime(world.timeZone);
  const check = async (): Promise<void> => {
    const { rows } = await pool.query<{ happened_at: Date; target: string; state: string }>(
      'select happened_at, target, state from conversions where project_id = $1',
      [world.projectId],
    );
    const within = rows.filter((row) => {
      const { day } = local(row.happened_at.getTime());
      return day >= period.from && day <= period.to;
    });
    const report = await goalsReport(pool, world, period, nowMs);
    expect(report.totals.conversions).toBe(within.length);
    for (const { target, states } of report.rows) {
      for (const [state, count] of Object.entries(states)) {
        const own = within.filter((row) => row.target === target && row.state === state);
        expect([target, state, count]).toEqual([target, state, own.length]);
      }
    }
  };
  await check();
  await countConversions(pool);
  await check();
  await pool.query(
    `update conversions set state = 'accepted' where project_id = $1 and state = 'pending' and get_byte(uuid_send(conversion_id), 15) < 128`,
    [world.projectId],
  );
  await check();
}

async function expectDay(world: World, facts: NaiveFacts) {
  const report = await dayReport(database.pool, world, nowMs);
  const [fromMs, toMs] = [Date.parse(report.from), Date.parse(report.to)];
  expect([toMs > nowMs, toMs - nowMs <= 900_000, toMs - fromMs]).toEqual([true, true, dayMs]);
  const counted = (from: number, to: number) => naiveFigures(facts, (atMs) => atMs >= from && atMs < to, [], nowMs);
  expect(report.figures).toEqual(counted(fromMs, toMs));
  expect(report.before).toEqual(counted(fromMs - dayMs, fromMs));
}
