import { isFailure, type MessengerFailure } from '../failure.ts';
import type { ChatMessage, Messenger } from '../messenger.ts';
import type { MessengersOptions } from '../options.ts';

interface NewMessage {
  readonly projectId: string;
  /** Names the occasion: a second message with the same key is none. */
  readonly key: string;
  readonly chatId: string;
  readonly message: ChatMessage;
  /** Whether it is sent again where it is not known if it arrived. */
  readonly repeats: boolean;
}

/** Puts a message into the outbox. Gives whether it is a new one. */
export async function putMessage(
  { pool, now }: Pick<MessengersOptions, 'pool' | 'now'>,
  { projectId, key, chatId, message, repeats }: NewMessage,
): Promise<boolean> {
  const put = await pool.query(
    `insert into chat_messages (project_id, message_key, chat_id, content, repeats, state, due_at, created_at)
     values ($1, $2, $3, $4, $5, 'waiting', $6, $6) on conflict do nothing`,
    [projectId, key, chatId, JSON.stringify(message), repeats, new Date(now())],
  );
  return put.rowCount === 1;
}

interface DueRow {
  project_id: string;
  message_key: string;
  chat_id: string;
  content: ChatMessage;
  repeats: boolean;
  attempts: number;
}

const perRound = 25;
const attemptsMax = 12;
const longestPauseMs = 600_000;

/**
 * Sends what is due. A message is marked before its call, so that after a crash it is known which may have arrived: those are sent again
 * or given up as uncertain, as each message says. `sending` is only touched by whoever tends the bot.
 */
export async function sendDue(
  options: Pick<MessengersOptions, 'pool' | 'now'>,
  messenger: Messenger,
  projectIds: readonly string[],
  mayGoOn: () => boolean,
): Promise<{ readonly done: number; readonly pauseMs: number }> {
  const { pool, now } = options;
  const found = await pool.query<DueRow>(
    `select project_id, message_key, chat_id, content, repeats, attempts from chat_messages
     where project_id = any($1::bigint[]) and state in ('waiting', 'sending') and due_at <= $2 order by due_at limit ${perRound}`,
    [projectIds, new Date(now())],
  );
  for (const [done, row] of found.rows.entries()) {
    if (!mayGoOn()) return { done, pauseMs: 0 };
    if (!(await begin(options, row))) continue;
    try {
      await messenger.send(row.chat_id, row.content);
      await settle(options, row, 'sent', null);
    } catch (error) {
      if (!isFailure(error)) throw error;
      const pauseMs = await putBack(options, row, error);
      if (error.class === 'later') return { done, pauseMs };
    }
  }
  return { done: found.rows.length, pauseMs: 0 };
}

/** One that was being sent when its process died may have arrived. */
async function begin(options: Pick<MessengersOptions, 'pool' | 'now'>, row: DueRow): Promise<boolean> {
  const taken = await options.pool.query(
    `update chat_messages set state = 'sending', attempts = attempts + 1
     where project_id = $1 and message_key = $2 and (state = 'waiting' or repeats)`,
    [row.project_id, row.message_key],
  );
  if (taken.rowCount === 1) return true;
  await settle(options, row, 'uncertain', 'the server was stopped while it was being sent');
  return false;
}

async function putBack(
  options: Pick<MessengersOptions, 'pool' | 'now'>,
  row: DueRow,
  failure: MessengerFailure,
): Promise<number> {
  if (failure.class === 'refused' || row.attempts + 1 >= attemptsMax) {
    await settle(options, row, 'failed', failure.message);
    return 0;
  }
  if (failure.class === 'unknown' && !row.repeats) {
    await settle(options, row, 'uncertain', failure.message);
    return 0;
  }
  const pauseMs = failure.afterMs ?? Math.min(1_000 * 2 ** row.attempts, longestPauseMs);
  await options.pool.query(
    `update chat_messages set state = 'waiting', due_at = $3, reason = $4 where project_id = $1 and message_key = $2`,
    [row.project_id, row.message_key, new Date(options.now() + pauseMs), failure.message],
  );
  return pauseMs;
}

async function settle(
  { pool, now }: Pick<MessengersOptions, 'pool' | 'now'>,
  row: DueRow,
  state: 'sent' | 'failed' | 'uncertain',
  reason: string | null,
): Promise<void> {
  await pool.query(
    `update chat_messages set state = $3, reason = $4, settled_at = $5 where project_id = $1 and message_key = $2`,
    [row.project_id, row.message_key, state, reason, new Date(now())],
  );
}
