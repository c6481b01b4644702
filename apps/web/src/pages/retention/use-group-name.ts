import { useCallback } from 'react';
import type { LifetimeReport } from '../../api/schema.gen.ts';
import { nameOfValue } from '../../parts/dimension-names.ts';
import { useLanguage, useSay } from '../../text/language.tsx';
import { reportsTexts } from '../../texts/reports.ts';

type Row = Pick<LifetimeReport['cohorts'][number], 'kind' | 'keys'>;

/** A source of the report in words. */
export function useGroupName(): (row: Row) => string {
  const say = useSay();
  const { language } = useLanguage();
  return useCallback(
    ({ kind, keys: [key] }) => {
      if (kind === 'organic' || kind === 'unknown') return say(reportsTexts[kind]);
      if (key === undefined) return '';
      return nameOfValue(say, language, key.dimension, key.value, key.dimension === 'link' ? key.label : null);
    },
    [say, language],
  );
}
