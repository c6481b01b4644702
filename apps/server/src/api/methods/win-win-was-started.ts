import { winWin } from '../../senders/winwin.ts';
import { sendersMethod } from '../method.ts';

/** A new subscriber of a bot made with WinWin. Source: published API, win_win_was_started. */
export const winWinWasStarted = sendersMethod({
  names: ['win_win_was_started'],
  platforms: ['telegram'],
  summary: {
    en: 'Somebody started a bot made with WinWin; the body is what its webhook sends.',
    ru: 'Человек запустил бота, сделанного в WinWin; тело — то, что шлёт его вебхук.',
  },
  read({ json }, { project, nowMs }) {
    if (json !== undefined) return winWin(json, { nowMs, project });
    return { kind: 'refused', error: 'badRequest', details: 'the body must be JSON or a form' };
  },
});
