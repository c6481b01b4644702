import { bigintArray, textArray, timeArray, uuidArray } from '../../database/array-values.ts';
import { statement } from '../../database/statement.ts';
import type { Batch, Transaction } from '../batch.ts';

/** Only of clicks that are there, this batch's included: whoever posts to a beacon may name any. The first value learnt stays. */
const insertClickIds = statement(
  'insert_click_ids',
  `insert into click_ids (project_id, click_id, name, value, learnt_at)
   select learnt.* from unnest($1::bigint[], $2::uuid[], $3::text[], $4::text[], $5::timestamptz[])
     as learnt (project_id, click_id, name, value, learnt_at)
   where exists (select 1 from clicks where clicks.project_id = learnt.project_id and clicks.click_id = learnt.click_id)
   order by 1, 2, 3
   on conflict (project_id, click_id, name) do nothing`,
);

export function recordClickIds(batch: Batch, tx: Transaction): void {
  const rows = batch.learntIds.flatMap(({ ids, ...of }) =>
    Object.entries(ids).map(([name, value]) => ({ ...of, name, value })),
  );
  if (rows.length === 0) return;
  tx.write(insertClickIds, [
    bigintArray(rows.map((row) => row.projectId)),
    uuidArray(rows.map((row) => row.clickId)),
    textArray(rows.map((row) => row.name)),
    textArray(rows.map((row) => row.value)),
    timeArray(rows.map((row) => row.learntMs)),
  ]);
}
