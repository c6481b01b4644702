import { bigintArray, jsonArray, plainArray, textArray, timeArray, uuidArray } from '../../database/array-values.ts';
import { statement } from '../../database/statement.ts';
import type { Batch, Transaction } from '../batch.ts';

/** A touch copies what reports and destinations need of its click, which retention may drop. */
const insertTouches = statement(
  'insert_touches',
  `insert into touches (project_id, touch_id, user_id, touched_at, source_id, source_type, exactness, confidence, start_value,
     link_id, click_id, clicked_at, ad_system, marks, ids, country)
   select * from unnest($1::bigint[], $2::uuid[], $3::text[], $4::timestamptz[], $5::uuid[], $6::text[], $7::text[], $8::real[],
     $9::text[], $10::uuid[], $11::uuid[], $12::timestamptz[], $13::text[], $14::jsonb[], $15::jsonb[], $16::text[])`,
);

export function recordTouches(batch: Batch, tx: Transaction): void {
  const { touches } = batch;
  if (touches.length === 0) return;
  tx.write(insertTouches, [
    bigintArray(touches.map((t) => t.projectId)),
    uuidArray(touches.map((t) => t.touchId)),
    textArray(touches.map((t) => t.userId)),
    timeArray(touches.map((t) => t.touchedMs)),
    uuidArray(touches.map((t) => t.source.sourceId)),
    textArray(touches.map((t) => t.sourceType)),
    textArray(touches.map((t) => t.source.exactness)),
    plainArray(touches.map((t) => t.confidence)),
    textArray(touches.map((t) => t.startValue)),
    uuidArray(touches.map((t) => t.source.linkId)),
    uuidArray(touches.map((t) => t.clickId)),
    timeArray(touches.map((t) => t.clickedMs)),
    textArray(touches.map((t) => t.source.adSystem)),
    jsonArray(touches.map((t) => t.marks)),
    jsonArray(touches.map((t) => t.ids)),
    textArray(touches.map((t) => t.source.country)),
  ]);
}
