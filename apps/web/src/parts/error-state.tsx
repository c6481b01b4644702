import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { useSay } from '../text/language.tsx';
import { shared } from '../texts/shared.ts';
import { sayProblem } from './say-problem.ts';
import styles from './states.module.css';

interface ErrorStateProps {
  readonly error: unknown;
  readonly onRetry?: () => void;
}

export function ErrorState({ error, onRetry }: ErrorStateProps): ReactNode {
  const say = useSay();
  return (
    <div className={styles.state} role="alert">
      <p className={styles.title}>{say(shared.problemTitle)}</p>
      <p className={styles.hint}>{sayProblem(say, error)}</p>
      {onRetry !== undefined && (
        <Button variant="default" onClick={onRetry}>
          {say(shared.retry)}
        </Button>
      )}
    </div>
  );
}
