import { type ArrayValue, bigintArray, textArray, timeArray, uuidArray } from '../../database/array-values.ts';
import { statement } from '../../database/statement.ts';
import type { Batch, Claim, Transaction } from '../batch.ts';

/** A start with the click's own code is right at any age, whoever claimed the click before. Sorted by key against deadlocks. */
const claimClicks = statement(
  'claim_clicks',
  `insert into click_claims (project_id, click_id, claimed_at)
   select * from unnest($1::bigint[], $2::uuid[], $3::timestamptz[]) order by 1, 2
   on conflict (project_id, click_id) do nothing`,
);

/**
 * What `auto_detect` chose must be free: where a start with the click's code was stored at this very moment, the unique key makes the
 * transaction fail, and its repetition sees that claim and chooses another click.
 */
const claimDetectedClicks = statement(
  'claim_detected_clicks',
  `insert into click_claims (project_id, click_id, claimed_at)
   select * from unnest($1::bigint[], $2::uuid[], $3::timestamptz[]) order by 1, 2`,
);

/** A link of the pool has done its work once the visitor it was leased to has joined. */
const useInviteLinks = statement(
  'use_invite_links',
  `update invite_links set used_at = used.at
   from unnest($1::bigint[], $2::text[], $3::timestamptz[]) as used (project_id, invite_link, at)
   where invite_links.project_id = used.project_id and invite_links.invite_link = used.invite_link
     and invite_links.place is not null and invite_links.used_at is null`,
);

export function recordClaims(batch: Batch, tx: Transaction): void {
  const claims = [...batch.claims.values()];
  const detected = claims.filter((claim) => claim.detected);
  const exact = claims.filter((claim) => !claim.detected);
  if (detected.length > 0) tx.write(claimDetectedClicks, rowsOf(batch, detected));
  if (exact.length > 0) tx.write(claimClicks, rowsOf(batch, exact));
  const used = batch.usedInviteLinks;
  if (used.length === 0) return;
  tx.write(useInviteLinks, [
    bigintArray(used.map((one) => one.projectId)),
    textArray(used.map((one) => one.inviteLink)),
    timeArray(used.map((one) => one.atMs)),
  ]);
}

function rowsOf(batch: Batch, claims: readonly Claim[]): ArrayValue[] {
  return [
    bigintArray(claims.map((claim) => claim.projectId)),
    uuidArray(claims.map((claim) => claim.clickId)),
    timeArray(claims.map(() => batch.nowMs)),
  ];
}
