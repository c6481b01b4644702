import type { TendedProject } from '../bots/projects-of-bot.ts';
import { goesThroughBot } from '../bots/projects-of-bot.ts';
import type { Seen } from '../bots/read-update.ts';
import type { ChatMessage } from '../messenger.ts';
import type { MessengersOptions } from '../options.ts';
import { putMessage } from './messages.ts';

/**
 * Answers who came to the bot on the way to the channel: a button that leads there. The start itself is stored by then, so that the join
 * which follows is known to come from it.
 */
export async function answerHop(
  options: Pick<MessengersOptions, 'pool' | 'now'>,
  tended: TendedProject,
  seen: Extract<Seen, { kind: 'private' }>,
): Promise<void> {
  if (seen.startValue === null || !goesThroughBot(tended)) return;
  const url = channelLink(tended);
  if (url === null) return;
  const { projectId } = tended.project;
  await putMessage(options, {
    projectId,
    key: `hop:${seen.key}`,
    chatId: seen.userId,
    message: hopMessage(tended.project.title, url, seen.language),
    // Two buttons do no harm, none leaves a visitor standing.
    repeats: true,
  });
}

/** Where the channel is; null: not known. */
export function channelLink({ project, chat }: Pick<TendedProject, 'project' | 'chat'>): string | null {
  if (project.chatLink !== null) return project.chatLink;
  if (project.platform === 'telegram' && chat?.username) return `https://t.me/${chat.username}`;
  return chat?.link ?? null;
}

function hopMessage(title: string, url: string, language: string | null): ChatMessage {
  if (language !== null && !language.toLowerCase().startsWith('ru'))
    return { text: `One more step: open “${title}” and join.`, button: { text: 'Open', url } };
  return { text: `Остался один шаг: откройте «${title}» и подпишитесь.`, button: { text: 'Открыть', url } };
}
