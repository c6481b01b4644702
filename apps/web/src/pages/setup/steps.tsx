import type { ReactNode } from 'react';
import { Icon } from '../../parts/icon.tsx';
import { useSay } from '../../text/language.tsx';
import { setup } from '../../texts/setup.ts';
import styles from './steps.module.css';

export const setupSteps = ['owner', 'project', 'link', 'test', 'data'] as const;
export type SetupStep = (typeof setupSteps)[number];

const names = {
  owner: setup.stepOwner,
  project: setup.stepProject,
  link: setup.stepLink,
  test: setup.stepTest,
  data: setup.stepData,
} as const;

export function Steps({ current }: { readonly current: SetupStep }): ReactNode {
  const say = useSay();
  const at = setupSteps.indexOf(current);
  return (
    <ol className={styles.steps}>
      {setupSteps.map((step, index) => (
        <li
          key={step}
          className={styles.step}
          data-state={index < at ? 'done' : index === at ? 'now' : 'later'}
          aria-current={index === at ? 'step' : undefined}
        >
          <span className={styles.mark}>{index < at ? <Icon name="check" size={14} /> : index + 1}</span>
          {say(names[step])}
        </li>
      ))}
    </ol>
  );
}
