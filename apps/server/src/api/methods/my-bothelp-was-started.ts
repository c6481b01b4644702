import { bothelp } from '../../senders/bothelp.ts';
import { sendersMethod } from '../method.ts';

/** A start of a bot made with BotHelp. Source: published API, my_bothelp_was_started. */
export const myBothelpWasStarted = sendersMethod({
  names: ['my_bothelp_was_started'],
  platforms: ['telegram'],
  summary: {
    en: "Somebody started a bot made with BotHelp; the body is the subscriber's data as BotHelp sends them.",
    ru: 'Человек запустил бота, сделанного в BotHelp; тело — данные подписчика в том виде, в каком их шлёт BotHelp.',
  },
  read: ({ json }, { project, nowMs }) => bothelp(json, { nowMs, project }),
});
