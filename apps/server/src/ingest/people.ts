import { type ArrayValue, bigintArray, textArray } from '../database/array-values.ts';
import { factMs } from '../domain/membership.ts';
import { isMembershipSignal } from '../domain/signal.ts';
import { type Batch, keyOf } from './batch.ts';

/** Somebody whom a batch is about, and what it may do to them. */
export interface Person {
  readonly projectId: string;
  readonly userId: string;
  /** Dates of the membership facts that arrive with this batch, in order of arrival. */
  readonly factsMs: number[];
  /** One of them may be a start that was told before. */
  folds: boolean;
  /** Whoever was never seen begins with it. */
  creates: boolean;
}

/** Everybody the open calls are about, by project and user. */
export function peopleOf(batch: Batch): Map<string, Person> {
  const people = new Map<string, Person>();
  for (const { projectId, signal } of batch.signals()) {
    if (signal.userId === null) continue;
    const key = keyOf(projectId, signal.userId);
    const person = people.get(key) ?? {
      projectId,
      userId: signal.userId,
      factsMs: [],
      folds: false,
      creates: false,
    };
    if (isMembershipSignal(signal)) person.factsMs.push(factMs(signal.atMs));
    if (signal.kind === 'started' && signal.folds === true) person.folds = true;
    if (signal.kind !== 'goal') person.creates = true;
    people.set(key, person);
  }
  return people;
}

/** Their keys as parameters of a statement. */
export function keysOf(people: readonly Person[]): [ArrayValue, ArrayValue] {
  return [bigintArray(people.map((one) => one.projectId)), textArray(people.map((one) => one.userId))];
}
