import { randomBytes } from 'node:crypto';
import type { Platform } from '@otkuda/contract';
import type { MessengersOptions } from '../options.ts';
import { botKey } from './bot.ts';

interface Changed {
  project_id: string;
  platform: Platform;
  messenger_token_sealed: Buffer | null;
}

/**
 * Takes over what was changed in the projects: a new token makes a bot (or joins the projects of one that is there), a token taken away, a
 * deleted or suspended project leaves it. Any process may do it, at any time.
 */
export async function syncBots(
  options: Pick<MessengersOptions, 'pool' | 'seal' | 'open' | 'now' | 'log'>,
): Promise<void> {
  const { pool } = options;
  const changed = await pool.query<Changed>(
    `select p.project_id, p.platform, p.messenger_token_sealed from projects p
     left join messengers m on m.project_id = p.project_id
     where p.production_id is null and (p.messenger_token_sealed is not null or m.project_id is not null)
       and case when p.deleted_at is null and not p.suspended then p.messenger_token_sealed end is distinct from m.token_sealed
     limit 1000`,
  );
  for (const project of changed.rows) await syncProject(options, project);
  // Another chat or link of a channel, or a bot that no project has any more, is to be seen to.
  await pool.query(
    `update bots set check_at = $1 where check_at > $1 and (
       bot_key in (select m.bot_key from messengers m join projects p on p.project_id = m.project_id
         where m.checked_at is not null and m.looked_for is distinct from concat_ws(' ', p.chat_id, p.chat_link))
       or not exists (select from messengers m where m.bot_key = bots.bot_key))`,
    [new Date(options.now())],
  );
}

async function syncProject(
  { pool, seal, open, now, log }: Pick<MessengersOptions, 'pool' | 'seal' | 'open' | 'now' | 'log'>,
  { project_id, platform, messenger_token_sealed }: Changed,
): Promise<void> {
  const found = await pool.query<{ live: boolean }>(
    'select deleted_at is null and not suspended as live from projects where project_id = $1',
    [project_id],
  );
  const sealed = found.rows[0]?.live ? messenger_token_sealed : null;
  let key: string | null = null;
  if (sealed !== null) {
    try {
      const token = open(sealed);
      key = botKey(platform, token);
      await pool.query(
        `insert into bots (bot_key, platform, token_sealed, hook_path, hook_secret_sealed, check_at, created_at)
         values ($1, $2, $3, $4, $5, $6, $6) on conflict (bot_key) do nothing`,
        [
          key,
          platform,
          sealed,
          randomBytes(24).toString('base64url'),
          seal(randomBytes(24).toString('base64url')),
          new Date(now()),
        ],
      );
      await pool.query('update bots set check_at = $2 where bot_key = $1', [key, new Date(now())]);
    } catch (error) {
      log('the token of a bot cannot be read', { projectId: project_id, error });
    }
  }
  const problems = sealed !== null && key === null ? [{ code: 'token_unreadable' }] : [];
  await pool.query(
    `insert into messengers (project_id, bot_key, token_sealed, problems) values ($1, $2, $3, $4)
     on conflict (project_id) do update set bot_key = excluded.bot_key, token_sealed = excluded.token_sealed, problems = excluded.problems,
       checked_at = null`,
    [project_id, key, sealed, JSON.stringify(problems)],
  );
}
