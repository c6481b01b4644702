import type pg from 'pg';
import type { Period } from './period.ts';

/** What an event has to carry: the first of its labels that has this name must have this value. */
export interface LabelCondition {
  readonly name: string;
  readonly value: string;
}

/** A combination of labels that events of a project carry, each name once. */
export interface StoredLabelSet {
  readonly labelSetId: string;
  readonly labels: readonly LabelCondition[];
}

/** At most some thousand (ingest/steps/record-label-sets.ts). */
export async function selectLabelSets(pool: pg.Pool, projectId: string): Promise<StoredLabelSet[]> {
  const { rows } = await pool.query<StoredLabelSet>(
    'select label_set_id as "labelSetId", labels from label_sets where project_id = $1',
    [projectId],
  );
  return rows;
}

/** Null: it has none of that name. */
export function labelIn({ labels }: StoredLabelSet, name: string): string | null {
  return labels.find((label) => label.name === name)?.value ?? null;
}

/**
 * Whether a period has events whose labels are counted by no set. To be asked before they are read: the planner cannot know that there are
 * none, and makes itself ready for every event that has no labels at all.
 */
export async function hasUncounted(pool: pg.Pool, projectId: string, { fromMs, toMs }: Period): Promise<boolean> {
  const { rows } = await pool.query(
    `select 1 from events where project_id = $1 and happened_at >= $2 and happened_at < $3 and labels is not null and label_set_id is null
     order by happened_at limit 1`,
    [projectId, new Date(fromMs), new Date(toMs)],
  );
  return rows.length > 0;
}
