/**
 * The errors of the compatible API: code, published text and meaning. The only list of them: answers, OpenAPI and the table in
 * the documents are held to it by a test. Source: the published API, «Список ошибок».
 */
export const apiErrors = {
  badRequest: {
    code: 400,
    text: 'Bad request',
    meaning: {
      en: 'The body is broken or too large, or a required field is missing.',
      ru: 'Тело запроса испорчено или слишком велико, либо нет обязательного поля.',
    },
  },
  invalidToken: {
    code: 401,
    text: 'Invalid token',
    meaning: { en: 'The key is unknown or was revoked.', ru: 'Ключ неизвестен или отозван.' },
  },
  tokenExpired: {
    code: 402,
    text: 'Token expired',
    meaning: { en: 'The key has expired.', ru: 'Срок действия ключа истёк.' },
  },
  forbidden: {
    code: 403,
    text: 'Forbidden',
    meaning: {
      en: 'The project is suspended or deleted, or this method is switched off for it.',
      ru: 'Проект остановлен или удалён, либо этот метод для него выключен.',
    },
  },
  methodNotFound: {
    code: 404,
    text: 'Method not found',
    meaning: {
      en: 'There is no such method, it does not exist for this messenger, or the call was not POST.',
      ru: 'Такого метода нет, он не применим к этому мессенджеру, либо вызов сделан не методом POST.',
    },
  },
  notFound: {
    code: 405,
    text: 'Resource not found',
    meaning: { en: 'There is no such user, transition or chat.', ru: 'Нет такого пользователя, перехода или чата.' },
  },
  conflict: {
    code: 409,
    text: 'Data conflict',
    meaning: { en: 'This event is stored already.', ru: 'Такое событие уже записано.' },
  },
  unsupportedMediaType: {
    code: 415,
    text: 'Unsupported media type',
    meaning: {
      en: 'The content type is neither JSON, text nor form, and the body could not be read.',
      ru: 'Тип данных не JSON, не текст и не форма, и прочитать тело не удалось.',
    },
  },
  unprocessable: {
    code: 422,
    text: 'Unprocessable entity',
    meaning: {
      en: 'A field has a value that cannot be accepted, or the window for goals has passed.',
      ru: 'Значение поля недопустимо, либо срок для передачи цели прошёл.',
    },
  },
  tooManyRequests: {
    code: 429,
    text: 'Too many requests',
    meaning: {
      en: 'A limit of the key is used up; Retry-After says when to come again.',
      ru: 'Лимит ключа исчерпан; Retry-After говорит, когда повторить.',
    },
  },
  internal: {
    code: 500,
    text: 'Internal server error',
    meaning: {
      en: 'A fault of the server; error_details carries a reference that stands in its log.',
      ru: 'Ошибка сервера; в error_details номер, который есть в его журнале.',
    },
  },
  unavailable: {
    code: 503,
    text: 'Service unavailable',
    meaning: {
      en: 'The storage is away for a moment: the call may not have been stored. Send it again after Retry-After.',
      ru: 'Хранилище сейчас недоступно, запрос мог не записаться. Повторите через Retry-After.',
    },
  },
} as const;

export type ApiErrorName = keyof typeof apiErrors;
