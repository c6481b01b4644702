import { apiErrors } from '@otkuda/contract';
import { describe, expect, it } from 'vitest';
import { ignoredReasons } from '../../domain/signal.ts';
import { apiMethods } from '../methods/index.ts';
import { isTranslated } from './expected-texts.ts';
import { explainRefusal } from './explain-refusal.ts';
import { findUnfilledFields } from './find-unfilled-fields.ts';
import { ignoredText } from './ignored-texts.ts';
import type { LoggedEvent, LoggedRequest, LoggedTouch } from './select-last-requests.ts';
import { tellConversion } from './tell-conversion.ts';
import { tellRequest } from './tell-request.ts';

const call: LoggedRequest = {
  request_id: '1',
  received_at: new Date(0),
  method: 'user_did_start_bot',
  outcome: 'accepted',
  status: 0,
  details: null,
  user_id: '7',
  body: Buffer.from('{}'),
  body_bytes: 2,
  calls: 1,
  replay_of: null,
  event: null,
  touch: null,
  person: { firstName: 'Вася', lastName: null, username: 'vasya' },
  conversions: [],
};
const event = (more: Partial<LoggedEvent>): LoggedEvent => ({
  id: '1',
  kind: 'start',
  type: null,
  target: null,
  amount: null,
  effect: 'first_join',
  ...more,
});
const touch = (more: Partial<LoggedTouch>): LoggedTouch => ({
  exactness: 'exact',
  confidence: 1,
  startValue: null,
  linkName: 'Яндекс.Директ',
  adSystem: 'yandex',
  source: null,
  campaign: 'лето',
  ...more,
});
const told = (more: Partial<LoggedRequest>, json: unknown = {}) =>
  (['ru', 'en'] as const).map((language) => tellRequest({ ...call, ...more }, json, { language, currency: 'RUB' }));

describe('a call is told in a sentence', () => {
  it.each<[string, Partial<LoggedRequest>, string, string]>([
    [
      'a start from an ad',
      { event: event({}), touch: touch({}) },
      'Старт: Вася (@vasya), источник: Яндекс.Директ, кампания «лето»',
      'Start of Вася (@vasya) from Яндекс.Директ, campaign “лето”',
    ],
    [
      'a repeated start',
      { event: event({ effect: null }) },
      'Повторный старт: Вася (@vasya)',
      'Another start of Вася (@vasya)',
    ],
    [
      'a block',
      { event: event({ kind: 'stop' }) },
      'Блокировка бота: Вася (@vasya)',
      'Block of the bot of Вася (@vasya)',
    ],
    [
      'a sale',
      { event: event({ kind: 'event', type: 'sale', amount: '1500.5' }) },
      'Событие «sale»: Вася (@vasya), 1\u00a0500,5\u00a0₽',
      'Event “sale” of Вася (@vasya), RUB\u00a01,500.5',
    ],
    ['somebody without a name', { event: event({}), person: null }, 'Старт: пользователь 7', 'Start of user 7'],
    [
      "nobody's start",
      { event: event({ effect: null }), touch: touch({ campaign: null }), user_id: null },
      'Старт, источник: Яндекс.Директ',
      'Start from Яндекс.Директ',
    ],
    ['something without an event', { user_id: null }, 'Принято', 'Accepted'],
    ['a look-up', { outcome: 'read' }, 'Запрошены данные: Вася (@vasya)', 'Look-up of Вася (@vasya)'],
    [
      'a repeat',
      { outcome: 'repeated' },
      'Повтор: такой запрос уже записан, второй раз он не считается',
      'A repeat: this call is stored already and is not counted twice',
    ],
  ])('%s', (_name, more, russian, english) => {
    expect(told(more).map(({ headline }) => headline)).toEqual([russian, english]);
  });

  it('a probable, an organic and an unknown source are told apart', () => {
    const line = (more: Partial<LoggedTouch>) => told({ event: event({}), touch: touch(more) })[1]?.lines.join();
    expect(line({ exactness: 'probable', confidence: 1 / 3 })).toContain('probability of 33 %');
    expect(line({ exactness: 'organic' })).toContain('No source');
    expect(line({ exactness: 'unknown', startValue: 'promo' })).toContain('“promo”');
  });

  it('a goal that goes nowhere says why, and one that somebody left unfilled says which', () => {
    const goal = event({ kind: 'goal', target: 'lead' });
    expect(told({ event: goal, touch: touch({ exactness: 'organic' }) })[0]?.lines.join()).toContain('не из рекламы');
    expect(told({ event: goal, touch: touch({}) })[1]?.lines.join()).toContain('is not connected');
    expect(told({ event: event({}) }, { last_name: 'None' })[1]?.lines.join()).toContain('what Python writes');
    const update = { update_id: 1, message: { text: 'None' } };
    expect(told({ event: event({}) }, update)[1]?.lines).toEqual([]);
  });
});

describe('what is told has both languages', () => {
  it('every reason to ignore', () => {
    for (const text of Object.values(ignoredReasons)) {
      expect(ignoredText(text, 'en')).toBe(text);
      expect(ignoredText(text, 'ru')).toMatch(/[а-я]/);
    }
  });

  it('what every field expects', () => {
    const expected = apiMethods.flatMap(({ body }) => Object.values(body ?? {}).map(({ field }) => field.expected));
    expect([...new Set(expected)].filter((one) => !isTranslated(one))).toEqual([]);
  });

  it('every error, with and without details that are known', () => {
    for (const { code, meaning } of Object.values(apiErrors)) {
      expect(explainRefusal(code, null, 'ru').what).toBe(meaning.ru);
      expect(explainRefusal(code, 'details of tomorrow', 'ru').what).toBe(meaning.ru);
      expect(explainRefusal(code, 'details of tomorrow', 'en').what).toBe(`${meaning.en} details of tomorrow`);
    }
  });
});

describe('a refusal is explained', () => {
  it.each([
    [
      400,
      'user_id is required: a user id (not empty, not 0, at most 64 characters) was expected',
      /^Нет поля user_id\. Нужно: номер/,
      /точно так/,
    ],
    [400, 'the body must be a JSON object such as {"user_id": "987654321"}, got an array', /не объект JSON/, /кавычки/],
    [
      422,
      'date: a Unix time in seconds, at most 3 years old and at most 5 minutes in the future was expected, got "x"',
      /^Поле date не подходит\. Нужно: время Unix в секундах.*\. Пришло: "x"\.$/,
      /Исправьте/,
    ],
    [
      422,
      'message.from is required (found from_user): send the update as Telegram sent it',
      /вместо него пришло from_user/,
      /by_alias/,
    ],
    [
      422,
      'user_id: the window of 21 days for goals ended at 2026-11-01T00:00:00.000Z',
      /21\) закончился 2026-11-01/,
      /увеличьте срок/,
    ],
    [404, 'there is no method "fly"', /^Метода «fly» нет\.$/, /POST/],
    [404, 'methods are called by POST, not by GET', /методом GET/, /POST/],
    [404, 'on_max_webhook does not exist for projects of telegram', /^Метода on_max_webhook нет/, /документации/],
    [
      429,
      'the limit of 3 calls per second is used up, come again in 1 s',
      /^Исчерпан лимит ключа: 3 за секунду\.$/,
      /Пересылайте только/,
    ],
    [405, 'user_id: there is no subscriber 404', /^Пользователь 404 пока неизвестен/, /передайте старт/],
    [405, 'No transition found in the last 7 days', /\(7\) нет/, /не поломка/],
    [422, 'invalid chat link, url must be a valid max link', /^Это не ссылка на MAX/, /max\.ru/],
    [403, 'the project of this key is suspended', /остановлен/, /настройках проекта/],
  ])('%i %s', (code, details, what, advice) => {
    const told = explainRefusal(code, details, 'ru');
    expect(told.what).toMatch(what);
    expect(told.advice).toMatch(advice);
  });
});

it('a conversion that waits for its owner says what the owner has to do', () => {
  const conversion = {
    destination: 'Yandex',
    destinationState: 'needs_owner',
    destinationReason: 'token_invalid',
    target: 'lead',
    state: 'pending',
    reason: null,
    response: null,
  } as const;
  expect(tellConversion(conversion, 'en')).toMatchObject({
    tone: 'bad',
    state: 'waits for the owner',
    reason: expect.stringContaining('Connect it again'),
  });
  expect(tellConversion({ ...conversion, destinationState: 'paused' }, 'ru').state).toBe('ждёт: подключение на паузе');
  expect(tellConversion({ ...conversion, state: 'skipped', reason: 'no_identifier' }, 'ru').reason).toContain(
    'идентификатора',
  );
});

it('unfilled fields are found at any depth that a body has, and a hostile one ends', () => {
  const deep = JSON.parse(`${'{"a":'.repeat(500)}"None"${'}'.repeat(500)}`);
  expect(findUnfilledFields(deep, 'en')).toEqual([]);
  expect(findUnfilledFields({ client: { id: '{{id}}' }, names: ['ok', '%name%'] }, 'en')).toMatchObject([
    { path: 'client.id', came: '{{id}}' },
    { path: 'names.1', came: '%name%' },
  ]);
});
