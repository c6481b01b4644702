import type pg from 'pg';
import { configChannel } from '../directory/listen.ts';
import type { MessengersOptions } from './options.ts';

/** What an owner may change; what is left out stays. */
export interface MessengerChange {
  readonly personalLinks?: boolean | undefined;
  readonly joinRequests?: boolean | undefined;
  readonly autoApproveSeconds?: number | null | undefined;
  readonly botHop?: boolean | null | undefined;
  readonly leaseDays?: number | undefined;
  readonly longPolling?: boolean | undefined;
}

/** Changes the settings and has the bot looked at anew. */
export async function changeMessenger(
  { pool, now }: Pick<MessengersOptions, 'pool' | 'now'>,
  projectId: string,
  change: MessengerChange,
): Promise<void> {
  const { personalLinks, joinRequests, autoApproveSeconds, botHop, leaseDays, longPolling } = change;
  await pool.query('insert into messengers (project_id) values ($1) on conflict do nothing', [projectId]);
  await pool.query(
    `update messengers set personal_links = coalesce($2, personal_links), join_requests = coalesce($3, join_requests),
       auto_approve_seconds = case when $4 then $5 else auto_approve_seconds end,
       bot_hop = case when $6 then $7 else bot_hop end, lease_days = coalesce($8, lease_days),
       long_polling = coalesce($9, long_polling)
     where project_id = $1`,
    [
      projectId,
      personalLinks ?? null,
      joinRequests ?? null,
      autoApproveSeconds !== undefined,
      autoApproveSeconds ?? null,
      botHop !== undefined,
      botHop ?? null,
      leaseDays ?? null,
      longPolling ?? null,
    ],
  );
  await pool.query(
    'update bots set check_at = $2 where bot_key = (select bot_key from messengers where project_id = $1)',
    [projectId, new Date(now())],
  );
  await pool.query('select pg_notify($1, $2)', [configChannel, projectId]);
}

/**
 * Asks for a check at once. With `takeOver`, what the last one found in the way may be replaced: the address of that host, or whatever
 * program was polling; nothing that comes later. Gives by what moment the check is known.
 */
export async function askForCheck(
  { pool, now }: Pick<MessengersOptions, 'pool' | 'now'>,
  projectId: string,
  takeOver: boolean,
): Promise<number> {
  const askedMs = now();
  await pool.query(
    `update bots set check_at = $2, problems = '[]', take_over = case when $3 then coalesce(
         (select case problem ->> 'code' when 'webhook_elsewhere' then problem ->> 'detail' else '*' end
          from jsonb_array_elements(problems) problem where problem ->> 'code' in ('webhook_elsewhere', 'polled_elsewhere') limit 1),
         take_over) else take_over end
     where bot_key = (select bot_key from messengers where project_id = $1)`,
    [projectId, new Date(askedMs), takeOver],
  );
  return askedMs;
}

/** Whether the check that was asked for then is still to come, or under way. */
export async function isCheckDue(pool: pg.Pool, projectId: string, askedMs: number): Promise<boolean> {
  const found = await pool.query(
    'select 1 from messengers m join bots b on b.bot_key = m.bot_key where m.project_id = $1 and b.check_at = $2',
    [projectId, new Date(askedMs)],
  );
  return found.rows.length > 0;
}
