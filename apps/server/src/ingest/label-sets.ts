import { createHash } from 'node:crypto';
import type { Label } from '@otkuda/contract';
import { formatUuid } from '../domain/uuid.ts';

/** A combination of labels that reports group by. Its id is a hash of them, so that every process names it alike without asking. */
export interface LabelSet {
  readonly labelSetId: string;
  /** The first label of each name, by name: what an event says more than once, or in another order, is the same to a report. */
  readonly labels: readonly Label[];
}

/** A report reads all sets of a project before it counts: longer ones are left to be read with their events. */
const charsMax = 2_000;

// Few combinations make up most events: the hash of one is made once, not for each of them.
const sets = new Map<string, LabelSet>();
const setsMax = 2_000;

/** Null: too long to be one. */
export function labelSetOf(labels: readonly Label[]): LabelSet | null {
  // Nothing of it holds a NUL, which the database does not store.
  let look = '';
  for (const { name, value } of labels) look += `${name}\0${value}\0`;
  if (look.length > charsMax) return null;
  const known = sets.get(look);
  if (known !== undefined) return known;
  const set = makeSet(labels);
  if (sets.size === setsMax) sets.clear();
  sets.set(look, set);
  return set;
}

function makeSet(labels: readonly Label[]): LabelSet {
  const first = new Map<string, string>();
  for (const { name, value } of labels) if (!first.has(name)) first.set(name, value);
  const sorted = [...first].toSorted(([a], [b]) => (a < b ? -1 : 1));
  const hash = createHash('sha256').update(JSON.stringify(sorted)).digest('hex');
  return { labelSetId: formatUuid(hash.slice(0, 32)), labels: sorted.map(([name, value]) => ({ name, value })) };
}
