import { Button, PasswordInput } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useChange } from '../../api/use-answer.ts';
import formStyles from '../../parts/form.module.css';
import { Panel } from '../../parts/panel.tsx';
import { ProblemNote } from '../../parts/problem-note.tsx';
import { useToasts } from '../../parts/toast.tsx';
import { useSay } from '../../text/language.tsx';
import { accountTexts } from '../../texts/account.ts';
import { signIn } from '../../texts/sign-in.ts';

export function PasswordPanel(): ReactNode {
  const say = useSay();
  const { tell } = useToasts();
  const change = useChange('PATCH /account', ['GET /account/sessions']);
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const done = (): void => {
    setCurrent('');
    setNext('');
    tell(say(accountTexts.changed));
  };
  return (
    <Panel title={say(accountTexts.password)}>
      <form
        className={formStyles.form}
        onSubmit={(event) => {
          event.preventDefault();
          change.mutate({ body: { password: { current, next } } }, { onSuccess: done });
        }}
      >
        <div className={formStyles.row}>
          <PasswordInput
            label={say(accountTexts.current)}
            autoComplete="current-password"
            required
            withAsterisk={false}
            value={current}
            onChange={(event) => setCurrent(event.currentTarget.value)}
          />
          <PasswordInput
            label={say(accountTexts.next)}
            description={say(signIn.passwordHint)}
            inputWrapperOrder={['label', 'input', 'description']}
            autoComplete="new-password"
            required
            withAsterisk={false}
            minLength={10}
            value={next}
            onChange={(event) => setNext(event.currentTarget.value)}
          />
        </div>
        <ProblemNote error={change.error} />
        <div className={formStyles.buttons}>
          <Button type="submit" variant="default" loading={change.isPending}>
            {say(accountTexts.change)}
          </Button>
        </div>
      </form>
    </Panel>
  );
}
