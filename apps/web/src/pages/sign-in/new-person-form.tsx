import { Button, PasswordInput, TextInput } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { ApiProblem } from '../../api/problem.ts';
import formStyles from '../../parts/form.module.css';
import { ProblemNote } from '../../parts/problem-note.tsx';
import { useSay } from '../../text/language.tsx';
import { signIn } from '../../texts/sign-in.ts';

export interface NewPerson {
  readonly email: string;
  readonly password: string;
  readonly name?: string;
}

interface NewPersonFormProps {
  readonly action: string;
  readonly busy: boolean;
  readonly error: Error | null;
  readonly onSubmit: (person: NewPerson) => void;
}

/** What somebody who is new here says about themselves: the owner at first, later those who are invited. */
export function NewPersonForm({ action, busy, error, onSubmit }: NewPersonFormProps): ReactNode {
  const say = useSay();
  const [name, setName] = useState('');
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const used = error instanceof ApiProblem && [401, 404, 409, 410].includes(error.status);
  return (
    <form
      className={formStyles.form}
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit({ email, password, ...(name.trim() === '' ? {} : { name: name.trim() }) });
      }}
    >
      <TextInput
        label={say(signIn.name)}
        autoComplete="name"
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
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
        description={say(signIn.passwordHint)}
        autoComplete="new-password"
        required
        withAsterisk={false}
        minLength={10}
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
      />
      {used ? (
        <p className={formStyles.problem} role="alert">
          {say(signIn.linkUsed)}
        </p>
      ) : (
        <ProblemNote error={error} />
      )}
      <Button type="submit" loading={busy} fullWidth>
        {action}
      </Button>
    </form>
  );
}
