import type { Texts } from '../text/text.ts';

export const funnelTexts = {
  lead: { ru: 'Что люди делают после прихода, шаг за шагом.', en: 'What people do after they came, step by step.' },
  clicks: { ru: 'Клик по ссылке', en: 'Click of a link' },
  joins: { ru: 'Подписка', en: 'Join' },
  event: { ru: 'событие', en: 'event' },
  goal: { ru: 'цель', en: 'goal' },
  refund: { ru: 'возврат', en: 'refund' },
  fromPrevious: { ru: '{share} предыдущего шага', en: '{share} of the step before' },
  inProgress: { ru: 'в процессе {count}', en: 'in progress {count}' },
  failure: { ru: 'неудачно {count}', en: 'failed {count}' },
  cost: { ru: 'расход {sum}', en: 'cost {sum}' },
  stepUp: { ru: 'Раньше: {name}', en: 'Earlier: {name}' },
  hideStep: { ru: 'Убрать шаг: {name}', en: 'Hide the step: {name}' },
  reset: { ru: 'Показать все шаги', en: 'Show all steps' },
  emptyTitle: { ru: 'Событий пока нет', en: 'No events yet' },
  emptyHint: {
    ru: 'Бот сообщает о них методами add_event и send_reach_goal: заявка, оплата, урок.',
    en: 'The bot reports them by add_event and send_reach_goal: a lead, a payment, a lesson.',
  },
} satisfies Texts;
