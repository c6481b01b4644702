import { Button } from '@mantine/core';
import type { UseInfiniteQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useSay } from '../text/language.tsx';
import { shared } from '../texts/shared.ts';
import styles from './more-button.module.css';

/** The next page of a list goes below what is there: nothing jumps. */
export function MoreButton({ query }: { readonly query: UseInfiniteQueryResult }): ReactNode {
  const say = useSay();
  if (!query.hasNextPage) return null;
  return (
    <div className={styles.more}>
      <Button variant="default" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
        {say(shared.showMore)}
      </Button>
    </div>
  );
}
