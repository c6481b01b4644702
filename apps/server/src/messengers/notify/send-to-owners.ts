import type { MessengersOptions } from '../options.ts';
import { putMessage } from '../people/messages.ts';

/**
 * Sends a text to every connected owner's chat of a project, once for each `key`, whichever process or how many times it is asked. Gives
 * to how many chats it goes for the first time. It is in the outbox by then, and sent by whoever tends the bot.
 */
export async function sendToOwners(
  options: Pick<MessengersOptions, 'pool' | 'now'>,
  projectId: string,
  key: string,
  text: string,
): Promise<number> {
  const chats = await options.pool.query<{ chat_id: string }>('select chat_id from owner_chats where project_id = $1', [
    projectId,
  ]);
  let sent = 0;
  for (const { chat_id: chatId } of chats.rows) {
    const isNew = await putMessage(options, {
      projectId,
      key: `notice:${key}:${chatId}`,
      chatId,
      message: { text: shortened(text) },
      repeats: false,
    });
    if (isNew) sent += 1;
  }
  return sent;
}

/** Messengers take about four thousand characters. */
function shortened(text: string): string {
  const characters = Array.from(text);
  return characters.length <= 3_900 ? text : `${characters.slice(0, 3_899).join('')}…`;
}
