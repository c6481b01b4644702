import { bigintArray, jsonArray, textArray, timeArray, uuidArray } from '../../database/array-values.ts';
import { statement } from '../../database/statement.ts';
import { type Batch, keyOf, type Transaction } from '../batch.ts';

const insertClicks = statement(
  'insert_clicks',
  `insert into clicks (project_id, click_id, link_id, clicked_at, machine, ad_system, marks, ids, country, address, referrer, user_agent, ip, via)
   select * from unnest($1::bigint[], $2::uuid[], $3::uuid[], $4::timestamptz[], $5::text[], $6::text[], $7::jsonb[], $8::jsonb[],
     $9::text[], $10::text[], $11::text[], $12::text[], $13::text[], $14::text[])`,
);

/** The same where a click is sent to an invite link of its own, which with this row is leased to it. */
const insertLeasingClicks = statement(
  'insert_leasing_clicks',
  `insert into clicks (project_id, click_id, link_id, clicked_at, machine, ad_system, marks, ids, country, address, referrer, user_agent, ip, via,
     invite_place)
   select * from unnest($1::bigint[], $2::uuid[], $3::uuid[], $4::timestamptz[], $5::text[], $6::text[], $7::jsonb[], $8::jsonb[],
     $9::text[], $10::text[], $11::text[], $12::text[], $13::text[], $14::text[], $15::bigint[])`,
);

export function recordClicks(batch: Batch, tx: Transaction): void {
  const { clicks } = batch;
  if (clicks.length === 0) return;
  for (const click of clicks) batch.clicksById.set(keyOf(click.projectId, click.clickId), click);
  const columns = [
    bigintArray(clicks.map((c) => c.projectId)),
    uuidArray(clicks.map((c) => c.clickId)),
    uuidArray(clicks.map((c) => c.linkId)),
    timeArray(clicks.map((c) => c.clickedMs)),
    textArray(clicks.map((c) => c.machine)),
    textArray(clicks.map((c) => c.adSystem)),
    jsonArray(clicks.map((c) => c.marks)),
    jsonArray(clicks.map((c) => c.ids)),
    textArray(clicks.map((c) => c.country)),
    textArray(clicks.map((c) => c.address)),
    textArray(clicks.map((c) => c.referrer)),
    textArray(clicks.map((c) => c.userAgent)),
    textArray(clicks.map((c) => c.ip)),
    textArray(clicks.map((c) => c.via)),
  ];
  if (clicks.every((c) => c.invitePlace === undefined)) tx.write(insertClicks, columns);
  else tx.write(insertLeasingClicks, [...columns, bigintArray(clicks.map((c) => c.invitePlace))]);
}
