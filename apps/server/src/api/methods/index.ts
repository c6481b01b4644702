import type { ApiMethod } from '../method.ts';
import { addEvent } from './add-event.ts';
import { getTokenInfo } from './get-token-info.ts';
import { getUserInfo } from './get-user-info.ts';
import { getUserLastTransition } from './get-user-last-transition.ts';
import { myBotWasStarted } from './my-bot-was-started.ts';
import { myBotWasStopped } from './my-bot-was-stopped.ts';
import { myBothelpWasStarted } from './my-bothelp-was-started.ts';
import { onMaxWebhook } from './on-max-webhook.ts';
import { onSendPulseEvent } from './on-send-pulse-event.ts';
import { onTelegramWebhook } from './on-telegram-webhook.ts';
import { onToolsyEvent } from './on-toolsy-event.ts';
import { sambotOnTgWebhook } from './sambot-on-tg-webhook.ts';
import { sendReachGoal } from './send-reach-goal.ts';
import { setDefaultChatLink } from './set-default-chat-link.ts';
import { userDidStartBot } from './user-did-start-bot.ts';
import { winWinWasStarted } from './win-win-was-started.ts';

/** Every method of the compatible API. To add one: a file beside this, and a line here. */
export const apiMethods: readonly ApiMethod[] = [
  onTelegramWebhook,
  onMaxWebhook,
  userDidStartBot,
  myBotWasStarted,
  myBotWasStopped,
  myBothelpWasStarted,
  winWinWasStarted,
  sambotOnTgWebhook,
  onToolsyEvent,
  onSendPulseEvent,
  sendReachGoal,
  addEvent,
  getUserInfo,
  getUserLastTransition,
  getTokenInfo,
  setDefaultChatLink,
];
