import { givesPersonalLinks, type TendedProject } from '../bots/projects-of-bot.ts';
import type { Seen } from '../bots/read-update.ts';
import { isFailure } from '../failure.ts';
import type { InvitingMessenger } from '../messenger.ts';
import type { MessengersOptions } from '../options.ts';

type JoinRequest = Extract<Seen, { kind: 'join_request' }>;

/**
 * Writes a request to join down, with when to approve it: as the tracking link says that it came by, else as the channel says. Told
 * again, it is the same row.
 */
export async function noteJoinRequest(
  { pool, now }: Pick<MessengersOptions, 'pool' | 'now'>,
  { project, settings }: TendedProject,
  { chatId, userId, requestedMs, inviteLink }: JoinRequest,
): Promise<void> {
  if (project.chatId !== null && project.chatId !== chatId) return;
  const link = inviteLink === null ? null : await trackingLinkOf(pool, project.projectId, inviteLink);
  const seconds = link?.auto_approve_seconds ?? settings.autoApproveSeconds;
  const dueMs = seconds === null ? null : Math.max(requestedMs + seconds * 1000, now());
  await pool.query(
    `insert into join_requests (project_id, chat_id, user_id, requested_at, invite_link, link_id, state, due_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing`,
    [
      project.projectId,
      chatId,
      userId,
      new Date(requestedMs),
      inviteLink,
      link?.link_id ?? null,
      dueMs === null ? 'by_hand' : 'waiting',
      dueMs === null ? null : new Date(dueMs),
    ],
  );
}

async function trackingLinkOf(pool: MessengersOptions['pool'], projectId: string, inviteLink: string) {
  const found = await pool.query<{ link_id: string; auto_approve_seconds: number | null }>(
    `select l.link_id, l.auto_approve_seconds from links l where l.project_id = $1 and l.link_id = coalesce(
       (select c.link_id from invite_links i join clicks c on c.project_id = $1 and c.invite_place = i.place
        where i.project_id = $1 and i.invite_link = $2),
       (select link_id from invite_links where project_id = $1 and invite_link = $2))`,
    [projectId, inviteLink],
  );
  return found.rows[0] ?? null;
}

interface DueRow {
  project_id: string;
  chat_id: string;
  user_id: string;
  requested_at: Date;
  attempts: number;
}

const perRound = 25;
const longestPauseMs = 600_000;

/**
 * Approves what is due, the longest due first. Each is settled in the database after the call; where a process died in between, the
 * second call finds that there is nothing left to approve. Gives for how long Telegram wants to be left alone, if it does.
 */
export async function approveDue(
  options: Pick<MessengersOptions, 'pool' | 'now'>,
  telegram: InvitingMessenger,
  projects: readonly TendedProject[],
  mayGoOn: () => boolean,
): Promise<{ readonly done: number; readonly pauseMs: number }> {
  const { pool, now } = options;
  const found = await pool.query<DueRow>(
    `select project_id, chat_id, user_id, requested_at, attempts from join_requests
     where project_id = any($1::bigint[]) and state = 'waiting' and due_at <= $2 order by due_at limit ${perRound}`,
    [projects.map(({ project }) => project.projectId), new Date(now())],
  );
  for (const [done, row] of found.rows.entries()) {
    if (!mayGoOn()) return { done, pauseMs: 0 };
    try {
      const became = await telegram.approveJoinRequest(row.chat_id, row.user_id);
      await settle(options, row, became, null);
    } catch (error) {
      if (!isFailure(error)) throw error;
      const pauseMs = error.afterMs ?? Math.min(1_000 * 2 ** row.attempts, longestPauseMs);
      // Without the right to approve, a request waits until the bot has it again.
      await pool.query(
        `update join_requests set due_at = $5, attempts = attempts + 1, reason = $6
         where project_id = $1 and chat_id = $2 and user_id = $3 and requested_at = $4`,
        [row.project_id, row.chat_id, row.user_id, row.requested_at, new Date(now() + pauseMs), error.message],
      );
      if (error.class === 'later') return { done, pauseMs };
    }
  }
  return { done: found.rows.length, pauseMs: 0 };
}

async function settle(
  { pool, now }: Pick<MessengersOptions, 'pool' | 'now'>,
  row: DueRow,
  state: 'approved' | 'gone',
  reason: string | null,
): Promise<void> {
  await pool.query(
    `update join_requests set state = $5, reason = $6, settled_at = $7
     where project_id = $1 and chat_id = $2 and user_id = $3 and requested_at = $4 and state = 'waiting'`,
    [row.project_id, row.chat_id, row.user_id, row.requested_at, state, reason, new Date(now())],
  );
}

/** Whether a click of this tracking link gets a link that asks to join. */
export function asksToJoin(tended: TendedProject, linkApproveSeconds: number | null | undefined): boolean {
  return givesPersonalLinks(tended) && ((linkApproveSeconds ?? null) !== null || tended.settings.joinRequests);
}
