import { type Static, Type } from 'typebox';
import { fromMillionths } from '../domain/money.ts';
import { CountOrNull, Share, Sum, SumOrNull } from './answer-schema.ts';
import type { StayDays, Sums } from './sums.ts';

/** Shares of fewer people than this are marked: they say little. */
export const smallBelow = 20;

const Stayed = Type.Object(
  {
    of: Type.Integer({ description: 'subscribers who joined long enough ago; the rest is not asked about yet' }),
    count: CountOrNull,
    share: Share,
    small: Type.Boolean({ description: `of fewer than ${smallBelow} people` }),
  },
  { title: 'Stayed' },
);

export const Figures = Type.Object(
  {
    clicks: Type.Integer({ description: "people's clicks" }),
    machine_clicks: Type.Integer({ description: 'visits of bots and previews, counted nowhere else' }),
    starts: Type.Integer({ description: 'starts of the bot, repeated ones too' }),
    joins: Type.Integer({ description: 'who became a subscriber in the period, again or for the first time' }),
    conversion: { ...Share, description: 'joins per click; null without clicks' },
    subscribers: Type.Integer({ description: 'who joined for the first time in the period' }),
    leaves: Type.Integer({ description: 'leaves in the period, whenever they had joined' }),
    still_here: Type.Integer({ description: 'of `subscribers`: who is here now' }),
    still_here_share: Share,
    stayed: Type.Object(
      { d1: Stayed, d7: Stayed, d30: Stayed },
      {
        description:
          'of `subscribers`: who was here 1, 7 and 30 days after the first join; null where nobody joined that long ago',
      },
    ),
    goals: Type.Integer({ description: 'goals reported by send_reach_goal' }),
    events: Type.Integer({ description: 'events and refunds of add_event' }),
    revenue: { ...Sum, description: 'positive amounts less refunds' },
    cost: { ...Sum, description: '`spend` and `event_cost`' },
    spend: { ...Sum, description: 'entered costs of advertising' },
    event_cost: { ...Sum, description: 'negative amounts of events' },
    other_costs: Type.Array(Type.Object({ currency: Type.String(), amount: Type.String() }), {
      description: 'costs in currencies without a rate: in no other figure',
    }),
    cost_per_click: SumOrNull,
    cost_per_subscriber: SumOrNull,
    cost_per_stayed: { ...SumOrNull, description: 'cost per subscriber who is still here' },
    romi: { ...Share, description: '(revenue - cost) / cost; null without cost' },
    small: Type.Boolean({ description: `fewer than ${smallBelow} subscribers: their shares say little` }),
  },
  { title: 'Figures' },
);
export type Figures = Static<typeof Figures>;
export type Stay = Static<typeof Stayed>;

/** What is shown of sums. */
export function toFigures(sums: Sums): Figures {
  const cost = sums.spend + sums.eventCost;
  const stillHere = sums.subscribers - sums.gone;
  return {
    clicks: sums.clicks,
    machine_clicks: sums.machineClicks,
    starts: sums.starts,
    joins: sums.joins,
    conversion: share(sums.joins, sums.clicks),
    subscribers: sums.subscribers,
    leaves: sums.leaves,
    still_here: stillHere,
    still_here_share: share(stillHere, sums.subscribers),
    stayed: { d1: stayed(sums, 1), d7: stayed(sums, 7), d30: stayed(sums, 30) },
    goals: sums.goals,
    events: sums.events,
    revenue: fromMillionths(sums.revenue),
    cost: fromMillionths(cost),
    spend: fromMillionths(sums.spend),
    event_cost: fromMillionths(sums.eventCost),
    other_costs: [...sums.otherSpend]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([currency, amount]) => ({ currency, amount: fromMillionths(amount) })),
    cost_per_click: per(cost, sums.clicks),
    cost_per_subscriber: per(cost, sums.subscribers),
    cost_per_stayed: per(cost, stillHere),
    romi: cost > 0n ? rounded(Number(sums.revenue - cost) / Number(cost)) : null,
    small: sums.subscribers < smallBelow,
  };
}

function stayed({ aged }: Sums, days: StayDays): Stay {
  const { of, gone } = aged[days];
  return { of, count: of === 0 ? null : of - gone, share: share(of - gone, of), small: of < smallBelow };
}

/** Null where there is nothing to share. */
export function share(part: number, of: number): number | null {
  return of > 0 ? rounded(part / of) : null;
}

function rounded(value: number): number {
  return Math.round(value * 1e6) / 1e6;
}

const hundredth = 10_000n;

/** Cost per piece, to the hundredth; null where nothing was spent or nobody came. */
export function per(cost: bigint, pieces: number): string | null {
  if (cost <= 0n || pieces <= 0) return null;
  const count = BigInt(pieces);
  const hundredths = (2n * cost + count * hundredth) / (2n * count * hundredth);
  return fromMillionths(hundredths * hundredth);
}
