import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { Moment } from '../../parts/moment.tsx';
import { Pill } from '../../parts/pill.tsx';
import { useSay } from '../../text/language.tsx';
import { settingsTexts } from '../../texts/settings.ts';
import styles from './settings.module.css';

/** What keys of any kind have. */
export interface AnyKey {
  readonly id: string;
  readonly key_hint: string;
  readonly created_at: string;
  readonly revoked_at: string | null;
}

interface KeyLineProps {
  readonly shown: AnyKey;
  readonly canEdit: boolean;
  /** Beside when it was made. */
  readonly facts?: ReactNode;
  readonly pills?: ReactNode;
  /** What can be done with one that works. */
  readonly actions: ReactNode;
  readonly onRevoke: () => void;
  /** Below, of one that works, for those who may see it. */
  readonly children?: ReactNode;
}

/** A key of the project: how it begins and ends, since when, whether it works. */
export function KeyLine({ shown, canEdit, facts, pills, actions, onRevoke, children }: KeyLineProps): ReactNode {
  const say = useSay();
  const gone = shown.revoked_at !== null;
  return (
    <div className={styles.line}>
      <div className={styles.who}>
        <code className={gone ? styles.gone : undefined}>{shown.key_hint}</code>
        <p>
          {say(settingsTexts.created)} <Moment at={shown.created_at} />
          {facts}
        </p>
      </div>
      {pills}
      {gone && <Pill tone="bad">{say(settingsTexts.revoked)}</Pill>}
      {canEdit && !gone && (
        <>
          {actions}
          <Button size="compact-sm" variant="subtle" color="red" onClick={onRevoke}>
            {say(settingsTexts.revoke)}
          </Button>
          {children}
        </>
      )}
    </div>
  );
}
