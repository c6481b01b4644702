import type { Static } from 'typebox';
import { fromMillionths, toMillionths } from '../domain/money.ts';
import { type CountedEvents, eventKinds } from './counted-events.ts';
import { share } from './figures.ts';
import type { FunnelStep as FunnelStepSchema } from './funnel-answer.ts';

type FunnelStep = Static<typeof FunnelStepSchema>;

const stepsShown = 100;

/** The names of steps where nobody asked for some. */
export function mostFrequent(rows: readonly CountedEvents[]): string[] {
  const counts = new Map<string, number>();
  for (const { name, events } of rows) counts.set(name, (counts.get(name) ?? 0) + events);
  return [...counts]
    .toSorted(([nameA, a], [nameB, b]) => b - a || (nameA < nameB ? -1 : 1))
    .slice(0, stepsShown)
    .map(([name]) => name);
}

export interface Visits {
  readonly clicks: number;
  readonly joins: number;
}

/** The steps of some events in the order of their names; each name has a step by kind. */
export function funnelOf(rows: readonly CountedEvents[], visits: readonly Visits[], names: readonly string[]) {
  const clicks = visits.reduce((sum, one) => sum + one.clicks, 0);
  const joins = visits.reduce((sum, one) => sum + one.joins, 0);
  const steps: FunnelStep[] = [];
  let before = joins;
  for (const name of names) {
    for (const kind of eventKinds) {
      const own = rows.filter((row) => row.name === name && row.kind === kind);
      if (own.length === 0 && (kind !== 'event' || rows.some((row) => row.name === name))) continue;
      const step = stepOf(kind, name, own);
      const reached = kind === 'event' ? step.success : step.events;
      steps.push({ ...step, from_previous: share(reached, before) });
      if (kind !== 'refund') before = reached;
    }
  }
  return { clicks, joins, conversion: share(joins, clicks), steps };
}

function stepOf(
  kind: CountedEvents['kind'],
  name: string,
  rows: readonly CountedEvents[],
): Omit<FunnelStep, 'from_previous'> {
  const of = (result: CountedEvents['result']): number =>
    rows.reduce((sum, row) => (row.result === result ? sum + row.events : sum), 0);
  const money = (pick: (row: CountedEvents) => string): string =>
    fromMillionths(rows.reduce((sum, row) => sum + toMillionths(pick(row)), 0n));
  const [success, failure] = [of('success'), of('failure')];
  return {
    kind,
    name,
    in_progress: of('in_progress'),
    success,
    failure,
    events: rows.reduce((sum, row) => sum + row.events, 0),
    success_share: share(success, success + failure),
    revenue: money((row) => row.revenue),
    cost: money((row) => row.cost),
  };
}
