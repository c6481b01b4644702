import { toolsy } from '../../senders/toolsy.ts';
import { sendersMethod } from '../method.ts';

/** Starts, subscriptions, payments and refunds, told by Toolsy. Source: published API, on_toolsy_event. */
export const onToolsyEvent = sendersMethod({
  names: ['on_toolsy_event'],
  platforms: ['telegram'],
  summary: {
    en: 'Takes the events of Toolsy: starts, and subscriptions, payments and refunds with their goals.',
    ru: 'Принимает события Toolsy: старты, а также подписки, платежи и возвраты с их целями.',
  },
  read: ({ json }, { project, nowMs }) => toolsy(json, { nowMs, project }),
});
