import { useNavigate, useSearch } from '@tanstack/react-router';
import { useMemo } from 'react';
import { readView, type View, writeView } from './view.ts';

/** The view that the address holds, and how to go to another. */
export function useView(): readonly [View, (view: View) => void] {
  const search = useSearch({ strict: false });
  const navigate = useNavigate();
  const view = useMemo(() => readView(search), [search]);
  const show = (next: View): void => {
    const rest = Object.fromEntries(Object.entries(search).filter(([name]) => !viewNames.has(name)));
    void navigate({ to: '.', search: { ...rest, ...writeView(next) }, resetScroll: false });
  };
  return [view, show];
}

const viewNames: ReadonlySet<string> = new Set([
  'period',
  'compare',
  'metric',
  'link',
  'ad_system',
  'utm_source',
  'utm_medium',
  'utm_campaign',
  'utm_content',
  'utm_term',
  'country',
  'exactness',
]);
