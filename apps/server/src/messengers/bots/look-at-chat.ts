import type { BotIdentity, Messenger, Standing } from '../messenger.ts';
import { channelLink } from '../people/hop.ts';
import type { MessengerProblem } from '../problems.ts';
import { goesThroughBot, type TendedProject } from './projects-of-bot.ts';

export interface Look {
  readonly chat: Standing | null;
  readonly problems: readonly MessengerProblem[];
}

/** How the bot stands in the channel of a project, and what of that keeps it from its work. A project of a bot has no chat. */
export async function lookAtChat(messenger: Messenger, bot: BotIdentity, tended: TendedProject): Promise<Look> {
  const { project, settings } = tended;
  if (project.kind === 'bot') return { chat: null, problems: [] };
  if (project.chatId === null) return { chat: null, problems: [{ code: 'chat_unknown' }] };
  const chat = await messenger.standing(project.chatId, bot);
  if (chat === null) return { chat: null, problems: [{ code: 'chat_not_found' }] };
  if (!chat.isAdministrator) return { chat, problems: [{ code: 'not_administrator' }] };
  const hops = goesThroughBot(tended);
  const problems: MessengerProblem[] = [];
  const wantsLinks = project.platform === 'telegram' && settings.personalLinks && !hops;
  if (wantsLinks && chat.username !== null) problems.push({ code: 'channel_public' });
  else if (wantsLinks && !chat.canInvite) problems.push({ code: 'cannot_invite' });
  if (hops && channelLink({ project, chat }) === null) problems.push({ code: 'chat_link_missing' });
  return { chat, problems };
}
