import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useRouter, useSearch } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { ApiProblem } from '../../api/problem.ts';
import { forgetAnswers } from '../../api/session.ts';
import { useChange } from '../../api/use-answer.ts';
import formStyles from '../../parts/form.module.css';
import { ProblemNote } from '../../parts/problem-note.tsx';
import { useSay } from '../../text/language.tsx';
import { signIn } from '../../texts/sign-in.ts';
import { Doorway } from './doorway.tsx';

export function SignInPage(): ReactNode {
  const say = useSay();
  const router = useRouter();
  const client = useQueryClient();
  const { next } = useSearch({ strict: false });
  const enter = useChange('POST /session');
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');

  const submit = async (): Promise<void> => {
    const session = await enter.mutateAsync({ body: { email, password } });
    forgetAnswers(client, session);
    router.history.push(isOwnAddress(next) ? next : router.buildLocation({ to: '/' }).href);
  };

  return (
    <Doorway title={say(signIn.title)} lead={say(signIn.lead)} foot={say(signIn.noOwner)}>
      <form
        className={formStyles.form}
        onSubmit={(event) => {
          event.preventDefault();
          submit().catch(() => {});
        }}
      >
        <TextInput
          label={say(signIn.email)}
          type="email"
          autoComplete="username"
          required
          withAsterisk={false}
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
        />
        <PasswordInput
          label={say(signIn.password)}
          autoComplete="current-password"
          required
          withAsterisk={false}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        {isRefusal(enter.error) ? (
          <p className={formStyles.problem} role="alert">
            {say(enter.error.status === 429 ? signIn.tooMany : signIn.wrong)}
          </p>
        ) : (
          <ProblemNote error={enter.error} />
        )}
        <Button type="submit" loading={enter.isPending} fullWidth>
          {say(signIn.submit)}
        </Button>
      </form>
    </Doorway>
  );
}

function isRefusal(error: Error | null): error is ApiProblem {
  return error instanceof ApiProblem && [400, 401, 429].includes(error.status);
}

/** Only a path of this dashboard: an address from outside must not lead outside. */
function isOwnAddress(address: unknown): address is string {
  return typeof address === 'string' && /^\/(?![/\\])/.test(address);
}
