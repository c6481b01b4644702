import type { Project } from '../../api/schema.gen.ts';
import type { Text } from '../../text/text.ts';
import { integrationsTexts } from '../../texts/integrations.ts';

interface Constructor {
  /** Of the document in `docs/<language>/guides`. */
  readonly guide: string;
  readonly name: string | Text;
  readonly platforms: readonly Project['platform'][];
  readonly kinds: readonly Project['kind'][];
}

const ofTelegramBots = { platforms: ['telegram'], kinds: ['bot'] } as const;

/** What bots are made with, those in use most first; and how channels are connected. */
export const constructors: readonly Constructor[] = [
  { guide: 'telegram-channel', name: integrationsTexts.telegramChannel, platforms: ['telegram'], kinds: ['channel'] },
  { guide: 'max-channel', name: integrationsTexts.maxChannel, platforms: ['max'], kinds: ['channel'] },
  { guide: 'salebot', name: 'SaleBot', platforms: ['telegram', 'max'], kinds: ['bot'] },
  { guide: 'bothelp', name: 'BotHelp', ...ofTelegramBots },
  { guide: 'smartsender', name: 'SmartSender', ...ofTelegramBots },
  { guide: 'sendpulse', name: 'SendPulse', ...ofTelegramBots },
  { guide: 'winwin', name: 'WinWin', ...ofTelegramBots },
  { guide: 'sambot', name: 'SamBot', ...ofTelegramBots },
  { guide: 'toolsy', name: 'Toolsy', ...ofTelegramBots },
  { guide: 'wabot', name: integrationsTexts.wabot, ...ofTelegramBots },
  { guide: 'n8n', name: 'n8n', platforms: ['telegram', 'max'], kinds: ['bot', 'channel'] },
  { guide: 'own-bot', name: integrationsTexts.ownBot, ...ofTelegramBots },
  { guide: 'max-bot', name: integrationsTexts.maxBot, platforms: ['max'], kinds: ['bot'] },
];

/** What a project can be connected by. */
export function constructorsFor({ platform, kind }: Pick<Project, 'platform' | 'kind'>): readonly Constructor[] {
  return constructors.filter(({ platforms, kinds }) => platforms.includes(platform) && kinds.includes(kind));
}
