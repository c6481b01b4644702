/** What fields expect, for the Russian page: `error_details` say it in English. A test holds the list to the fields of all methods. */
const russian: Readonly<Record<string, string>> = {
  'a user id (not empty, not 0, at most 64 characters)': 'номер пользователя (не пустой, не 0, не длиннее 64 знаков)',
  'the name of a goal (1 to 128 characters)': 'название цели (от 1 до 128 знаков)',
  'the type of the event (1 to 128 characters)': 'тип события (от 1 до 128 знаков)',
  text: 'текст',
  'a Unix time in seconds, at most 3 years old and at most 5 minutes in the future':
    'время Unix в секундах, не старше 3 лет и не позже чем через 5 минут',
  'a Unix time in milliseconds, at most 3 years old and at most 5 minutes in the future':
    'время Unix в миллисекундах, не старше 3 лет и не позже чем через 5 минут',
  'one of in_progress, success, failure': 'одно из in_progress, success, failure',
  'a number with at most 13 digits before the point, such as 1500.00':
    'число, до 13 цифр перед точкой, например 1500.00',
  'an array of at most 50 objects {"name", "value"}': 'массив до 50 объектов {"name", "value"}',
  'a user of Telegram': 'пользователь Telegram',
  'a user of MAX': 'пользователь MAX',
  'a positive integer': 'целое положительное число',
  'the id of the chat': 'номер чата',
  'the type of the chat': 'тип чата',
  'the status of a chat member': 'статус участника чата',
  "the user's id in Telegram": 'номер пользователя в Telegram',
  'the update as Telegram sent it': 'обновление, как его прислал Telegram',
  'a Telegram update as JSON': 'обновление Telegram в виде JSON',
};

export function expectedInRussian(expected: string): string {
  return russian[expected] ?? expected;
}

export function isTranslated(expected: string): boolean {
  return Object.hasOwn(russian, expected);
}
