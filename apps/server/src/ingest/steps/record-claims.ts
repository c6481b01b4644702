import { bigint, Rows, text, timestamptz, uuid } from '../../database/parameter-rows.ts';
import { statement } from '../../database/statement.ts';
import type { Batch, Claim, Transaction } from '../batch.ts';

const taken = new Rows<Claim, Batch>({
  project_id: bigint((claim) => claim.projectId),
  click_id: uuid((claim) => claim.clickId),
  claimed_at: timestamptz((_claim, batch) => batch.nowMs),
});
const usedLinks = new Rows<Batch['usedInviteLinks'][number]>({
  project_id: bigint((one) => one.projectId),
  invite_link: text((one) => one.inviteLink),
  used_at: timestamptz((one) => one.atMs),
});

/** A start with the click's own code is right at any age, whoever claimed the click before. Sorted by key against deadlocks. */
const claimClicks = statement(
  'claim_clicks',
  `insert into click_claims (${taken.names}) ${taken.select} order by 1, 2
   on conflict (project_id, click_id) do nothing`,
);

/**
 * What `auto_detect` chose must be free: where a start with the click's code was stored at this very moment, the unique key makes the
 * transaction fail, and its repetition sees that claim and chooses another click.
 */
const claimDetectedClicks = statement(
  'claim_detected_clicks',
  `insert into click_claims (${taken.names}) ${taken.select} order by 1, 2`,
);

/** A link of the pool has done its work once the visitor it was leased to has joined. */
const useInviteLinks = statement(
  'use_invite_links',
  `update invite_links set used_at = used.used_at from (${usedLinks.select}) as used
   where invite_links.project_id = used.project_id and invite_links.invite_link = used.invite_link
     and invite_links.place is not null and invite_links.used_at is null`,
);

export function recordClaims(batch: Batch, tx: Transaction): void {
  const claims = [...batch.claims.values()];
  const detected = claims.filter((claim) => claim.detected);
  const exact = claims.filter((claim) => !claim.detected);
  if (detected.length > 0) tx.write(claimDetectedClicks, taken.values(detected, batch));
  if (exact.length > 0) tx.write(claimClicks, taken.values(exact, batch));
  const used = batch.usedInviteLinks;
  if (used.length > 0) tx.write(useInviteLinks, usedLinks.values(used));
}
