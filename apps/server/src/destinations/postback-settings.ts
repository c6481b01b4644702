import { type Static, Type } from 'typebox';
import type { SettingViolation } from './destination.ts';
import { fillAddress, fillJson, macrosIn } from './macros.ts';
import { postbackMacros } from './postback-macros.ts';
import { choiceSetting, pairsSetting, textSetting } from './settings.ts';

// Scheme and host are fixed: a macro there would let a visitor choose where the server calls.
const address = '^https?://[^\\s/?#@{}\\\\]+([/?#]\\S*)?$';

export const postbackSettings = Type.Object({
  url: textSetting({
    label: { ru: 'Адрес', en: 'Address' },
    hint: {
      ru: 'Адрес постбэка из трекера. Макросы в фигурных скобках заменяются: {click_id}, {status}, {value}, {conversion_id} и другие',
      en: 'The postback address of the tracker. Macros in braces are replaced: {click_id}, {status}, {value}, {conversion_id} and others',
    },
    pattern: address,
    charsMax: 4000,
    expected: 'an address that begins with https:// or http:// and a host without macros',
    example: 'https://tracker.example/postback?subid={click_id}&status={status}&payout={value}&tid={conversion_id}',
  }),
  method: Type.Optional(
    choiceSetting({
      label: { ru: 'Метод', en: 'Method' },
      hint: { ru: 'GET, если трекер не просит другого', en: 'GET unless the tracker asks for something else' },
      choices: { GET: { ru: 'GET', en: 'GET' }, POST: { ru: 'POST', en: 'POST' } },
      byDefault: 'GET',
    }),
  ),
  body: Type.Optional(
    textSetting({
      label: { ru: 'Тело запроса', en: 'Body' },
      hint: {
        ru: 'Для POST: JSON или форма (a={goal}&b={value}), с теми же макросами',
        en: 'For POST: JSON or a form (a={goal}&b={value}), with the same macros',
      },
      charsMax: 16_000,
    }),
  ),
  headers: Type.Optional(
    pairsSetting({
      label: { ru: 'Заголовки', en: 'Headers' },
      hint: { ru: 'Например, ключ доступа; значения скрыты', en: 'A key of access, for instance; values are hidden' },
      name: "^(?!(?:host|content-length|transfer-encoding|connection|upgrade|expect|te|trailer)$)[a-z0-9!#$%&'*+.^_`|~-]{1,100}$",
      value: '^[\\t\\x20-\\x7e]{0,2000}$',
    }),
  ),
  statuses: Type.Optional(
    pairsSetting({
      label: { ru: 'Статусы', en: 'Statuses' },
      hint: {
        ru: 'Что подставить в {status}: слева имя цели, результат события (in_progress, success, failure) или повод (start, join, leave, refund и т. д.)',
        en: 'What {status} stands for: on the left a goal, the result of an event (in_progress, success, failure) or a cause (start, join, leave, refund …)',
      },
      name: '^[^\\x00-\\x1f\\x7f]{1,128}$',
      value: '^[^\\x00-\\x1f\\x7f]{0,128}$',
    }),
  ),
  secret: Type.Optional(
    textSetting({
      label: { ru: 'Секрет подписи', en: 'Signing secret' },
      hint: {
        ru: 'Если задан, к запросу добавляется подпись HMAC-SHA256 в заголовке X-Otkuda-Signature',
        en: 'Where given, the request carries an HMAC-SHA256 signature in the header X-Otkuda-Signature',
      },
      pattern: '^[\\x21-\\x7e]{8,200}$',
      expected: 'a secret of 8 to 200 characters without spaces',
    }),
  ),
});
export type PostbackSettings = Static<typeof postbackSettings>;

export type BodyKind = 'json' | 'form' | 'text';

/** By the content type that the owner gives, else by how the body begins. */
export function bodyKindOf({ body = '', headers = {} }: PostbackSettings): BodyKind {
  const type = Object.entries(headers).find(([name]) => name.toLowerCase() === 'content-type')?.[1];
  if (type === undefined) return /^\s*[{[]/.test(body) ? 'json' : 'form';
  if (/\bjson\b/i.test(type)) return 'json';
  return /x-www-form-urlencoded/i.test(type) ? 'form' : 'text';
}

/** What no schema can say: macros that exist, an address and a body that are in order once they are filled in. */
export function postbackViolations(settings: PostbackSettings): readonly SettingViolation[] {
  const { url, body = '', headers = {} } = settings;
  const known = new Set(postbackMacros);
  const unknown = (field: string, text: string): SettingViolation[] =>
    macrosIn(text)
      .filter((name) => !known.has(name))
      .map((name) => ({ field, expected: `macros that exist, not {${name}}` }));
  const sample = Object.fromEntries(postbackMacros.map((name) => [name, 'a']));
  return [
    ...unknown('url', url),
    ...(URL.canParse(fillAddress(url, sample)) ? [] : [{ field: 'url', expected: 'an address' }]),
    ...unknown('body', body),
    ...(body !== '' && bodyKindOf(settings) === 'json' && !isJson(fillJson(body, sample))
      ? [{ field: 'body', expected: 'JSON' }]
      : []),
    ...(body !== '' && settings.method !== 'POST'
      ? [{ field: 'body', expected: 'no body without the method POST' }]
      : []),
    ...Object.entries(headers).flatMap(([name, value]) => unknown(`headers.${name}`, value)),
  ];
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
