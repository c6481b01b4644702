import { bigint, Rows, text, timestamptz, uuid } from '../../database/parameter-rows.ts';
import { statement } from '../../database/statement.ts';
import type { Batch, Transaction } from '../batch.ts';
import type { ClickIdsRecord } from '../records.ts';

const learntIds = new Rows<
  Pick<ClickIdsRecord, 'projectId' | 'clickId' | 'learntMs'> & { name: string; value: string }
>({
  project_id: bigint((row) => row.projectId),
  click_id: uuid((row) => row.clickId),
  name: text((row) => row.name),
  value: text((row) => row.value),
  learnt_at: timestamptz((row) => row.learntMs),
});

/** Only of clicks that are there, this batch's included: whoever posts to a beacon may name any. The first value learnt stays. */
const insertClickIds = statement(
  'insert_click_ids',
  `insert into click_ids (${learntIds.names})
   select learnt.* from (${learntIds.select}) as learnt
   where exists (select 1 from clicks where clicks.project_id = learnt.project_id and clicks.click_id = learnt.click_id)
   order by 1, 2, 3
   on conflict (project_id, click_id, name) do nothing`,
);

export function recordClickIds(batch: Batch, tx: Transaction): void {
  const rows = batch.learntIds.flatMap(({ ids, ...of }) =>
    Object.entries(ids).map(([name, value]) => ({ ...of, name, value })),
  );
  if (rows.length > 0) tx.write(insertClickIds, learntIds.values(rows));
}
