import { telegramUpdate } from '../../senders/telegram.ts';
import { recoverUpdate, unwrapUpdate } from '../../senders/unwrap.ts';
import { sendersMethod } from '../method.ts';

/** The raw update of the Telegram Bot API, forwarded as it came. Source: published API, on_telegram_webhook. */
export const onTelegramWebhook = sendersMethod({
  names: ['on_telegram_webhook'],
  platforms: ['telegram'],
  summary: {
    en: 'Takes a raw update of the Telegram Bot API: starts, blocks, joins and leaves are recognised.',
    ru: 'Принимает вебхук Telegram как есть: сервис сам находит в нём старт, блокировку, подписку и отписку.',
  },
  read({ json, text }, { project, nowMs }) {
    const unwrapped = json === undefined ? recoverUpdate(text) : unwrapUpdate(json);
    if (!unwrapped.ok) return { kind: 'refused', error: 'badRequest', details: unwrapped.details };
    return telegramUpdate(unwrapped.update, { nowMs, project });
  },
});
