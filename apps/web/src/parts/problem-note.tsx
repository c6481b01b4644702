import type { ReactNode } from 'react';
import { useSay } from '../text/language.tsx';
import styles from './form.module.css';
import { sayProblem } from './say-problem.ts';

/** Why a form was not taken; nothing while there is nothing to say. */
export function ProblemNote({ error }: { readonly error: Error | null }): ReactNode {
  const say = useSay();
  if (error === null) return null;
  return (
    <p className={styles.problem} role="alert">
      {sayProblem(say, error)}
    </p>
  );
}
