import { bigintArray } from '../../database/array-values.ts';
import { bigint, jsonb, Rows, uuid } from '../../database/parameter-rows.ts';
import { statement } from '../../database/statement.ts';
import type { Batch, Transaction } from '../batch.ts';
import { type LabelSet, labelSetOf } from '../label-sets.ts';
import type { EventRow } from '../rows.ts';

const selectLabelSets = statement<{ project_id: string; label_set_id: string }>(
  'select_label_sets',
  `select label_sets.project_id, label_set_id from unnest($1::bigint[]) as asked (project_id)
   join label_sets on label_sets.project_id = asked.project_id`,
);

interface Unknown {
  readonly event: EventRow;
  readonly set: LabelSet;
}

const newSets = new Rows<Unknown>({
  project_id: bigint(({ event }) => event.projectId),
  label_set_id: uuid(({ set }) => set.labelSetId),
  labels: jsonb(({ set }) => set.labels),
});

/** A set's id is a hash of its labels, so a known one needs no change. */
const insertLabelSets = statement(
  'insert_label_sets',
  `insert into label_sets (${newSets.names})
   ${newSets.select} order by 1, 2
   on conflict (project_id, label_set_id) do nothing`,
);

/**
 * How many combinations of labels a project has counts of. Where each event has one of its own, as an order's number makes it, counts by
 * them would be more than the events. Processes that meet new ones at once may store a few more together.
 */
const labelSetsMax = 1_000;

/** The sets of projects that this process has seen stored; forgetting some only costs that they are asked for once more. */
export class KnownLabelSets {
  static readonly idsMax = 50_000;
  /** How many of a project are stored. */
  readonly setsMax: number;
  readonly #ids = new Map<string, ReadonlySet<string>>();
  #count = 0;

  constructor(setsMax = labelSetsMax) {
    this.setsMax = setsMax;
  }

  of(projectId: string): ReadonlySet<string> | undefined {
    return this.#ids.get(projectId);
  }

  /** To be called after the commit: what was rolled back is not known. */
  add(sets: ReadonlyMap<string, ReadonlySet<string>>): void {
    if (sets.size === 0) return;
    if (this.#count > KnownLabelSets.idsMax) {
      this.#ids.clear();
      this.#count = 0;
    }
    for (const [projectId, ids] of sets) {
      this.#count += ids.size - (this.#ids.get(projectId)?.size ?? 0);
      this.#ids.set(projectId, ids);
    }
  }
}

/**
 * Says of each event with labels which set of them it carries, and stores the sets that are new while there is room. An event whose set
 * found none is read by itself where a report asks for labels.
 */
export function recordLabelSets(known: KnownLabelSets): (batch: Batch, tx: Transaction) => Promise<void> | undefined {
  return (batch, tx) => {
    const unknown: Unknown[] = [];
    for (const event of batch.events) {
      if (event.labels === null) continue;
      const set = labelSetOf(event.labels);
      if (set === null) continue;
      // The attempt before may have failed for a set that is gone since it was seen.
      const ids = batch.repeated ? undefined : known.of(event.projectId);
      if (ids?.has(set.labelSetId)) event.labelSetId = set.labelSetId;
      else if (ids === undefined || ids.size < known.setsMax) unknown.push({ event, set });
    }
    return unknown.length === 0 ? undefined : askAndStore(unknown, known.setsMax, batch, tx);
  };
}

async function askAndStore(unknown: readonly Unknown[], setsMax: number, batch: Batch, tx: Transaction): Promise<void> {
  const projects = new Map(unknown.map(({ event }) => [event.projectId, new Set<string>()]));
  const stored = await tx.read(selectLabelSets, [bigintArray([...projects.keys()])]);
  for (const row of stored) projects.get(row.project_id)?.add(row.label_set_id);
  const fresh: Unknown[] = [];
  for (const one of unknown) {
    const { labelSetId } = one.set;
    const ids = projects.get(one.event.projectId);
    if (ids === undefined || (!ids.has(labelSetId) && ids.size >= setsMax)) continue;
    if (!ids.has(labelSetId)) fresh.push(one);
    ids.add(labelSetId);
    one.event.labelSetId = labelSetId;
  }
  for (const [projectId, ids] of projects) batch.labelSets.set(projectId, ids);
  if (fresh.length > 0) tx.write(insertLabelSets, newSets.values(fresh));
}
