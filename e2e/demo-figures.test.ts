import { expect, it } from 'vitest';
import { useDatabase } from '../apps/server/src/testing/test-database.ts';
import { useServer } from '../apps/server/src/testing/test-server.ts';
import { Chance } from '../simulators/src/demo/chance.ts';
import { type Happening, historyOf } from '../simulators/src/demo/history.ts';
import { People, type Person } from '../simulators/src/demo/people.ts';
import { nextOf } from '../simulators/src/demo/present.ts';
import { dayMs, startOfDay } from '../simulators/src/demo/rhythm.ts';
import { schoolSources } from '../simulators/src/demo/sources.ts';
import { type Call, telegramBot } from '../simulators/src/demo/updates.ts';

const server = useServer(useDatabase());

type Told = Extract<Happening, { kind: 'call' }>;

function school(key: string, id: string) {
  const links = schoolSources.map((source) => ({ id, code: 'x', url: '', source, inviteUrl: null }));
  return { id, key, messenger: telegramBot, links, hasOrganic: true };
}

/** Of the demo's past, what happened to those who want their money back and to some others. */
function storyOf(key: string, id: string, span: { fromMs: number; toMs: number }): Told[] {
  const project = school(key, id);
  const { happenings } = historyOf([project], span, new People(new Chance(2), 210_000_000), new Chance(1));
  const told = happenings.filter((happening): happening is Told => happening.kind === 'call');
  const refunded = told.filter(({ call }) => call.method === 'on_toolsy_event').map(({ call }) => personOf(call));
  const chosen = new Set([...refunded.slice(0, 3), ...told.slice(0, 60).map(({ call }) => personOf(call))]);
  return told.filter(({ call }) => chosen.has(personOf(call)));
}

interface AnyBody {
  readonly user_id?: string;
  readonly telegram_id?: number;
  readonly amount?: string | number;
  readonly message?: { readonly from: { readonly id: number } };
  readonly my_chat_member?: { readonly from: { readonly id: number } };
}

function personOf({ body }: Call): string {
  const { user_id: user, telegram_id: telegram, message, my_chat_member: change }: AnyBody = body;
  return String(user ?? telegram ?? message?.from.id ?? change?.from.id);
}

function amountOf({ body }: Call): number {
  const { amount = 0 }: AnyBody = body;
  return Number(amount);
}

it('the demo’s past has goals, and refunds that lower its revenue and are no costs', async () => {
  const bot = await server.bot();
  const toMs = Date.now();
  const fromMs = startOfDay(toMs) - 60 * dayMs;
  const story = storyOf(bot.key, bot.projectId, { fromMs, toMs });
  for (const { call } of story) expect((await bot.call(call.method, call.body)).httpStatus).toBe(200);
  const of = (method: string): Call[] => story.map(({ call }) => call).filter((call) => call.method === method);
  const sum = (calls: readonly Call[]): number => calls.reduce((all, call) => all + amountOf(call), 0);
  const [sales, refunds] = [sum(of('add_event')), sum(of('on_toolsy_event'))];
  expect(refunds).toBeGreaterThan(0);
  const { figures } = (await bot.manage('GET', `/reports/sources?from=${new Date(fromMs).toISOString()}`)).body.totals;
  expect(figures).toMatchObject({ event_cost: '0', goals: of('send_reach_goal').length });
  expect(Number(figures.revenue)).toBe(sales - refunds);
  expect(figures.goals).toBeGreaterThan(0);
});

it('the half-year that the demo plays is there for each season, in order of time', () => {
  const projects = [1, 2, 3].map((n) => ({ ...school(String(n), 'k'), hasOrganic: n === 1 }));
  for (const month of [0, 3, 6, 9]) {
    const toMs = Date.UTC(2026, month, 15);
    const span = { fromMs: startOfDay(toMs) - 182 * dayMs, toMs };
    const { happenings, costs } = historyOf(projects, span, new People(new Chance(2), 1), new Chance(1));
    expect(happenings.length).toBeGreaterThan(100_000);
    expect(happenings.every(({ atMs }, at) => at === 0 || atMs >= (happenings[at - 1]?.atMs ?? 0))).toBe(true);
    expect(costs.map(({ days }) => new Set(days.map(({ date }) => date)).size)).toEqual([183, 183, 183]);
  }
});

it('who comes while the demo is looked at learns, buys, wants the money back and leaves', () => {
  const chance = new Chance(3);
  const people = new People(chance, 1);
  const seen: Record<string, number> = {};
  for (let n = 0; n < 2_000; n += 1) {
    const person: Person = people.meet();
    const { call, stays } = nextOf(person, telegramBot, Date.now(), chance);
    expect(personOf(call)).toBe(String(person.id));
    expect(amountOf(call)).toBeGreaterThanOrEqual(0);
    expect(stays).toBe(call.method !== 'on_telegram_webhook');
    seen[call.method] = (seen[call.method] ?? 0) + 1;
  }
  expect(Object.keys(seen).toSorted()).toEqual([
    'add_event',
    'on_telegram_webhook',
    'on_toolsy_event',
    'send_reach_goal',
  ]);
});
