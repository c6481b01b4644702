import type { AdSystem } from '@otkuda/contract';
import { bigintArray, uuidArray } from '../../database/array-values.ts';
import { statement } from '../../database/statement.ts';
import type { ClickIds, Marks } from '../../domain/click-marks.ts';
import { readStartValue } from '../../domain/start-code.ts';
import { type Batch, keyOf, type Transaction } from '../batch.ts';
import { wantsPresses } from '../goals/plan-presses.ts';
import type { ClickVia } from '../records.ts';

/** A code names its click exactly and at any age; the id carries the time, so one partition is looked into. */
const selectClicks = statement<{
  project_id: string;
  click_id: string;
  via: ClickVia;
  clicked_at: Date;
  link_id: string | null;
  ad_system: AdSystem | null;
  marks: Marks;
  ids: ClickIds;
  learnt: ClickIds | null;
  country: string | null;
}>(
  'select_clicks',
  `select clicks.project_id, clicks.click_id, via, clicked_at, link_id, ad_system, marks, ids, country,
     (select jsonb_object_agg(name, value) from click_ids
      where click_ids.project_id = clicks.project_id and click_ids.click_id = clicks.click_id) as learnt
   from unnest($1::bigint[], $2::uuid[]) as named (project_id, click_id)
   join clicks on clicks.project_id = named.project_id and clicks.click_id = named.click_id`,
);

export interface NamedClick {
  /** Whose click it is: a sandbox twin's starts name those of its original. */
  readonly projectId: string;
  readonly clickId: string;
}

/** Loads the clicks that the batch's start codes and invite links name, within the project that was called: a foreign code finds nothing. */
export async function loadClicks(batch: Batch, tx: Transaction): Promise<void> {
  const named: NamedClick[] = [];
  for (const { project, signal } of batch.signals()) {
    if (signal.kind !== 'started' && signal.kind !== 'anonymous_start') continue;
    const value = readStartValue(signal.startValue);
    if (value.kind === 'code') named.push({ projectId: project.originalId, clickId: value.clickId });
  }
  for (const { projectId, clickId } of batch.inviteLinks.values())
    if (clickId !== null) named.push({ projectId, clickId });
  for (const { project, clickId } of batch.presses)
    if (wantsPresses(project)) named.push({ projectId: project.projectId, clickId });
  await readClicks(batch, tx, named);
}

/** Reads those that the batch does not know yet, with what was learnt of them after the click: the click's own ids come first. */
export async function readClicks(batch: Batch, tx: Transaction, named: readonly NamedClick[]): Promise<void> {
  const missing = new Map(
    named.map((one) => [keyOf(one.projectId, one.clickId), one] as const).filter(([key]) => !batch.clicksById.has(key)),
  );
  if (missing.size > 0) {
    const rows = await tx.read(selectClicks, [
      bigintArray([...missing.values()].map((one) => one.projectId)),
      uuidArray([...missing.values()].map((one) => one.clickId)),
    ]);
    for (const row of rows) {
      batch.clicksById.set(keyOf(row.project_id, row.click_id), {
        clickId: row.click_id,
        via: row.via,
        clickedMs: row.clicked_at.getTime(),
        linkId: row.link_id,
        adSystem: row.ad_system,
        marks: row.marks,
        ids: { ...row.learnt, ...row.ids },
        country: row.country,
      });
    }
  }
  if (named.length > 0) addLearntWithThem(batch);
}

/** Ids that come in the same batch as the start they are for. */
function addLearntWithThem(batch: Batch): void {
  for (const { projectId, clickId, ids } of batch.learntIds) {
    const key = keyOf(projectId, clickId);
    const click = batch.clicksById.get(key);
    if (click !== undefined) batch.clicksById.set(key, { ...click, ids: { ...ids, ...click.ids } });
  }
}
