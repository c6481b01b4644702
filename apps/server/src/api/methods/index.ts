import type { ApiMethod } from '../method.ts';
import { addEvent } from './add-event.ts';
import { getUserInfo } from './get-user-info.ts';
import { myBotWasStopped } from './my-bot-was-stopped.ts';
import { onTelegramWebhook } from './on-telegram-webhook.ts';
import { sendReachGoal } from './send-reach-goal.ts';
import { userDidStartBot } from './user-did-start-bot.ts';

/** Every method of the compatible API. To add one: a file beside this, and a line here. */
export const apiMethods: readonly ApiMethod[] = [
  onTelegramWebhook,
  userDidStartBot,
  myBotWasStopped,
  sendReachGoal,
  addEvent,
  getUserInfo,
];
