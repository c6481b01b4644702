import { bigint, jsonb, Rows, real, text, timestamptz, uuid } from '../../database/parameter-rows.ts';
import { statement } from '../../database/statement.ts';
import type { Batch, Transaction } from '../batch.ts';
import type { Touch } from '../rows.ts';

/** A touch copies what reports and destinations need of its click, which retention may drop. */
const newTouches = new Rows<Touch>({
  project_id: bigint((t) => t.projectId),
  touch_id: uuid((t) => t.touchId),
  user_id: text((t) => t.userId),
  touched_at: timestamptz((t) => t.touchedMs),
  source_id: uuid((t) => t.source.sourceId),
  source_type: text((t) => t.sourceType),
  exactness: text((t) => t.source.exactness),
  confidence: real((t) => t.confidence),
  start_value: text((t) => t.startValue),
  link_id: uuid((t) => t.source.linkId),
  click_id: uuid((t) => t.clickId),
  clicked_at: timestamptz((t) => t.clickedMs),
  ad_system: text((t) => t.source.adSystem),
  marks: jsonb((t) => t.marks),
  ids: jsonb((t) => t.ids),
  country: text((t) => t.source.country),
});

const insertTouches = statement('insert_touches', `insert into touches (${newTouches.names}) ${newTouches.select}`);

export function recordTouches({ touches }: Batch, tx: Transaction): void {
  if (touches.length > 0) tx.write(insertTouches, newTouches.values(touches));
}
