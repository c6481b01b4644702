import type { ReactNode } from 'react';
import type { Subscriber } from '../api/schema.gen.ts';
import { type Say, useSay } from '../text/language.tsx';
import { shared } from '../texts/shared.ts';
import styles from './person.module.css';

type Named = Pick<Subscriber, 'user_id' | 'first_name' | 'last_name' | 'username'>;

export function nameOfPerson(say: Say, { first_name, last_name, username, user_id }: Named): string {
  const name = [first_name, last_name].filter((part) => part !== null && part !== '').join(' ');
  if (name !== '') return name;
  return username === null ? `${say(shared.noName)} ${user_id}` : `@${username}`;
}

/** A person as lists show them: the name, and what tells namesakes apart. */
export function Person({ person }: { readonly person: Named }): ReactNode {
  const say = useSay();
  return (
    <span className={styles.person}>
      <span className={styles.name}>{nameOfPerson(say, person)}</span>
      <span className={styles.id}>{person.username === null ? person.user_id : `@${person.username}`}</span>
    </span>
  );
}
