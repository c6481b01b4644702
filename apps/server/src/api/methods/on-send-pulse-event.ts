import { sendPulse } from '../../senders/sendpulse.ts';
import { sendersMethod } from '../method.ts';

/** Starts and stops of a bot made with SendPulse. Source: published API, on_send_pulse_event. */
export const onSendPulseEvent = sendersMethod({
  names: ['on_send_pulse_event'],
  platforms: ['telegram'],
  summary: {
    en: 'Takes the events of a bot made with SendPulse: starts and stops are recognised.',
    ru: 'Принимает события бота, сделанного в SendPulse: сервис сам находит в них старт и остановку.',
  },
  read: ({ json }, { project, nowMs }) => sendPulse(json, { nowMs, project }),
});
