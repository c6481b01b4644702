import type { Text } from '../../text/text.ts';
import { integrationsTexts } from '../../texts/integrations.ts';

interface Constructor {
  /** Of the document in `docs/<language>/guides`. */
  readonly guide: string;
  readonly name: string | Text;
  readonly platforms: readonly ('telegram' | 'max')[];
}

/** What bots are made with, those in use most first. */
export const constructors: readonly Constructor[] = [
  { guide: 'salebot', name: 'SaleBot', platforms: ['telegram', 'max'] },
  { guide: 'bothelp', name: 'BotHelp', platforms: ['telegram'] },
  { guide: 'sendpulse', name: 'SendPulse', platforms: ['telegram'] },
  { guide: 'winwin', name: 'WinWinBot', platforms: ['telegram'] },
  { guide: 'sambot', name: 'SamBot', platforms: ['telegram'] },
  { guide: 'toolsy', name: 'Toolsy', platforms: ['telegram'] },
  { guide: 'n8n', name: 'n8n', platforms: ['telegram', 'max'] },
  { guide: 'own-bot', name: integrationsTexts.ownBot, platforms: ['telegram'] },
  { guide: 'max-bot', name: integrationsTexts.maxBot, platforms: ['max'] },
];
