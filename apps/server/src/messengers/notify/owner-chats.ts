import { createHash, randomInt } from 'node:crypto';
import type { TendedProject } from '../bots/projects-of-bot.ts';
import type { Seen } from '../bots/read-update.ts';
import type { MessengersOptions } from '../options.ts';
import { putMessage } from '../people/messages.ts';

/** Letters and digits that are not taken for one another. */
const alphabet = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789';
const codePattern = /^\s*(?:\/start(?:@\w+)?\s+)?(otk-[A-Z0-9]{10})\s*$/i;
const codeLifeMs = 3_600_000;

/** Makes a code that connects, within an hour and once, the chat it is sent from. */
export async function makeOwnerCode(
  { pool, now }: Pick<MessengersOptions, 'pool' | 'now'>,
  projectId: string,
): Promise<{ readonly code: string; readonly expiresMs: number }> {
  const code = `otk-${Array.from({ length: 10 }, () => alphabet[randomInt(alphabet.length)]).join('')}`;
  const expiresMs = now() + codeLifeMs;
  await pool.query('delete from owner_chat_codes where project_id = $1 and expires_at <= $2', [
    projectId,
    new Date(now()),
  ]);
  await pool.query('insert into owner_chat_codes (project_id, code_hash, expires_at) values ($1, $2, $3)', [
    projectId,
    hashOf(code),
    new Date(expiresMs),
  ]);
  return { code, expiresMs };
}

/**
 * Connects the chat that a code was sent from, in one transaction with using the code up. Gives whether it was such a code: then it is
 * nothing else. A code that is not known (any more) is answered as well, so that the owner does not wait in vain.
 */
export async function connectOwnerChat(
  options: Pick<MessengersOptions, 'pool' | 'now'>,
  projects: readonly TendedProject[],
  seen: Extract<Seen, { kind: 'private' }>,
): Promise<boolean> {
  const code = codePattern.exec(seen.text)?.[1];
  const [first] = projects;
  if (code === undefined || first === undefined) return false;
  const at = new Date(options.now());
  const used = await options.pool.query<{ project_id: string }>(
    `with used as (
       delete from owner_chat_codes where project_id = any($1::bigint[]) and code_hash = $2 and expires_at > $3 returning project_id
     )
     insert into owner_chats (project_id, chat_id, name, connected_at) select project_id, $4, $5, $3 from used
     on conflict (project_id, chat_id) do update set name = excluded.name returning project_id`,
    [projects.map(({ project }) => project.projectId), hashOf(code), at, seen.userId, seen.name],
  );
  const projectId = used.rows[0]?.project_id;
  const tended = projects.find(({ project }) => project.projectId === projectId) ?? first;
  await putMessage(options, {
    projectId: tended.project.projectId,
    key: `owner:${seen.key}`,
    chatId: seen.userId,
    message: { text: answerText(projectId === undefined ? null : tended.project.title, seen.language) },
    repeats: true,
  });
  return true;
}

function answerText(title: string | null, language: string | null): string {
  const english = language !== null && !language.toLowerCase().startsWith('ru');
  if (title === null) return english ? 'This code is not valid any more.' : 'Этот код больше не действует.';
  return english
    ? `Done: notices and reports of “${title}” will come here.`
    : `Готово: уведомления и отчёты по «${title}» будут приходить сюда.`;
}

function hashOf(code: string): string {
  return createHash('sha256').update(code.toUpperCase()).digest('hex');
}
