import type { ReactNode } from 'react';
import { apiAddress } from '../../api/call.ts';
import { CopyField } from '../../parts/copy-field.tsx';
import { useSay } from '../../text/language.tsx';
import { platformAccessTexts } from '../../texts/platform-access.ts';
import styles from './conversions.module.css';

/** Where the ad system sends the browser back: its app has to name this address before anybody can sign in. */
export function RedirectNote({ system }: { readonly system: string }): ReactNode {
  const say = useSay();
  return (
    <div>
      <p className={styles.type}>{say(platformAccessTexts.redirectHint, { system })}</p>
      <CopyField label={say(platformAccessTexts.redirectUri)} value={apiAddress('/destinations/oauth/callback')} />
    </div>
  );
}
