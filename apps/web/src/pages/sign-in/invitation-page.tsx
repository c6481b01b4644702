import { useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { forgetAnswers } from '../../api/session.ts';
import { useChange } from '../../api/use-answer.ts';
import { useLanguage, useSay } from '../../text/language.tsx';
import { signIn } from '../../texts/sign-in.ts';
import { Doorway } from './doorway.tsx';
import { type NewPerson, NewPersonForm } from './new-person-form.tsx';

/** Where the link of an invitation leads. */
export function InvitationPage(): ReactNode {
  const say = useSay();
  const { language } = useLanguage();
  const { token = '' } = useSearch({ strict: false });
  const navigate = useNavigate();
  const client = useQueryClient();
  const accept = useChange('POST /invitations/accept');
  const submit = async (person: NewPerson): Promise<void> => {
    forgetAnswers(client, await accept.mutateAsync({ body: { token, language, ...person } }));
    await navigate({ to: '/' });
  };
  return (
    <Doorway title={say(signIn.invitationTitle)} lead={say(signIn.invitationLead)}>
      <NewPersonForm
        action={say(signIn.join)}
        busy={accept.isPending}
        error={accept.error}
        onSubmit={(person) => void submit(person).catch(() => {})}
      />
    </Doorway>
  );
}
