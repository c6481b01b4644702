import type { Dimension, Filter } from './dimensions.ts';
import type { LabelCondition } from './label-sets.ts';
import type { Period } from './period.ts';
import type { Exactness } from './select-sums.ts';

export const eventKinds = ['event', 'goal', 'refund'] as const;

/** Events of one kind, name and result, by source and, where it was asked for, by the value of a label. */
export interface CountedEvents {
  readonly exactness: Exactness;
  readonly keys: readonly (string | null)[];
  readonly label: string | null;
  readonly kind: (typeof eventKinds)[number];
  readonly name: string;
  readonly result: '' | 'in_progress' | 'success' | 'failure';
  readonly events: number;
  readonly revenue: string;
  readonly cost: string;
}

export interface EventsQuery {
  readonly projectId: string;
  readonly period: Period;
  /** Types of events and goals; null: all. */
  readonly steps: readonly string[] | null;
  readonly groupBy: readonly Dimension[];
  readonly filter: Filter;
  /** Events must meet all of them. */
  readonly labels: readonly LabelCondition[];
  /** The name of the label that events are told apart by. */
  readonly labelBy: string | null;
}
