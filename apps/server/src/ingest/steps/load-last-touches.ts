import type { AdSystem } from '@otkuda/contract';
import { bigintArray, uuidArray } from '../../database/array-values.ts';
import { statement } from '../../database/statement.ts';
import type { ClickIds, Marks } from '../../domain/click-marks.ts';
import { type Batch, keyOf, type Transaction } from '../batch.ts';

/** A touch is never changed: what was learnt of its click since is looked up each time, so that it helps the goals still to come. */
const selectTouches = statement<{
  project_id: string;
  touch_id: string;
  ad_system: AdSystem | null;
  ids: ClickIds;
  marks: Marks;
  click_id: string | null;
  clicked_at: Date | null;
  learnt: ClickIds | null;
}>(
  'select_touches',
  `select project_id, touch_id, ad_system, ids, marks, click_id, clicked_at,
     (select jsonb_object_agg(name, value) from click_ids
      where click_ids.project_id = touches.project_id and click_ids.click_id = touches.click_id) as learnt
   from touches
   where (project_id, touch_id) in (select * from unnest($1::bigint[], $2::uuid[]))`,
);

/** What the ads of everybody's last touch are, so that goals know where they go. */
export async function loadLastTouches(batch: Batch, tx: Transaction): Promise<void> {
  const people = [...batch.subscribers.values()].filter(({ row }) => row.lastTouch !== null);
  if (people.length === 0) return;
  const rows = await tx.read(selectTouches, [
    bigintArray(people.map(({ row }) => row.projectId)),
    uuidArray(people.map(({ row }) => row.lastTouch?.touchId)),
  ]);
  const touches = new Map(rows.map((row) => [keyOf(row.project_id, row.touch_id), row]));
  for (const person of people) {
    const { lastTouch } = person.row;
    const touch = lastTouch && touches.get(keyOf(person.row.projectId, lastTouch.touchId));
    if (!touch) continue;
    const { ad_system: adSystem, marks, click_id: clickId, clicked_at } = touch;
    const ids = { ...touch.learnt, ...touch.ids };
    const clickedMs = clicked_at?.getTime() ?? null;
    person.row = { ...person.row, lastTouch: { ...lastTouch, adSystem, ids, marks, clickId, clickedMs } };
  }
}
