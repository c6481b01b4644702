/**
 * What fields expect, in Russian: problems say it in English unless the browser wants Russian. The only list; a test holds it to
 * the bodies of all routes and the settings of all destinations.
 */
const phrases: Readonly<Record<string, string>> = {
  text: 'текст',
  'true or false': 'true или false',
  'an array': 'список',
  null: 'null',
  'a JSON object': 'объект JSON',
  'a whole number': 'целое число',
  'a whole number; 0 is unlimited': 'целое число; 0 – без ограничений',
  'no field': 'без полей',
  'less nesting': 'меньше вложенности',
  'text without NUL characters': 'текст без нулевых символов',
  'a value': 'значение',
  'the whole secret': 'секрет целиком',
  'the id of a project': 'номер проекта',
  'the id of a workspace': 'номер рабочего пространства',
  'the id of a user': 'номер пользователя',
  'the id of a person': 'номер человека',
  'the id of a chat': 'ID чата',
  'the id of a chat, such as -1001234567890': 'ID чата, например -1001234567890',
  'an id such as 0198f1c2-7a3b-7c4d-8e5f-6a7b8c9d0e1f': 'id, например 0198f1c2-7a3b-7c4d-8e5f-6a7b8c9d0e1f',
  'an ISO 8601 time with its zone, such as 2026-01-31T12:00:00Z':
    'время ISO 8601 с часовым поясом, например 2026-01-31T12:00:00Z',
  'a day such as 2026-01-31': 'день, например 2026-01-31',
  'a day such as 2026-01-31 or 31.01.2026': 'день, например 2026-01-31 или 31.01.2026',
  'a day that there is': 'день, который есть в календаре',
  'an hour of 0 to 23': 'час от 0 до 23',
  'an IANA time zone such as Europe/Moscow': 'часовой пояс IANA, например Europe/Moscow',
  'a time zone that the database knows': 'часовой пояс, который знает база данных',
  'a currency such as RUB': 'валюта, например RUB',
  'an ISO 4217 code such as RUB': 'код валюты ISO 4217, например RUB',
  'another currency than that of the project': 'другая валюта, не валюта проекта',
  'each currency once': 'каждая валюта один раз',
  'a rate above 0 with at most 10 decimals, such as "92.5"': 'курс больше 0, до 10 знаков после точки, например "92.5"',
  'an array of at most 50 rates': 'список до 50 курсов',
  'an array of at most 1000 costs': 'список до 1000 расходов',
  'each day and source once': 'каждый день и источник один раз',
  'either link_id or utm_campaign': 'либо link_id, либо utm_campaign',
  'either a link or a campaign': 'либо ссылка, либо кампания',
  'the id of a link of this project': 'номер ссылки этого проекта',
  'the id, code or name of one link of this project': 'id, код или название одной ссылки этого проекта',
  'a sum that is not negative, with at most 6 decimals, such as "1500.50"':
    'неотрицательная сумма, до 6 знаков после точки, например "1500.50"',
  'a sum that is not negative, such as 1500.50 or 1 500,50': 'неотрицательная сумма, например 1500.50 или 1 500,50',
  'a table, sent as text/csv': 'таблица text/csv',
  'a code that no link has': 'код, которого нет у другой ссылки',
  '1 to 64 of A-Za-z0-9_-': 'от 1 до 64 знаков из A-Za-z0-9_-',
  'an address that begins with https://, http:// or tg://, without a user name or password in it':
    'адрес, который начинается с https://, http:// или tg://, без имени и пароля в нём',
  'an address that begins with https:// or http://': 'адрес, который начинается с https:// или http://',
  'an address that begins with https:// or http:// and a host without macros':
    'адрес, который начинается с https:// или http:// и имени сервера без макросов',
  'an address': 'адрес',
  'seconds (0 to 2592000) or null': 'секунды (от 0 до 2592000) или null',
  'a size of 64 to 4096 pixels': 'размер от 64 до 4096 пикселей',
  'a name such as my_bot, with or without @': 'имя, например my_bot, с @ или без',
  "the bot's token": 'токен бота',
  'an address such as anna@example.org': 'почта, например anna@example.org',
  'the password': 'пароль',
  'the password you sign in with now': 'пароль, с которым вы входите сейчас',
  'a password that is not the address and not one character repeated':
    'пароль, который не совпадает с почтой и не состоит из одного повторённого знака',
  'the token from the link': 'токен из ссылки',
  'a workspace of yours': 'ваше рабочее пространство',
  'the number of a counter of Yandex Metrica': 'номер счётчика Яндекс Метрики',
  'an object of at most 200 goals by type of event': 'до 200 целей по типам событий',
  'the name of a goal (1 to 128 characters)': 'название цели (от 1 до 128 знаков)',
  'the type of an event (1 to 128 characters)': 'тип события (от 1 до 128 знаков)',
  digits: 'цифры',
  'ten digits, with or without hyphens': 'десять цифр, с дефисами или без',
  'whsec_ and base64 of 24 to 64 bytes': 'whsec_ и base64 от 24 до 64 байт',
  'a version such as v26.0': 'версия, например v26.0',
  'a time such as 2027-11-22T10:00:00Z': 'время, например 2027-11-22T10:00:00Z',
  'a secret of 8 to 200 characters without spaces': 'секрет от 8 до 200 знаков без пробелов',
  'a code such as TEST12345': 'код, например TEST12345',
  'a token, or client_id and client_secret to sign in with': 'токен либо client_id и client_secret, чтобы войти',
  'no body without the method POST': 'без тела, если метод не POST',
  JSON: 'JSON',
};

/** What is made of bounds, names and values. */
const patterns: ReadonlyArray<readonly [RegExp, (found: readonly string[]) => string]> = [
  [/^(.+) \(it is required\)$/, ([, what = '']) => `${expectedInRussian(what)} (обязательно)`],
  [/^text of at most (\d+) characters$/, ([, max]) => `текст не длиннее ${max} знаков`],
  [/^text of (\d+) to (\d+) characters$/, ([, min, max]) => `текст от ${min} до ${max} знаков`],
  [/^a name of (\d+) to (\d+) characters$/, ([, min, max]) => `название от ${min} до ${max} знаков`],
  [/^a title of (\d+) to (\d+) characters$/, ([, min, max]) => `название от ${min} до ${max} знаков`],
  [/^a password of (\d+) to (\d+) characters$/, ([, min, max]) => `пароль от ${min} до ${max} знаков`],
  [/^text of from (\d+) to (\d+) characters$/, ([, min, max]) => `текст от ${min} до ${max} знаков`],
  [/^text of from (\d+) characters$/, ([, min]) => `текст от ${min} знаков`],
  [/^text of to (\d+) characters$/, ([, max]) => `текст до ${max} знаков`],
  [/^a whole number from (-?\d+) to (\d+)$/, ([, min, max]) => `целое число от ${min} до ${max}`],
  [/^a whole number from (-?\d+)$/, ([, min]) => `целое число от ${min}`],
  [/^a whole number to (\d+)$/, ([, max]) => `целое число до ${max}`],
  [/^one of (.+)$/, ([, names]) => `одно из ${names}`],
  [/^macros that exist, not (.+)$/, ([, macros]) => `существующие макросы, а не ${macros}`],
  [/^no field of this name \(there are (.+)\)$/, ([, names]) => `без поля с таким именем (есть ${names})`],
  [/^(.+) or (.+)$/, ([, one = '', other = '']) => `${expectedInRussian(one)} или ${expectedInRussian(other)}`],
];

/** One that has no text stays as it is. */
export function expectedInRussian(expected: string): string {
  if (Object.hasOwn(phrases, expected)) return phrases[expected] ?? expected;
  for (const [pattern, say] of patterns) {
    const found = pattern.exec(expected);
    if (found !== null) return say(found);
  }
  return expected;
}
