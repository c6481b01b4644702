import { bigintArray, bytesArray, timeArray, uuidArray } from '../../database/array-values.ts';
import { statement } from '../../database/statement.ts';
import type { Batch, Transaction } from '../batch.ts';

const insertClickAddresses = statement(
  'insert_click_addresses',
  `insert into click_addresses (project_id, click_id, sealed, drop_at)
   select * from unnest($1::bigint[], $2::uuid[], $3::bytea[], $4::timestamptz[])`,
);

/** Only where a destination has to be told them, which most projects have none of. */
export function recordClickAddresses({ clicks }: Batch, tx: Transaction): void {
  const rows = clicks.flatMap(({ keptAddress, projectId, clickId }) =>
    keptAddress === undefined ? [] : [{ ...keptAddress, projectId, clickId }],
  );
  if (rows.length === 0) return;
  tx.write(insertClickAddresses, [
    bigintArray(rows.map((row) => row.projectId)),
    uuidArray(rows.map((row) => row.clickId)),
    bytesArray(rows.map((row) => row.sealed)),
    timeArray(rows.map((row) => row.dropMs)),
  ]);
}
