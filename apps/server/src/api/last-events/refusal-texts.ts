import { expectedInRussian } from './expected-texts.ts';
import type { Language, Text } from './language.ts';

/** What is said of refusals whose details are like this. */
interface RefusalText {
  readonly codes: readonly number[];
  /** Of the answer's `error_details`. */
  readonly pattern: RegExp;
  /** What was wrong, where the details themselves are not to be shown. */
  readonly what?: Readonly<Partial<Record<Language, (found: RegExpExecArray) => string>>>;
  /** Missing: what the code alone advises. */
  readonly advice?: Text;
}

/** The first that fits counts. What a person can change in their constructor stands before what only the code says. */
export const refusalTexts: readonly RefusalText[] = [
  {
    codes: [400],
    pattern: /save_webhook/,
    what: { ru: () => 'Обновление пришло пустым.', en: () => 'The update came empty.' },
    advice: {
      ru: 'В SaleBot откройте константы проекта и задайте save_webhook = 1 (именно константу проекта, иначе первый /start не сохранится), а в запросе передавайте переменную tg_request, для MAX — tt_request.',
      en: 'In SaleBot set the project constant save_webhook to 1 (a constant of the project, else the first /start is not kept) and send the variable tg_request, for MAX tt_request.',
    },
  },
  {
    codes: [422],
    pattern: /^(\S+) is required \(found from_user\)/,
    what: {
      ru: ([, field]) => `Нет поля ${field}, вместо него пришло from_user.`,
      en: ([, field]) => `There is no field ${field}; from_user came in its place.`,
    },
    advice: {
      ru: 'Так aiogram сохраняет обновление по умолчанию. Отправляйте его как есть: update.model_dump_json(exclude_none=True, by_alias=True).',
      en: 'This is how aiogram dumps an update by default. Send it as it came: update.model_dump_json(exclude_none=True, by_alias=True).',
    },
  },
  {
    codes: [400, 422],
    pattern: /looks like a raw update.*send it to (\w+)$/,
    what: {
      ru: () => 'Пришло обновление мессенджера целиком, а этот метод ждёт отдельные поля.',
      en: () => 'A whole update of the messenger came; this method takes fields of its own.',
    },
    advice: {
      ru: 'Обновления целиком отправляйте в on_telegram_webhook, для MAX — в on_max_webhook.',
      en: 'Send whole updates to on_telegram_webhook, on MAX to on_max_webhook.',
    },
  },
  {
    codes: [400, 422],
    pattern: /^(\S+) is required: (.+) was expected/,
    what: { ru: ([, field, expected = '']) => `Нет поля ${field}. Нужно: ${expectedInRussian(expected)}.` },
    advice: {
      ru: 'Добавьте это поле в тело запроса. Имя пишется точно так, маленькими буквами.',
      en: 'Add this field to the body of the request. Its name is written exactly so, in small letters.',
    },
  },
  {
    codes: [400, 422],
    pattern: /^(.+?): (.+) was expected, got (.+?)(?:; .+)?$/,
    what: {
      ru: ([, field, expected = '', got = '']) =>
        `${field === 'the body' ? 'Тело' : `Поле ${field}`} не подходит. Нужно: ${expectedInRussian(expected)}. Пришло: ${gotInRussian(got)}.`,
      en: ([, field, expected, got]) => `${field}: ${expected} was expected, got ${got}`,
    },
    advice: {
      ru: 'Исправьте значение там, откуда уходит запрос.',
      en: 'Correct the value where the request is sent from.',
    },
  },
  {
    codes: [422],
    pattern: /window of (\d+) days for goals ended at (\S+)/,
    what: {
      ru: ([, days, end = '']) =>
        `Цель пришла слишком поздно: срок для целей (дней после последнего перехода: ${days}) закончился ${end.slice(0, 10)}.`,
      en: ([, days, end = '']) =>
        `The goal came too late: the window of ${days} days after the last click ended on ${end.slice(0, 10)}.`,
    },
    advice: {
      ru: 'Если сделки идут дольше, увеличьте срок в настройках подключения рекламной системы.',
      en: 'If your deals take longer, widen the window in the settings of the destination.',
    },
  },
  {
    codes: [422],
    pattern: /no usable user id/,
    what: {
      ru: () => 'В запросе нет номера пользователя Telegram.',
      en: () => 'There is no user id of Telegram in the call.',
    },
    advice: {
      ru: 'Добавьте поле telegram_id (или user_id) с номером пользователя.',
      en: "Add a field telegram_id (or user_id) with the user's number.",
    },
  },
  {
    codes: [405],
    pattern: /there is no subscriber (.+)$/,
    what: {
      ru: ([, user]) => `Пользователь ${user} пока неизвестен.`,
      en: ([, user]) => `The user ${user} is not known yet.`,
    },
  },
  {
    codes: [405],
    pattern: /^No transition found in the last (\d+) days$/,
    what: {
      ru: ([, days]) => `Переходов этого человека за последние дни (${days}) нет.`,
      en: ([, days]) => `This person came by no way within the last ${days} days.`,
    },
    advice: {
      ru: 'Это ответ, а не поломка: человек не приходил или пришёл раньше.',
      en: 'This is an answer, not a fault: they did not come, or came earlier.',
    },
  },
  {
    codes: [400, 405, 422],
    pattern: /^(url must be specified|invalid chat link|chat username not found|chat not found)/,
    what: { ru: ([, text = '']) => chatLinkTexts[text] ?? text },
    advice: {
      ru: 'Укажите в поле url ссылку на чат или канал: https://max.ru/имя или https://max.ru/join/…',
      en: 'Put the link of the chat or channel into url: https://max.ru/name or https://max.ru/join/…',
    },
  },
  {
    codes: [404],
    pattern: /no method "(.*)"/,
    what: { ru: ([, name]) => `Метода «${name}» нет.`, en: ([, name]) => `There is no method “${name}”.` },
  },
  {
    codes: [404],
    pattern: /by POST, not by (\w+)/,
    what: {
      ru: ([, verb]) => `Запрос пришёл методом ${verb}, а нужен POST.`,
      en: ([, verb]) => `The call was a ${verb}; a POST is needed.`,
    },
  },
  {
    codes: [404],
    pattern: /^(\w+) does not exist for projects of (\w+)/,
    what: {
      ru: ([, method, platform]) => `Метода ${method} нет для мессенджера этого проекта (${platform}).`,
      en: ([, method, platform]) =>
        `The method ${method} does not exist for the messenger of this project (${platform}).`,
    },
  },
  {
    codes: [429],
    pattern: /limit of (\d+) calls per (\w+)/,
    what: {
      ru: ([, limit, span]) =>
        `Исчерпан лимит ключа: ${limit} за ${span === 'second' ? 'секунду' : span === 'hour' ? 'час' : 'сутки'}.`,
      en: ([, limit, span]) => `The limit of the key is used up: ${limit} a ${span}.`,
    },
  },
  {
    codes: [400],
    pattern: /JSON|object|array|form/,
    what: { ru: () => 'Тело запроса не читается: это не объект JSON.' },
    advice: {
      ru: 'Проверьте скобки, запятые и кавычки. Тело выглядит так: {"user_id": "987654321"}. Переменные конструктора берут в кавычки.',
      en: 'Check brackets, commas and quotes. A body looks like {"user_id": "987654321"}. Variables of the constructor go between quotes.',
    },
  },
];

const chatLinkTexts: Readonly<Record<string, string>> = {
  'url must be specified': 'Не указана новая ссылка: нет поля url.',
  'invalid chat link': 'Это не ссылка на MAX.',
  'chat username not found': 'В ссылке не видно, на какой чат она ведёт.',
  'chat not found': 'Чат удалён из сервиса.',
};

/** Where the details say no more: advice by the code alone. */
export const adviceByCode: Readonly<Record<number, Text>> = {
  401: {
    ru: 'Проверьте адрес в конструкторе: ключ в нём с ошибкой или отозван.',
    en: 'Check the address in the constructor: its key has a mistake or was revoked.',
  },
  402: {
    ru: 'Сделайте новый ключ в проекте и замените его в адресе.',
    en: 'Make a new key in the project and put it into the address.',
  },
  403: {
    ru: 'Проверьте в настройках проекта, не остановлен ли он и не выключен ли этот метод.',
    en: 'Look in the settings of the project whether it is suspended or this method is switched off.',
  },
  404: {
    ru: 'Проверьте название метода в конце адреса и что запрос отправляется методом POST. Список методов — в документации API.',
    en: 'Check the name of the method at the end of the address, and that the request is a POST. The methods are listed in the API documents.',
  },
  405: {
    ru: 'Сначала сервис должен узнать о старте этого человека: передайте старт, потом цель или запрос данных. Проверьте и сам номер пользователя.',
    en: 'The service has to learn of the start of this person first: send the start, then the goal or the question. Check the user id as well.',
  },
  409: {
    ru: 'Ничего делать не нужно: событие уже есть, второй раз оно не посчитано.',
    en: 'Nothing to do: the event is there and was not counted twice.',
  },
  415: {
    ru: 'Отправляйте JSON с заголовком Content-Type: application/json.',
    en: 'Send JSON with the header Content-Type: application/json.',
  },
  429: {
    ru: 'Пересылайте только старты и блокировки, а не каждое сообщение, или увеличьте лимиты ключа.',
    en: 'Forward only starts and blocks, not each message, or raise the limits of the key.',
  },
  500: {
    ru: 'Это ошибка сервера. Передайте номер из ответа тому, кто его обслуживает.',
    en: 'This is a fault of the server. Give the reference in the answer to whoever runs it.',
  },
  503: {
    ru: 'Сервер был недоступен несколько секунд. Если конструктор не повторил запрос сам, отправьте его ещё раз.',
    en: 'The server was out of order for a few seconds. If the constructor has not repeated the request, send it again.',
  },
};

function gotInRussian(got: string): string {
  if (got === 'an array') return 'массив';
  return got === 'an object' ? 'объект' : got;
}
