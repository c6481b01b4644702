import { type Static, Type } from 'typebox';
import { explainRefusal } from '../../api/last-events/explain-refusal.ts';
import { ignoredText } from '../../api/last-events/ignored-texts.ts';
import { nullable, Text } from '../fields.ts';

export const RequestExplained = Type.Object(
  {
    what: { ...Text, description: 'what was wrong, or why it changed nothing' },
    advice: nullable({ ...Text, description: 'what to do about it' }),
  },
  { title: 'RequestExplained' },
);

interface Logged {
  readonly outcome: string;
  readonly status: number;
  readonly details: string | null;
}

/** A refusal or an ignored call for people, in the words of the page `last_events`; null: there is nothing to explain. */
export function explainRequest({ outcome, status, details }: Logged): Static<typeof RequestExplained> | null {
  if (outcome === 'refused') {
    const ru = explainRefusal(status, details, 'ru');
    const en = explainRefusal(status, details, 'en');
    const advice = ru.advice === null || en.advice === null ? null : { ru: ru.advice, en: en.advice };
    return { what: { ru: ru.what, en: en.what }, advice };
  }
  const [ru, en] = [ignoredText(details, 'ru'), ignoredText(details, 'en')];
  return outcome === 'ignored' && ru !== undefined && en !== undefined ? { what: { ru, en }, advice: null } : null;
}
