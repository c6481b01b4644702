import type { ConversionState } from '@otkuda/contract';
import type { Language, Text } from './language.ts';
import type { LoggedEvent } from './select-last-requests.ts';

/** Words of the page's sentences. Russian names the thing and then the person, so that nothing has to agree in gender or case. */
interface Words {
  readonly kinds: Readonly<Record<LoggedEvent['kind'], string>>;
  readonly again: string;
  /** `of` joins what happened to whom it happened to. */
  readonly of: string;
  readonly from: string;
  readonly campaign: (name: string) => string;
  readonly quoted: (text: string) => string;
  readonly user: (id: string) => string;
  readonly read: string;
  readonly repeated: string;
  readonly ignored: string;
  readonly accepted: string;
  readonly replayed: string;
  readonly anonymous: string;
  readonly organic: string;
  readonly unknownSource: (startValue: string) => string;
  readonly probable: (percent: number) => string;
  readonly calls: (count: number) => string;
  readonly erased: string;
  readonly goalUnsent: Readonly<Record<'organic' | 'unknown_source' | 'no_destination', string>>;
  readonly unfilled: (field: string, came: string, cause: string) => string;
  readonly waits: Readonly<Record<'paused' | 'needs_owner' | 'deleted', string>>;
  readonly answered: string;
}

export const words: Readonly<Record<Language, Words>> = {
  ru: {
    kinds: {
      start: 'Старт',
      stop: 'Блокировка бота',
      resume: 'Разблокировка бота',
      join: 'Подписка',
      leave: 'Отписка',
      goal: 'Цель',
      event: 'Событие',
      refund: 'Возврат',
    },
    again: 'Повторный старт',
    of: ': ',
    from: ', источник: ',
    campaign: (name) => `, кампания «${name}»`,
    quoted: (text) => `«${text}»`,
    user: (id) => `пользователь ${id}`,
    read: 'Запрошены данные',
    repeated: 'Повтор: такой запрос уже записан, второй раз он не считается',
    ignored: 'Принято, ничего не изменилось',
    accepted: 'Принято',
    replayed: 'Повторная обработка из журнала',
    anonymous: 'Чей это старт, отправитель не сказал: он засчитан источнику, подписчик не заведён.',
    organic:
      'Источника нет: в старте не было кода ссылки. Если человек пришёл по ссылке, проверьте, что конструктор передаёт параметр старта.',
    unknownSource: (startValue) =>
      `Источник неизвестен: параметр старта «${startValue}» не из ссылок этого проекта. Он сохранён как есть.`,
    probable: (percent) => `Источник определён по времени перехода, вероятность ${percent} %.`,
    calls: (count) => `Таких запросов за эту секунду: ${count}`,
    erased: 'Данные этого человека удалены',
    goalUnsent: {
      organic: 'Цель записана, но никуда не передана: человек пришёл не из рекламы.',
      unknown_source: 'Цель записана, но никуда не передана: источник этого человека неизвестен.',
      no_destination: 'Цель записана, но никуда не передана: рекламная система, откуда пришёл человек, не подключена.',
    },
    unfilled: (field, came, cause) => `Поле ${field} пришло как «${came}»: ${cause}.`,
    waits: {
      paused: 'ждёт: подключение на паузе',
      needs_owner: 'ждёт владельца',
      deleted: 'подключение удалено',
    },
    answered: 'Данные отправлены, в журнале они не хранятся',
  },
  en: {
    kinds: {
      start: 'Start',
      stop: 'Block of the bot',
      resume: 'Unblock of the bot',
      join: 'Subscription',
      leave: 'Leave',
      goal: 'Goal',
      event: 'Event',
      refund: 'Refund',
    },
    again: 'Another start',
    of: ' of ',
    from: ' from ',
    campaign: (name) => `, campaign “${name}”`,
    quoted: (text) => `“${text}”`,
    user: (id) => `user ${id}`,
    read: 'Look-up',
    repeated: 'A repeat: this call is stored already and is not counted twice',
    ignored: 'Accepted, nothing changed',
    accepted: 'Accepted',
    replayed: 'Processed again from the log',
    anonymous: 'The sender did not say whose start it is: it counts for the source, and there is no subscriber.',
    organic:
      'No source: the start carried no code of a link. If the person came by a link, check that the constructor passes the start parameter on.',
    unknownSource: (startValue) =>
      `Source unknown: the start parameter “${startValue}” is of none of this project's links. It is kept as it came.`,
    probable: (percent) => `The source was found by the time of the click, with a probability of ${percent} %.`,
    calls: (count) => `Calls like this in that second: ${count}`,
    erased: "This person's data were erased",
    goalUnsent: {
      organic: 'The goal is stored but told to nobody: the person did not come from an ad.',
      unknown_source: "The goal is stored but told to nobody: the person's source is not known.",
      no_destination: 'The goal is stored but told to nobody: the ad system they came from is not connected.',
    },
    unfilled: (field, came, cause) => `The field ${field} came as “${came}”: ${cause}.`,
    waits: {
      paused: 'waits: the destination is paused',
      needs_owner: 'waits for the owner',
      deleted: 'the destination was deleted',
    },
    answered: 'The data were sent; the log does not keep them',
  },
};

export const conversionStateTexts: Readonly<Record<ConversionState, Text>> = {
  pending: { ru: 'ждёт отправки', en: 'waits to be sent' },
  accepted: { ru: 'принято', en: 'accepted' },
  confirmed: { ru: 'подтверждено', en: 'confirmed' },
  skipped: { ru: 'не передаётся', en: 'not sent' },
  expired: { ru: 'срок прошёл', en: 'too late' },
  failed: { ru: 'отказ', en: 'refused' },
  uncertain: { ru: 'неизвестно, дошло ли', en: 'unknown whether it arrived' },
};
