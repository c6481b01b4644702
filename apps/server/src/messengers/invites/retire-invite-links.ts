import type { TendedProject } from '../bots/projects-of-bot.ts';
import type { InvitingMessenger } from '../messenger.ts';
import type { MessengersOptions } from '../options.ts';

const perRound = 10;
/** A joiner whose request is being answered, or who presses twice, still finds the link. */
const afterUseMs = 60_000;

/**
 * Revokes links that have done their work: somebody joined by them, or nobody did in the time that they were leased for. A link for one
 * member works again when that member leaves, so a used one does not stay open for whoever it was passed on to. Attribution does not end
 * with it: whoever came by a link is known by it for good. Gives how many there were.
 */
export async function retireInviteLinks(
  { pool, now }: Pick<MessengersOptions, 'pool' | 'now'>,
  telegram: InvitingMessenger,
  projects: readonly TendedProject[],
  mayGoOn: () => boolean,
): Promise<number> {
  const nowMs = now();
  const due = await pool.query<{ project_id: string; invite_link: string; chat_id: string }>(
    `select i.project_id, i.invite_link, i.chat_id from invite_links i
     where i.project_id = any($1::bigint[]) and i.chat_id is not null and i.revoked_at is null
       and ((i.state = 'used' and i.used_at <= $2) or (i.state = 'leased' and i.leased_until <= $3))
       and not exists (select from join_requests r where r.project_id = i.project_id and r.invite_link = i.invite_link
         and r.state in ('waiting', 'by_hand'))
     order by coalesce(i.used_at, i.leased_until) limit ${perRound}`,
    [projects.map(({ project }) => project.projectId), new Date(nowMs - afterUseMs), new Date(nowMs)],
  );
  for (const [retired, { project_id, invite_link, chat_id }] of due.rows.entries()) {
    if (!mayGoOn()) return retired;
    await telegram.revokeInviteLink(chat_id, invite_link);
    await pool.query(
      `update invite_links set revoked_at = $3, state = case state when 'used' then 'used' else 'revoked' end
       where project_id = $1 and invite_link = $2`,
      [project_id, invite_link, new Date(now())],
    );
  }
  return due.rows.length;
}
