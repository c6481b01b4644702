import { useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { forgetAnswers } from '../../api/session.ts';
import { useChange } from '../../api/use-answer.ts';
import { useLanguage, useSay } from '../../text/language.tsx';
import { setup } from '../../texts/setup.ts';
import { type NewPerson, NewPersonForm } from '../sign-in/new-person-form.tsx';
import styles from './setup.module.css';

interface OwnerStepProps {
  readonly token: string;
  readonly onDone: () => void;
}

export function OwnerStep({ token, onDone }: OwnerStepProps): ReactNode {
  const say = useSay();
  const { language } = useLanguage();
  const client = useQueryClient();
  const create = useChange('POST /owner');
  const submit = async (person: NewPerson): Promise<void> => {
    forgetAnswers(client, await create.mutateAsync({ body: { token, language, ...person } }));
    onDone();
  };
  return (
    <>
      <p className={styles.hint}>{say(setup.ownerHint)}</p>
      <NewPersonForm
        action={say(setup.ownerAction)}
        busy={create.isPending}
        error={create.error}
        onSubmit={(person) => void submit(person).catch(() => {})}
      />
    </>
  );
}
