import { type IgnoredReason, ignoredReasons } from '../../domain/signal.ts';
import type { Language } from './language.ts';

/** Why a call changed nothing, and what to make of it, for people. */
const russian: Readonly<Record<IgnoredReason, string>> = {
  other_update: 'это обновление не говорит о подписке: на статистику оно не влияет',
  not_a_start: 'это сообщение, но не команда /start',
  not_private: 'команда /start пришла не из личной переписки с ботом',
  forwarded: 'это пересланное сообщение',
  a_bot: 'это действие бота, а не человека',
  no_change: 'состояние подписки не изменилось',
  join_request: 'это заявка на вступление: подписка засчитается, когда заявку одобрят',
  bot_in_chat: 'это самого бота добавили в чат или удалили из него',
  other_chat: 'это подписка на другой чат: в настройках проекта указан другой chat_id',
  no_user: 'это проверка адреса или тестовые данные: в них нет человека',
  other_event: 'это событие не говорит о подписке: на статистику оно не влияет',
  other_service: 'это событие другого мессенджера, а не Telegram',
  unknown_event: 'событие с таким названием неизвестно: цель для него можно задать в проекте (toolsy_goals)',
};

/** The log keeps the English text; undefined where it is one of an older version. */
export function ignoredText(stored: string | null, language: Language): string | undefined {
  if (language === 'en' || stored === null) return stored ?? undefined;
  const reason = Object.entries(ignoredReasons).find(([, text]) => text === stored)?.[0];
  return reason === undefined ? stored : russian[reason as IgnoredReason];
}
