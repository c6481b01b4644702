import { bigintArray, jsonArray, textArray, timeArray, uuidArray } from '../../database/array-values.ts';
import { statement } from '../../database/statement.ts';
import { type Batch, keyOf, type Transaction } from '../batch.ts';

const insertClicks = statement(
  'insert_clicks',
  `insert into clicks (project_id, click_id, link_id, clicked_at, machine, ad_system, marks, ids, country, address, referrer, user_agent, ip, via)
   select * from unnest($1::bigint[], $2::uuid[], $3::uuid[], $4::timestamptz[], $5::text[], $6::text[], $7::jsonb[], $8::jsonb[],
     $9::text[], $10::text[], $11::text[], $12::text[], $13::text[], $14::text[])`,
);

/**
 * The invite links of the pool that these visitors are sent to: theirs from now on. The state is compared as an expression, or the planner
 * takes the index of all leases, which its statistics believe to be empty, and reads the whole of it for every click.
 */
const leaseInviteLinks = statement(
  'lease_invite_links',
  `update invite_links set state = 'leased', click_id = leased.click_id, link_id = leased.link_id, leased_at = leased.at, leased_until = leased.until
   from unnest($1::bigint[], $2::text[], $3::uuid[], $4::uuid[], $5::timestamptz[], $6::timestamptz[])
     as leased (project_id, invite_link, click_id, link_id, at, until)
   where invite_links.project_id = leased.project_id and invite_links.invite_link = leased.invite_link and invite_links.state || '' = 'reserved'`,
);

export function recordClicks(batch: Batch, tx: Transaction): void {
  const { clicks } = batch;
  if (clicks.length === 0) return;
  for (const click of clicks) batch.clicksById.set(keyOf(click.projectId, click.clickId), click);
  tx.write(insertClicks, [
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
  ]);
  const leased = clicks.flatMap(({ lease, ...click }) => (lease === undefined ? [] : [{ click, lease }]));
  if (leased.length === 0) return;
  tx.write(leaseInviteLinks, [
    bigintArray(leased.map(({ click }) => click.projectId)),
    textArray(leased.map(({ lease }) => lease.inviteLink)),
    uuidArray(leased.map(({ click }) => click.clickId)),
    uuidArray(leased.map(({ click }) => click.linkId)),
    timeArray(leased.map(({ click }) => click.clickedMs)),
    timeArray(leased.map(({ lease }) => lease.untilMs)),
  ]);
}
