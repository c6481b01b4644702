import { bigint, jsonb, Rows, text, timestamptz, uuid } from '../../database/parameter-rows.ts';
import { statement } from '../../database/statement.ts';
import type { Batch, Transaction } from '../batch.ts';
import type { ClickRecord } from '../records.ts';

const plainClicks = new Rows<ClickRecord>({
  project_id: bigint((c) => c.projectId),
  click_id: uuid((c) => c.clickId),
  link_id: uuid((c) => c.linkId),
  clicked_at: timestamptz((c) => c.clickedMs),
  machine: text((c) => c.machine),
  ad_system: text((c) => c.adSystem),
  marks: jsonb((c) => c.marks),
  ids: jsonb((c) => c.ids),
  country: text((c) => c.country),
  address: text((c) => c.address),
  referrer: text((c) => c.referrer),
  user_agent: text((c) => c.userAgent),
  ip: text((c) => c.ip),
  via: text((c) => c.via),
});
/** Clicks that are sent to an invite link of their own, which with this row is leased to them. */
const leasingClicks = plainClicks.with({ invite_place: bigint((c) => c.invitePlace) });

const insertClicks = statement('insert_clicks', `insert into clicks (${plainClicks.names}) ${plainClicks.select}`);
const insertLeasingClicks = statement(
  'insert_leasing_clicks',
  `insert into clicks (${leasingClicks.names}) ${leasingClicks.select}`,
);

export function recordClicks({ clicks }: Batch, tx: Transaction): void {
  if (clicks.length === 0) return;
  if (clicks.every((c) => c.invitePlace === undefined)) tx.write(insertClicks, plainClicks.values(clicks));
  else tx.write(insertLeasingClicks, leasingClicks.values(clicks));
}
