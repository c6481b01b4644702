import { bigint, bytea, Rows, timestamptz, uuid } from '../../database/parameter-rows.ts';
import { statement } from '../../database/statement.ts';
import type { Batch, Transaction } from '../batch.ts';
import type { KeptAddress } from '../records.ts';

const addresses = new Rows<KeptAddress & { projectId: string; clickId: string }>({
  project_id: bigint((row) => row.projectId),
  click_id: uuid((row) => row.clickId),
  sealed: bytea((row) => row.sealed),
  drop_at: timestamptz((row) => row.dropMs),
});

const insertClickAddresses = statement(
  'insert_click_addresses',
  `insert into click_addresses (${addresses.names}) ${addresses.select}`,
);

/** Only where a destination has to be told them, which most projects have none of. */
export function recordClickAddresses({ clicks }: Batch, tx: Transaction): void {
  const rows = clicks.flatMap(({ keptAddress, projectId, clickId }) =>
    keptAddress === undefined ? [] : [{ ...keptAddress, projectId, clickId }],
  );
  if (rows.length > 0) tx.write(insertClickAddresses, addresses.values(rows));
}
