import type { Figures } from '../figures.ts';
import type { NaiveClick, NaiveEvent, NaiveFacts, NaivePerson, NaiveSource } from './naive-facts.ts';

const dayMs = 86_400_000;
const quarterMs = 900_000;

/** One entered cost that counts, in hundredths of the project's currency; null: in a currency without a rate. */
export interface NaiveCost {
  readonly amount: number;
  readonly otherCurrency: string | null;
}

/** Every figure, counted one fact after the other. */
export function naiveFigures(
  facts: NaiveFacts,
  wanted: (atMs: number, source: NaiveSource) => boolean,
  costs: readonly NaiveCost[],
  nowMs: number,
): Figures {
  const has = ({ atMs, source }: NaiveEvent | NaiveClick): boolean => wanted(atMs, source);
  const clicks = facts.clicks.filter(has);
  const events = facts.events.filter(has);
  const cohort = facts.people.filter(({ firstJoin }) => firstJoin !== null && has(firstJoin));
  const count = (test: (event: NaiveEvent) => boolean): number => events.filter(test).length;
  const sum = (test: (event: NaiveEvent) => boolean): number =>
    events.filter(test).reduce((total, { amount }) => total + amount, 0);
  const people = clicks.filter(({ machine }) => !machine).length;
  const joins = count(({ counts }) => counts === 'first_join' || counts === 'join');
  const revenue = sum(({ amount, kind }) => amount > 0 || kind === 'refund');
  const eventCost = -sum(({ amount, kind }) => amount < 0 && kind !== 'refund');
  const own = costs.filter(({ otherCurrency }) => otherCurrency === null);
  const spend = own.reduce((total, { amount }) => total + amount, 0);
  const here = cohort.filter(isHere).length;
  const cost = spend + eventCost;
  return {
    clicks: people,
    machine_clicks: clicks.length - people,
    starts: count(({ kind }) => kind === 'start'),
    joins,
    conversion: ratio(joins, people),
    subscribers: cohort.length,
    leaves: count(({ counts }) => counts === 'leave'),
    still_here: here,
    still_here_share: ratio(here, cohort.length),
    stayed: { d1: stayed(cohort, 1, nowMs), d7: stayed(cohort, 7, nowMs), d30: stayed(cohort, 30, nowMs) },
    goals: count(({ kind }) => kind === 'goal'),
    events: count(({ kind }) => kind === 'event' || kind === 'refund'),
    revenue: money(revenue),
    cost: money(cost),
    spend: money(spend),
    event_cost: money(eventCost),
    other_costs: others(costs),
    cost_per_click: each(cost, people),
    cost_per_subscriber: each(cost, cohort.length),
    cost_per_stayed: each(cost, here),
    romi: cost > 0 ? round(revenue / cost - 1) : null,
    small: cohort.length < 20,
  };
}

export function isHere({ status }: NaivePerson): boolean {
  return status === 'member' || status === 'resumed';
}

/** Whether somebody was here a time after their first join: by the last fact before that moment, from the first join on. */
export function hereAfter({ firstJoin, presence }: NaivePerson, ageMs: number): boolean {
  const joinMs = firstJoin?.atMs ?? 0;
  const last = presence.findLast(({ atMs }) => atMs < joinMs + Math.max(ageMs, 1));
  return last?.here ?? false;
}

function stayed(cohort: readonly NaivePerson[], days: number, nowMs: number): Figures['stayed']['d1'] {
  const old = cohort.filter(({ firstJoin }) => {
    const quarterEnds = (Math.floor((firstJoin?.atMs ?? 0) / quarterMs) + 1) * quarterMs;
    return quarterEnds + days * dayMs <= nowMs;
  });
  const count = old.filter((person) => hereAfter(person, days * dayMs)).length;
  return {
    of: old.length,
    count: old.length === 0 ? null : count,
    share: ratio(count, old.length),
    small: old.length < 20,
  };
}

function others(costs: readonly NaiveCost[]): Figures['other_costs'] {
  const currencies = [...new Set(costs.flatMap(({ otherCurrency }) => otherCurrency ?? []))].toSorted();
  return currencies.map((currency) => ({
    currency,
    amount: money(costs.reduce((sum, cost) => (cost.otherCurrency === currency ? sum + cost.amount : sum), 0)),
  }));
}

export function ratio(part: number, of: number): number | null {
  return of > 0 ? round(part / of) : null;
}

function round(value: number): number {
  return Math.round(value * 1e6) / 1e6;
}

function each(hundredths: number, pieces: number): string | null {
  return hundredths > 0 && pieces > 0 ? money(Math.floor((2 * hundredths + pieces) / (2 * pieces))) : null;
}

export function money(hundredths: number): string {
  return String(hundredths / 100);
}
