import { Button } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Destination } from '../../api/schema.gen.ts';
import { useReason } from '../../parts/use-reason.ts';
import { useSay } from '../../text/language.tsx';
import { platformAccessTexts } from '../../texts/platform-access.ts';
import { shared } from '../../texts/shared.ts';
import styles from './conversions.module.css';

/** How signing in ended: the ad system sends the browser back to an address that says it. */
export function SignInResult({ destinations }: { readonly destinations: readonly Destination[] }): ReactNode {
  const say = useSay();
  const sayReason = useReason();
  const navigate = useNavigate();
  const { connected, not_connected: refused, reason = '' } = useSearch({ strict: false });
  const name = destinations.find(({ id }) => id === (connected ?? refused))?.name;
  if (name === undefined) return null;
  const close = (): void => {
    void navigate({
      to: '.',
      search: (all: object) => ({ ...all, connected: undefined, not_connected: undefined, reason: undefined }),
      replace: true,
    });
  };
  return (
    <div className={styles.result} data-bad={connected === undefined || undefined} role="status">
      <p>
        {connected === undefined
          ? say(platformAccessTexts.notConnected, { name, reason: sayReason(reason) })
          : say(platformAccessTexts.connected, { name })}
      </p>
      <Button size="compact-sm" variant="default" onClick={close}>
        {say(shared.close)}
      </Button>
    </div>
  );
}
