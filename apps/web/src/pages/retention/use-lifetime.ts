import { useSay } from '../../text/language.tsx';
import { retentionTexts } from '../../texts/retention.ts';

/** Hours in words that fit their size. */
export function useLifetime(): (hours: number | null) => string {
  const say = useSay();
  return (hours) => {
    if (hours === null) return '–';
    if (hours < 48) return say(retentionTexts.hours, { count: hours });
    return say(retentionTexts.days, { count: Math.round(hours / 24) });
  };
}
