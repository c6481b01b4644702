import { useCallback } from 'react';
import { nameOfValue } from '../../parts/dimension-names.ts';
import { useLanguage, useSay } from '../../text/language.tsx';
import { reportsTexts } from '../../texts/reports.ts';
import type { SourcesRow } from './pins.ts';

/** A row in words, one for each of its levels. */
export function useRowName(): (row: SourcesRow) => string[] {
  const say = useSay();
  const { language } = useLanguage();
  return useCallback(
    ({ kind, keys }) =>
      kind === 'attributed'
        ? keys.map(({ dimension, value, label }) =>
            nameOfValue(say, language, dimension, value, dimension === 'link' ? label : null),
          )
        : [say(reportsTexts[kind])],
    [say, language],
  );
}
