import type { TendedProject } from '../bots/projects-of-bot.ts';
import type { InvitingMessenger } from '../messenger.ts';
import type { MessengersOptions } from '../options.ts';

const perRound = 10;
/** A joiner whose request is being answered, or who presses twice, still finds the link. */
const afterUseMs = 60_000;

const inReservation = 'i.project_id = r.project_id and i.place between r.from_place and r.to_place';

/**
 * Revokes links that have done their work: somebody joined by them, or nobody did in the time that they were leased for. A link for one
 * member works again when that member leaves, so a used one does not stay open for whoever it was passed on to. Attribution does not end
 * with it: whoever came by a link is known by it for good. Gives how many there were.
 */
export async function retireInviteLinks(
  { pool, now }: Pick<MessengersOptions, 'pool' | 'now'>,
  telegram: Pick<InvitingMessenger, 'revokeInviteLink'>,
  projects: readonly TendedProject[],
  mayGoOn: () => boolean,
): Promise<number> {
  const nowMs = now();
  const ids = projects.map(({ project }) => project.projectId);
  const given = [ids, new Date(nowMs - afterUseMs), new Date(nowMs)];
  const due = await pool.query<{ project_id: string; invite_link: string; chat_id: string }>(
    `select i.project_id, i.invite_link, i.chat_id from (
       select project_id, invite_link, chat_id, used_at as since from invite_links
       where project_id = any($1::bigint[]) and place is not null and used_at <= $2 and revoked_at is null
       union all
       select i.project_id, i.invite_link, i.chat_id, r.retire_at from invite_reservations r join invite_links i on ${inReservation}
       where r.project_id = any($1::bigint[]) and r.retire_at <= $3 and r.open_until is null and i.used_at is null and i.revoked_at is null
     ) as i
     where i.chat_id is not null
       and not exists (select from join_requests r where r.project_id = i.project_id and r.invite_link = i.invite_link
         and r.state in ('waiting', 'by_hand'))
     order by since limit ${perRound}`,
    given,
  );
  for (const [retired, { project_id, invite_link, chat_id }] of due.rows.entries()) {
    if (!mayGoOn()) return retired;
    await telegram.revokeInviteLink(chat_id, invite_link);
    await pool.query('update invite_links set revoked_at = $3 where project_id = $1 and invite_link = $2', [
      project_id,
      invite_link,
      new Date(now()),
    ]);
  }
  // Nothing is left to do for these.
  await pool.query(
    `delete from invite_reservations r where r.project_id = any($1::bigint[]) and r.retire_at <= $2 and r.open_until is null
       and not exists (select from invite_links i where ${inReservation} and i.revoked_at is null)`,
    [ids, new Date(nowMs)],
  );
  return due.rows.length;
}
