import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Project } from '../../api/schema.gen.ts';
import { useAnswer } from '../../api/use-answer.ts';
import { Moment } from '../../parts/moment.tsx';
import { useSay } from '../../text/language.tsx';
import { integrationsTexts } from '../../texts/integrations.ts';
import { sayRequest } from '../requests/say-request.ts';
import styles from './integrations.module.css';

const lookMs = 2_000;

/** Whether anything has arrived yet: a guide is done when this says so. */
export function FirstRequest({ project }: { readonly project: Project }): ReactNode {
  const say = useSay();
  const requests = useAnswer(
    'GET /projects/{project_id}/requests',
    { path: { project_id: project.id }, query: { limit: 1 } },
    { refetchMs: lookMs },
  );
  const last = requests.data?.items[0];
  return (
    <div className={styles.check} role="status">
      <span className={styles.dot} data-waiting={last === undefined || undefined} />
      {last === undefined ? (
        <p className={styles.grow}>
          <strong>{say(integrationsTexts.waiting)}</strong> {say(integrationsTexts.waitingHint)}
        </p>
      ) : (
        <>
          <p className={styles.grow}>
            <strong>{say(integrationsTexts.received)}.</strong>{' '}
            {say(integrationsTexts.lastOne, { what: sayRequest(say, last, last.outline) })},{' '}
            <Moment at={last.received_at} as="ago" />
          </p>
          <Link to="/p/$project/requests" params={{ project: project.id }}>
            {say(integrationsTexts.openRequests)}
          </Link>
        </>
      )}
    </div>
  );
}
