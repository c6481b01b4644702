import type { ReactNode } from 'react';
import type { Messenger } from '../../api/schema.gen.ts';
import { useSay } from '../../text/language.tsx';
import styles from './settings.module.css';

/** What is wrong with the bot, in the server's words, with what to do about it. */
export function MessengerProblems({ problems }: Pick<Messenger, 'problems'>): ReactNode {
  const say = useSay();
  return problems.map(({ code, ru, en, detail }) => (
    <p key={code} className={styles.problem}>
      {say({ ru, en })}
      {detail !== null && <code>{detail}</code>}
    </p>
  ));
}
