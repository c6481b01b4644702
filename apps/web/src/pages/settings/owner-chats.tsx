import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Messenger, Project } from '../../api/schema.gen.ts';
import { useChange } from '../../api/use-answer.ts';
import { CopyField } from '../../parts/copy-field.tsx';
import { Moment } from '../../parts/moment.tsx';
import { ProblemNote } from '../../parts/problem-note.tsx';
import { useSay } from '../../text/language.tsx';
import { messengerTexts } from '../../texts/messenger.ts';
import styles from './settings.module.css';

interface OwnerChatsProps {
  readonly project: Project;
  readonly messenger: Messenger;
  readonly canEdit: boolean;
}

/** Chats that get notices and the morning report; one is connected by a code that is sent to the bot. */
export function OwnerChats({ project, messenger, canEdit }: OwnerChatsProps): ReactNode {
  const say = useSay();
  const path = { project_id: project.id };
  const code = useChange('POST /projects/{project_id}/messenger/owner-code');
  const forget = useChange('DELETE /projects/{project_id}/messenger/owner-chats/{chat_id}', [
    'GET /projects/{project_id}/messenger',
  ]);
  return (
    <div className={styles.stack}>
      <h3>{say(messengerTexts.chats)}</h3>
      {messenger.owner_chats.length === 0 && <p>{say(messengerTexts.noChats)}</p>}
      {messenger.owner_chats.map(({ chat_id, name, connected_at }) => (
        <div key={chat_id} className={styles.line}>
          <div className={styles.who}>
            <strong>{name ?? chat_id}</strong>
            <p>
              <Moment at={connected_at} />
            </p>
          </div>
          {canEdit && (
            <Button size="compact-sm" variant="default" onClick={() => forget.mutate({ path: { ...path, chat_id } })}>
              {say(messengerTexts.forget)}
            </Button>
          )}
        </div>
      ))}
      <ProblemNote error={code.error} />
      {code.data !== undefined && (
        <div className={styles.once}>
          <p>{say(messengerTexts.codeHint)}</p>
          <CopyField label={say(messengerTexts.connectChat)} value={code.data.code} />
        </div>
      )}
      {canEdit && (
        <div>
          <Button variant="default" loading={code.isPending} onClick={() => code.mutate({ path })}>
            {say(messengerTexts.connectChat)}
          </Button>
        </div>
      )}
    </div>
  );
}
