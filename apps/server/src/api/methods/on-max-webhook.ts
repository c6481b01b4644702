import { isMaxUpdate, maxUpdate } from '../../senders/max.ts';
import { recoverUpdate, unwrapUpdate } from '../../senders/unwrap.ts';
import { sendersMethod } from '../method.ts';

/** The raw update of the MAX Bot API, forwarded as it came: the twin of on_telegram_webhook, not published by TGTrack. */
export const onMaxWebhook = sendersMethod({
  names: ['on_max_webhook'],
  platforms: ['max'],
  summary: {
    en: 'Takes a raw update of the MAX Bot API: starts, stops, joins and leaves are recognised.',
    ru: 'Принимает вебхук MAX как есть: сервис сам находит в нём старт, остановку, подписку и отписку.',
  },
  read({ json, text }, { project, nowMs }) {
    if (isMaxUpdate(json)) return maxUpdate(json, { nowMs, project });
    const unwrapped = json === undefined ? recoverUpdate(text) : unwrapUpdate(json);
    if (!unwrapped.ok) return { kind: 'refused', error: 'badRequest', details: unwrapped.details };
    return maxUpdate(unwrapped.update, { nowMs, project });
  },
});
