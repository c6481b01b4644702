import { useNavigate } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { sections } from './sections.ts';
import { useCarriedView } from './use-carried-view.ts';

const goWithinMs = 1_200;

/** `g` then a letter goes to a section, `/` to the search of the page, `?` shows what there is. Never while somebody types. */
export function useShortcuts(project: string | null, onHelp: () => void): void {
  const navigate = useNavigate();
  const carried = useCarriedView();
  const goPressedAt = useRef(Number.NEGATIVE_INFINITY);
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      if (event.metaKey || event.ctrlKey || event.altKey || isTyping(event.target)) return;
      if (event.key === '?') {
        onHelp();
        return;
      }
      if (event.key === '/') {
        const search = document.querySelector<HTMLInputElement>('[data-search] input, input[data-search]');
        if (search === null) return;
        event.preventDefault();
        search.focus();
        return;
      }
      if (event.key === 'j' || event.key === 'k') {
        // Once inside, the table itself moves on.
        if (document.activeElement?.closest('[data-rows]') == null) {
          document.querySelector<HTMLElement>('[data-rows] tbody tr[tabindex]')?.focus();
        }
        return;
      }
      if (event.key === 'g') {
        goPressedAt.current = event.timeStamp;
        return;
      }
      const section = sections.find(({ key }) => key === event.key);
      if (project === null || section === undefined || event.timeStamp - goPressedAt.current > goWithinMs) return;
      goPressedAt.current = Number.NEGATIVE_INFINITY;
      void navigate({ to: section.to, params: { project }, search: carried(section.to) });
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, [carried, navigate, onHelp, project]);
}

/** Whether a key would be written somewhere. */
export function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable ||
      ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName) ||
      target.closest('[role=dialog]') !== null)
  );
}
