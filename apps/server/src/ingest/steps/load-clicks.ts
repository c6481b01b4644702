import type { AdSystem } from '@otkuda/contract';
import { plainArray } from '../../database/array-literal.ts';
import { statement } from '../../database/statement.ts';
import type { ClickIds, Marks } from '../../domain/click-marks.ts';
import { readStartValue } from '../../domain/start-code.ts';
import { type Batch, keyOf, type Transaction } from '../batch.ts';
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
  country: string | null;
}>(
  'select_clicks',
  `select clicks.project_id, clicks.click_id, via, clicked_at, link_id, ad_system, marks, ids, country
   from unnest($1::bigint[], $2::uuid[]) as named (project_id, click_id)
   join clicks on clicks.project_id = named.project_id and clicks.click_id = named.click_id`,
);

/** Loads the clicks that the batch's start codes name, within the project that was called: a foreign code finds nothing. */
export async function loadClicks(batch: Batch, tx: Transaction): Promise<void> {
  const named = new Map<string, { readonly projectId: string; readonly clickId: string }>();
  for (const { projectId, signal } of batch.signals()) {
    if (signal.kind !== 'started') continue;
    const value = readStartValue(signal.startValue);
    if (value.kind !== 'code') continue;
    const key = keyOf(projectId, value.clickId);
    if (!batch.clicksById.has(key)) named.set(key, { projectId, clickId: value.clickId });
  }
  if (named.size === 0) return;
  const all = [...named.values()];
  const rows = await tx.read(selectClicks, [
    plainArray(all.map((one) => one.projectId)),
    plainArray(all.map((one) => one.clickId)),
  ]);
  for (const row of rows) {
    batch.clicksById.set(keyOf(row.project_id, row.click_id), {
      clickId: row.click_id,
      via: row.via,
      clickedMs: row.clicked_at.getTime(),
      linkId: row.link_id,
      adSystem: row.ad_system,
      marks: row.marks,
      ids: row.ids,
      country: row.country,
    });
  }
}
