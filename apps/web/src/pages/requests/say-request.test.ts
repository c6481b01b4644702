import { describe, expect, it } from 'vitest';
import type { Say } from '../../text/language.tsx';
import { sayIn } from '../../text/text.ts';
import { type LoggedRequest, sayRequest } from './say-request.ts';

const say: Say = (text, values) => sayIn('ru', text, values);
const request = (part: Partial<LoggedRequest>): LoggedRequest => ({
  id: '0198f1c2-7a3b-7c4d-8e5f-6a7b8c9d0e1f',
  key_id: '0198f1c2-7a3b-7c4d-8e5f-6a7b8c9d0e1f',
  received_at: '2026-11-24T12:00:00Z',
  method: 'user_did_start_bot',
  outcome: 'accepted',
  status: 0,
  details: null,
  explained: null,
  user_id: '7',
  event_id: null,
  content_type: 'application/json',
  body: '{"user_id":"7","first_name":"Вася","username":"vasya"}',
  body_bytes: 50,
  body_cut: false,
  calls: 1,
  replay_of: null,
  ...part,
});

describe('a request is told to somebody who does not program', () => {
  it.each([
    [{}, { type: 'start', target: null }, 'Старт: Вася (@vasya)'],
    [{ method: 'send_reach_goal', body: '{"user_id":"7"}' }, { type: 'goal', target: 'lead' }, 'Цель «lead»: 7'],
    [{ method: 'add_event', body: '{"name":"course"' }, { type: 'sale', target: null }, 'Событие «sale»: 7'],
    [{ method: 'my_bot_was_stopped', body: 'user_id=7' }, { type: 'stop', target: null }, 'Остановка бота: 7'],
    [{ outcome: 'repeated' as const }, null, 'Уже приходил, второй раз не посчитан: Вася (@vasya)'],
    [
      {
        outcome: 'refused' as const,
        status: 422,
        explained: { what: { ru: 'Поле date…', en: 'date: …' }, advice: null },
      },
      null,
      'Не принят: Поле date…',
    ],
    [
      { outcome: 'ignored' as const, explained: { what: { ru: 'не /start', en: 'no /start' }, advice: null } },
      null,
      'Ничего не меняет: не /start',
    ],
    [{ body: '{"first_name":"\\u0410\\u043d\\u043d\\u0430"}' }, { type: 'join', target: null }, 'Подписка: Анна'],
  ])('%j', (part, stored, sentence) => {
    expect(sayRequest(say, request(part), stored)).toBe(sentence);
  });
});
