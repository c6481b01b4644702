import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { useProject } from '../../api/projects.ts';
import type { Destination, DestinationType } from '../../api/schema.gen.ts';
import { useSay } from '../../text/language.tsx';
import { platformAccessTexts } from '../../texts/platform-access.ts';
import { accessOf, systemOf } from './platform-access.ts';
import { useSignIn } from './use-sign-in.ts';

interface SignInButtonProps {
  readonly destination: Destination;
  readonly type: DestinationType;
}

/** To the ad system's own page; it sends the browser back here with the access. */
export function SignInButton({ destination, type }: SignInButtonProps): ReactNode {
  const say = useSay();
  const project = useProject();
  const signIn = useSignIn(project.id);
  const given = accessOf(destination, type, new Date()) !== 'missing';
  return (
    <Button
      size="compact-sm"
      variant={given ? 'default' : 'filled'}
      loading={signIn.busy}
      onClick={() => signIn.begin(destination.id)}
    >
      {given ? say(platformAccessTexts.signInAgain) : say(platformAccessTexts.signIn, { system: systemOf(say, type) })}
    </Button>
  );
}
