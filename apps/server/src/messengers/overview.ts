import type pg from 'pg';
import type { Standing } from './messenger.ts';
import type { MessengerProblem } from './problems.ts';

/** How a project and its messenger get on, as the owner sees it. */
export interface MessengerOverview {
  /** `off`: no token; `connecting`: not looked at yet; `trouble`: something keeps it from its work. */
  readonly state: 'off' | 'connecting' | 'working' | 'trouble';
  readonly mode: 'webhook' | 'polling' | null;
  readonly bot: { readonly userId: string | null; readonly username: string | null } | null;
  readonly chat: Standing | null;
  readonly problems: readonly MessengerProblem[];
  readonly checkedAt: Date | null;
  readonly settings: {
    readonly personalLinks: boolean;
    readonly joinRequests: boolean;
    readonly autoApproveSeconds: number | null;
    readonly botHop: boolean | null;
    readonly leaseDays: number;
    readonly longPolling: boolean;
  };
  readonly inviteLinks: Readonly<Record<'ready' | 'leased' | 'used' | 'shared' | 'unanswered', number>>;
  readonly joinRequests: Readonly<Record<'waiting' | 'by_hand', number>>;
  readonly ownerChats: readonly { readonly chatId: string; readonly name: string | null; readonly connectedAt: Date }[];
}

interface Row {
  has_bot: boolean;
  personal_links: boolean;
  join_requests: boolean;
  auto_approve_seconds: number | null;
  bot_hop: boolean | null;
  lease_days: number;
  chat: Standing | null;
  problems: MessengerProblem[];
  mode: 'off' | 'webhook' | 'polling' | null;
  long_polling: boolean;
  user_id: string | null;
  username: string | null;
  bot_problems: MessengerProblem[] | null;
  checked_at: Date | null;
}

export async function readOverview(pool: pg.Pool, projectId: string): Promise<MessengerOverview> {
  const found = await pool.query<Row>(
    `select m.bot_key is not null as has_bot, m.personal_links, m.join_requests, m.auto_approve_seconds, m.bot_hop, m.lease_days, m.long_polling, m.chat,
       m.problems, b.mode, b.user_id, b.username, b.problems as bot_problems, b.checked_at
     from messengers m left join bots b on b.bot_key = m.bot_key where m.project_id = $1`,
    [projectId],
  );
  const row = found.rows[0];
  const problems = [...(row?.bot_problems ?? []), ...(row?.problems ?? [])];
  const { mode = null, has_bot = false, checked_at = null } = row ?? {};
  return {
    state: problems.length > 0 ? 'trouble' : !has_bot ? 'off' : checked_at === null ? 'connecting' : 'working',
    mode: mode === 'off' ? null : mode,
    bot: has_bot ? { userId: row?.user_id ?? null, username: row?.username ?? null } : null,
    chat: row?.chat ?? null,
    problems,
    checkedAt: checked_at,
    settings: {
      personalLinks: row?.personal_links ?? true,
      joinRequests: row?.join_requests ?? false,
      autoApproveSeconds: row?.auto_approve_seconds ?? null,
      botHop: row?.bot_hop ?? null,
      leaseDays: row?.lease_days ?? 30,
      longPolling: row?.long_polling ?? false,
    },
    ...(await countOf(pool, projectId)),
    ownerChats: await ownerChatsOf(pool, projectId),
  };
}

async function countOf(pool: pg.Pool, projectId: string) {
  const counted = await pool.query<Record<string, number>>(
    `select
       links.*,
       (select count(*)::int from invite_link_orders where project_id = $1 and state = 'unanswered') as unanswered,
       (select count(*)::int from join_requests where project_id = $1 and state = 'waiting') as waiting,
       (select count(*)::int from join_requests where project_id = $1 and state = 'by_hand') as by_hand
     from (
       select count(*) filter (where state in ('free', 'reserved'))::int as ready, count(*) filter (where state = 'leased')::int as leased,
         count(*) filter (where state = 'used')::int as used, count(*) filter (where state = 'shared')::int as shared
       from invite_link_states where project_id = $1) as links`,
    [projectId],
  );
  const {
    ready = 0,
    leased = 0,
    used = 0,
    shared = 0,
    unanswered = 0,
    waiting = 0,
    by_hand = 0,
  } = counted.rows[0] ?? {};
  return { inviteLinks: { ready, leased, used, shared, unanswered }, joinRequests: { waiting, by_hand } };
}

async function ownerChatsOf(pool: pg.Pool, projectId: string): Promise<MessengerOverview['ownerChats']> {
  const found = await pool.query<{ chat_id: string; name: string | null; connected_at: Date }>(
    'select chat_id, name, connected_at from owner_chats where project_id = $1 order by connected_at',
    [projectId],
  );
  return found.rows.map((row) => ({ chatId: row.chat_id, name: row.name, connectedAt: row.connected_at }));
}
