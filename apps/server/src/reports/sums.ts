/** What can be added up over sources and time; everything that is shown is made of it. Money in millionths of the project's currency. */
export interface Sums {
  clicks: number;
  machineClicks: number;
  starts: number;
  joins: number;
  leaves: number;
  goals: number;
  events: number;
  revenue: bigint;
  /** Negative amounts of events. */
  eventCost: bigint;
  /** Costs of advertising. */
  spend: bigint;
  /** Costs in currencies without a rate. */
  readonly otherSpend: Map<string, bigint>;
  /** Who joined for the first time, and how many of them are not here now. */
  subscribers: number;
  gone: number;
  /** Of those who joined so many days ago or more: how many there are, and how many were not here at that age. */
  readonly aged: Record<StayDays, { of: number; gone: number }>;
}

/** After how many days it is asked who stayed; the oldest first, as the segments of a query are numbered. */
export const stayDays = [30, 7, 1] as const;
export type StayDays = (typeof stayDays)[number];

export function noSums(): Sums {
  return {
    ...{ clicks: 0, machineClicks: 0, starts: 0, joins: 0, leaves: 0, goals: 0, events: 0 },
    ...{ revenue: 0n, eventCost: 0n, spend: 0n, otherSpend: new Map() },
    ...{ subscribers: 0, gone: 0 },
    aged: { 1: { of: 0, gone: 0 }, 7: { of: 0, gone: 0 }, 30: { of: 0, gone: 0 } },
  };
}

const counted = [
  'clicks',
  'machineClicks',
  'starts',
  'joins',
  'leaves',
  'goals',
  'events',
  'subscribers',
  'gone',
] as const;

export function addSums(sum: Sums, more: Sums): void {
  for (const name of counted) sum[name] += more[name];
  sum.revenue += more.revenue;
  sum.eventCost += more.eventCost;
  sum.spend += more.spend;
  for (const [currency, amount] of more.otherSpend) {
    sum.otherSpend.set(currency, (sum.otherSpend.get(currency) ?? 0n) + amount);
  }
  for (const days of stayDays) {
    sum.aged[days].of += more.aged[days].of;
    sum.aged[days].gone += more.aged[days].gone;
  }
}

/** Whether no figure differs from that of nothing at all. */
export function isNothing({ revenue, eventCost, spend, otherSpend, aged, ...sums }: Sums): boolean {
  return (
    counted.every((name) => sums[name] === 0) &&
    [revenue, eventCost, spend, ...otherSpend.values()].every((sum) => sum === 0n) &&
    stayDays.every((days) => aged[days].of === 0 && aged[days].gone === 0)
  );
}

export function totalOf(parts: Iterable<Sums>): Sums {
  const total = noSums();
  for (const part of parts) addSums(total, part);
  return total;
}
