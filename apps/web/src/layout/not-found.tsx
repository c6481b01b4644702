import type { ReactNode } from 'react';
import { EmptyState } from '../parts/empty-state.tsx';
import { LinkButton } from '../parts/link-button.tsx';
import { useSay } from '../text/language.tsx';
import { navigation } from '../texts/navigation.ts';

export function NotFound(): ReactNode {
  const say = useSay();
  return (
    <EmptyState title={say(navigation.notFound)} hint={say(navigation.notFoundHint)}>
      <LinkButton to="/" variant="default">
        {say(navigation.toOverview)}
      </LinkButton>
    </EmptyState>
  );
}
