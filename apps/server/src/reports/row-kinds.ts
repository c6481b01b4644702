import type { Dimension } from './dimensions.ts';
import type { Cost } from './select-costs.ts';
import type { Exactness, SumsRow } from './select-sums.ts';
import { addSums, noSums, type Sums } from './sums.ts';

/**
 * `organic` and `unknown` are rows of their own, never mixed with what is attributed; `unassigned` holds costs that cannot be told to
 * belong to a value of the dimension, such as the cost of a campaign among countries; `other` stands for the rows past the limit.
 */
export const rowKinds = ['attributed', 'organic', 'unknown', 'unassigned', 'other'] as const;
export type RowKind = (typeof rowKinds)[number];

export interface Group {
  readonly kind: RowKind;
  readonly keys: readonly (string | null)[];
  readonly all: Sums;
  /** The part of it whose source is only probable. */
  readonly probable: Sums;
  hasProbable: boolean;
}

/** What a source counts as, by how it is known. */
export const kindOf: Readonly<Record<Exactness, RowKind>> = {
  exact: 'attributed',
  probable: 'attributed',
  organic: 'organic',
  unknown: 'unknown',
};

/** Groups sums and costs by the values of the dimensions; the key names a group also in another period. */
export function groupRows(
  rows: readonly SumsRow[],
  costs: readonly Cost[],
  groupBy: readonly Dimension[],
): Map<string, Group> {
  const groups = new Map<string, Group>();
  const groupOf = (kind: RowKind, keys: readonly (string | null)[]): Group => {
    const key = JSON.stringify([kind, ...keys]);
    const group = groups.get(key) ?? { kind, keys, all: noSums(), probable: noSums(), hasProbable: false };
    groups.set(key, group);
    return group;
  };
  for (const { exactness, keys, sums } of rows) {
    const group = groupOf(kindOf[exactness], keys);
    addSums(group.all, sums);
    if (exactness !== 'probable') continue;
    addSums(group.probable, sums);
    group.hasProbable = true;
  }
  for (const { known, sums } of costs) {
    const keys = groupBy.map((dimension) => known.get(dimension) ?? null);
    addSums(groupOf(keys.includes(null) ? 'unassigned' : 'attributed', keys).all, sums);
  }
  return groups;
}
