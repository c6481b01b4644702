import type { ReactNode } from 'react';
import { useProject } from '../../api/projects.ts';
import type { Destination, DestinationType } from '../../api/schema.gen.ts';
import { dayIn, formatDate } from '../../format/dates.ts';
import { useReason } from '../../parts/use-reason.ts';
import { useLanguage, useSay } from '../../text/language.tsx';
import { platformAccessTexts } from '../../texts/platform-access.ts';
import styles from './conversions.module.css';
import { accessOf } from './platform-access.ts';

interface AccessLineProps {
  readonly destination: Destination;
  readonly type: DestinationType | undefined;
}

/** Until when the ad system lets us in, and what is to be done before that. */
export function AccessLine({ destination, type }: AccessLineProps): ReactNode {
  const say = useSay();
  const sayReason = useReason();
  const { language } = useLanguage();
  const project = useProject();
  const ends = destination.settings?.expires_at;
  const day =
    typeof ends === 'string'
      ? formatDate(language, dayIn(project.time_zone, new Date(ends)), {
          day: 'numeric',
          month: 'long',
          year: 'numeric',
        })
      : '';
  switch (accessOf(destination, type, new Date())) {
    case 'by_hand':
      return null;
    case 'missing':
      // The server says the same once it has tried.
      if (destination.reason !== null) return null;
      return <p className={styles.warning}>{say(platformAccessTexts.notSignedIn)}</p>;
    case 'given':
      return day === '' ? null : <p className={styles.type}>{say(platformAccessTexts.accessUntil, { day })}</p>;
    case 'ends_soon':
      return (
        <p className={styles.warning}>
          {say(platformAccessTexts.accessUntil, { day })}. {sayReason('token_expires')}
        </p>
      );
    case 'ended':
      return <p className={styles.warning}>{say(platformAccessTexts.accessEnded, { day })}</p>;
  }
}
