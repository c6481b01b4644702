import type { ReactNode } from 'react';
import { useView } from '../address/use-view.ts';
import { dimensions, withoutFilter } from '../address/view.ts';
import { useProject } from '../api/projects.ts';
import { useAnswer } from '../api/use-answer.ts';
import { useLanguage, useSay } from '../text/language.tsx';
import { reportsTexts } from '../texts/reports.ts';
import { nameOfValue } from './dimension-names.ts';
import { FilterChip } from './filter-chip.tsx';

/** The filters that the address has, in words; each can be taken away. */
export function FilterChips(): ReactNode {
  const say = useSay();
  const { language } = useLanguage();
  const project = useProject();
  const [view, show] = useView();
  const { link } = view.filters;
  const links = useAnswer(
    'GET /projects/{project_id}/links',
    { path: { project_id: project.id }, query: { limit: 1000 } },
    { enabled: link !== undefined },
  );
  return dimensions.map((dimension) => {
    const value = view.filters[dimension];
    if (value === undefined) return null;
    const name = dimension === 'link' ? links.data?.items.find(({ id }) => id === value)?.name : null;
    return (
      <FilterChip
        key={dimension}
        label={`${say(reportsTexts[dimension])}: ${nameOfValue(say, language, dimension, value, name)}`}
        onRemove={() => show(withoutFilter(view, dimension))}
      />
    );
  });
}
