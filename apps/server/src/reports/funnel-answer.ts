import { type Static, Type } from 'typebox';
import { ReportPeriod, Share, Sum, TextOrNull } from './answer-schema.ts';
import { dimensions } from './dimensions.ts';
import { Key } from './report-keys.ts';

export const FunnelStep = Type.Object(
  {
    kind: Type.Enum(['event', 'refund', 'goal']),
    name: Type.String({ description: 'the type of the event, or the goal' }),
    in_progress: Type.Integer(),
    success: Type.Integer(),
    failure: Type.Integer(),
    events: Type.Integer({ description: 'all of them; goals have no result' }),
    success_share: { ...Share, description: 'successes among successes and failures' },
    from_previous: {
      ...Share,
      description: 'successes (of goals and of the joins: all) per success of the step before',
    },
    revenue: Sum,
    cost: Sum,
  },
  { title: 'FunnelStep' },
);

const FunnelGroup = Type.Object(
  {
    kind: { ...TextOrNull, description: 'as in the sources; null where sources were not asked for' },
    keys: Type.Array(Key),
    label: { ...TextOrNull, description: 'the value of the label that was asked for; null: events without it' },
    clicks: Type.Integer({ description: 'of the source: a click has no labels' }),
    joins: Type.Integer({ description: 'of the source' }),
    conversion: Share,
    steps: Type.Array(FunnelStep),
  },
  { title: 'FunnelGroup' },
);

export const FunnelReport = Type.Object(
  {
    period: ReportPeriod,
    currency: Type.String(),
    group_by: Type.Array(Type.Enum([...dimensions])),
    clicks: Type.Integer(),
    joins: Type.Integer(),
    conversion: { ...Share, description: 'joins per click' },
    steps: Type.Array(FunnelStep, { description: 'as they were asked for, else the most frequent first' }),
    label_by: { ...TextOrNull, description: 'the name of the label that groups are told apart by' },
    groups: Type.Array(FunnelGroup, {
      description: 'the same by source and label; empty unless group_by or group_by_label asks for it',
    }),
  },
  { title: 'FunnelReport' },
);
export type FunnelReport = Static<typeof FunnelReport>;
