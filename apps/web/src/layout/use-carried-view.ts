import { useLocation, useSearch } from '@tanstack/react-router';
import { readView, type ViewAddress, writeView } from '../address/view.ts';
import type { Section } from './sections.ts';

const reports: ReadonlySet<string> = new Set<Section['to']>([
  '/p/$project/overview',
  '/p/$project/sources',
  '/p/$project/retention',
  '/p/$project/funnel',
  '/p/$project/audience',
]);

/**
 * What a section is opened with: from one report to the next the period and the filters go along. Other pages have parameters of their own,
 * some by the same names.
 */
export function useCarriedView(): (to: Section['to']) => ViewAddress {
  const search = useSearch({ strict: false });
  const here = useLocation({ select: ({ pathname }) => pathname.split('/').at(-1) });
  return (to) => (reports.has(to) && reports.has(`/p/$project/${here}`) ? writeView(readView(search)) : {});
}
