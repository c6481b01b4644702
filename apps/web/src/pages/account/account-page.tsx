import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { forgetAnswers, useSession } from '../../api/session.ts';
import { useChange } from '../../api/use-answer.ts';
import { PageHead } from '../../parts/page-head.tsx';
import { useSay } from '../../text/language.tsx';
import { navigation } from '../../texts/navigation.ts';
import styles from '../settings/settings.module.css';
import { PasswordPanel } from './password-panel.tsx';
import { ProfilePanel } from './profile-panel.tsx';
import { SessionsPanel } from './sessions-panel.tsx';
import { TokensPanel } from './tokens-panel.tsx';

export function AccountPage(): ReactNode {
  const say = useSay();
  const { user } = useSession();
  const client = useQueryClient();
  const navigate = useNavigate();
  const leave = useChange('DELETE /session');
  const signOut = async (): Promise<void> => {
    await leave.mutateAsync({});
    await navigate({ to: '/sign-in' });
    forgetAnswers(client, null);
  };
  return (
    <div className={styles.page}>
      <PageHead title={say(navigation.account)} lead={user.email}>
        <Button variant="default" loading={leave.isPending} onClick={() => void signOut().catch(() => {})}>
          {say(navigation.signOut)}
        </Button>
      </PageHead>
      <ProfilePanel />
      <PasswordPanel />
      <SessionsPanel />
      <TokensPanel />
    </div>
  );
}
