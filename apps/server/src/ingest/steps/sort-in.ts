import type { ProjectKind } from '@otkuda/contract';
import { applyFact, foldMembership } from '../../domain/membership.ts';
import type { Batch, SubscriberInWork } from '../batch.ts';
import type { StoredFact } from '../rows.ts';

/** The newest fact is applied to the state; an older one makes all facts be folded anew, as if they had come in order. */
export function sortIn(batch: Batch, person: SubscriberInWork, fact: StoredFact, projectKind: ProjectKind): void {
  const { row } = person;
  person.facts.push(fact);
  if (row.stateMs === null || fact.atMs >= row.stateMs) {
    const step = applyFact(row.membership, fact, projectKind);
    fact.effect = step.effect;
    person.row = { ...row, membership: step.membership, stateMs: fact.atMs };
    return;
  }
  const { membership, effects } = foldMembership(person.facts, projectKind);
  for (const [known, effect] of effects) {
    if (known.effect.counts === effect.counts && known.effect.presence === effect.presence) continue;
    noteReweighed(batch, row.projectId, known);
    known.effect = effect;
  }
  person.row = { ...row, membership };
}

/** Facts stored by earlier transactions have to be changed in the table and in the counts. */
function noteReweighed(batch: Batch, projectId: string, fact: StoredFact): void {
  if (!fact.stored || batch.reweighed.has(fact.eventId)) return;
  batch.reweighed.set(fact.eventId, { projectId, fact, before: fact.effect });
}
