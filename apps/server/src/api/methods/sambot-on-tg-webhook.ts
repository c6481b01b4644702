import { sambot } from '../../senders/sambot.ts';
import { sendersMethod } from '../method.ts';

/** The raw update of Telegram, as SamBot forwards it. Source: published API, sambot_on_tg_webhook. */
export const sambotOnTgWebhook = sendersMethod({
  names: ['sambot_on_tg_webhook'],
  platforms: ['telegram'],
  summary: {
    en: 'Takes the update of Telegram that SamBot forwards in `webhook`.',
    ru: 'Принимает вебхук Telegram, который SamBot передаёт в поле `webhook`.',
  },
  read: ({ json, text }, { project, nowMs }) => sambot(json === undefined ? text : json, { nowMs, project }),
});
