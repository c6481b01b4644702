import type { ReactNode } from 'react';
import { Dialog } from '../parts/dialog.tsx';
import { useSay } from '../text/language.tsx';
import { navigation } from '../texts/navigation.ts';
import styles from './keyboard-help.module.css';
import { sections } from './sections.ts';

interface KeyboardHelpProps {
  readonly opened: boolean;
  readonly onClose: () => void;
}

export function KeyboardHelp({ opened, onClose }: KeyboardHelpProps): ReactNode {
  const say = useSay();
  const keys: ReadonlyArray<readonly [string, string]> = [
    ['/', say(navigation.keySearch)],
    ['j k', say(navigation.keyMove)],
    ['Enter', say(navigation.keyOpen)],
    ...sections.map(({ key, name }) => [`g ${key}`, say(name)] as const),
    ['?', say(navigation.keyHelp)],
  ];
  return (
    <Dialog opened={opened} onClose={onClose} title={say(navigation.keys)}>
      <dl className={styles.list}>
        {keys.map(([key, meaning]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
