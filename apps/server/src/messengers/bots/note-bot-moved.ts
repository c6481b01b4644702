import { configChannel } from '../../directory/listen.ts';
import type { MessengersOptions } from '../options.ts';

/**
 * The bot got into a chat, or its rights there changed: it is looked at anew at once. The only channel of this bot that does not know its
 * chat yet learns it from that: MAX tells the ids of chats in no other way.
 */
export async function noteBotMoved(
  { pool, now }: Pick<MessengersOptions, 'pool' | 'now'>,
  botKey: string,
  { chatId, isAdministrator }: { readonly chatId: string; readonly isAdministrator: boolean },
): Promise<void> {
  if (isAdministrator) await learnChat(pool, botKey, chatId);
  await pool.query('update bots set check_at = $2 where bot_key = $1', [botKey, new Date(now())]);
}

async function learnChat(pool: MessengersOptions['pool'], botKey: string, chatId: string): Promise<void> {
  const found = await pool.query<{ project_id: string; chat_id: string | null }>(
    `select p.project_id, p.chat_id from messengers m join projects p on p.project_id = m.project_id
     where m.bot_key = $1 and p.kind = 'channel' and p.deleted_at is null`,
    [botKey],
  );
  const [open, ...more] = found.rows.filter(({ chat_id }) => chat_id === null);
  const isKnown = found.rows.some(({ chat_id }) => chat_id === chatId);
  if (open === undefined || more.length > 0 || isKnown) return;
  await pool.query('update projects set chat_id = $2 where project_id = $1 and chat_id is null', [
    open.project_id,
    chatId,
  ]);
  await pool.query('select pg_notify($1, $2)', [configChannel, open.project_id]);
}
