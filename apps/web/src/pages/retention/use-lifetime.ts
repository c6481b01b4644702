import { useSay } from '../../text/language.tsx';
import { retentionTexts } from '../../texts/retention.ts';
import { spanOf } from './span-of.ts';

/** Hours in words that fit their size. */
export function useLifetime(): (hours: number | null) => string {
  const say = useSay();
  return (hours) => {
    if (hours === null) return '–';
    const { unit, count } = spanOf(hours);
    return say(retentionTexts[unit], { count });
  };
}
