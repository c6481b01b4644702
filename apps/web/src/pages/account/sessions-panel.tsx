import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { useAnswer, useChange } from '../../api/use-answer.ts';
import { Answered } from '../../parts/answered.tsx';
import { Moment } from '../../parts/moment.tsx';
import { Panel } from '../../parts/panel.tsx';
import { Pill } from '../../parts/pill.tsx';
import { useSay } from '../../text/language.tsx';
import { accountTexts } from '../../texts/account.ts';
import styles from '../settings/settings.module.css';
import { nameOfDevice } from './name-of-device.ts';

const list = 'GET /account/sessions';

export function SessionsPanel(): ReactNode {
  const say = useSay();
  const sessions = useAnswer(list, {});
  const end = useChange('DELETE /account/sessions/{session_id}', [list]);
  return (
    <Panel title={say(accountTexts.sessions)}>
      <Answered query={sessions} rows={2}>
        {({ items }) =>
          items.map((session) => (
            <div key={session.id} className={styles.line}>
              <div className={styles.who}>
                <strong>{nameOfDevice(session.user_agent) ?? say(accountTexts.unknownDevice)}</strong>
                <p>
                  {session.ip !== null && `${session.ip} · `}
                  <Moment at={session.seen_at} as="ago" />
                </p>
              </div>
              {session.current ? (
                <Pill tone="good">{say(accountTexts.thisOne)}</Pill>
              ) : (
                <Button
                  size="compact-sm"
                  variant="default"
                  onClick={() => end.mutate({ path: { session_id: session.id } })}
                >
                  {say(accountTexts.end)}
                </Button>
              )}
            </div>
          ))
        }
      </Answered>
    </Panel>
  );
}
