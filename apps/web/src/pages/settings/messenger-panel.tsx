import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Messenger, Project } from '../../api/schema.gen.ts';
import { useAnswer, useChange } from '../../api/use-answer.ts';
import { Answered } from '../../parts/answered.tsx';
import { Panel } from '../../parts/panel.tsx';
import { Pill, type Tone } from '../../parts/pill.tsx';
import { ProblemNote } from '../../parts/problem-note.tsx';
import { useSay } from '../../text/language.tsx';
import { messengerTexts } from '../../texts/messenger.ts';
import { JoinSettings } from './join-settings.tsx';
import { MessengerProblems } from './messenger-problems.tsx';
import { OwnerChats } from './owner-chats.tsx';
import styles from './settings.module.css';

interface MessengerPanelProps {
  readonly project: Project;
  readonly canEdit: boolean;
}

export const messengerRoute = 'GET /projects/{project_id}/messenger';

const tones: Readonly<Record<Messenger['state'], Tone>> = {
  off: 'quiet',
  connecting: 'warn',
  working: 'good',
  trouble: 'bad',
};
const names = {
  off: messengerTexts.offState,
  connecting: messengerTexts.connecting,
  working: messengerTexts.working,
  trouble: messengerTexts.trouble,
} as const;

/** The server's own bot of the project: how it stands, what it does, whom it tells. */
export function MessengerPanel({ project, canEdit }: MessengerPanelProps): ReactNode {
  const say = useSay();
  const path = { project_id: project.id };
  const messenger = useAnswer(messengerRoute, { path });
  const check = useChange('POST /projects/{project_id}/messenger/check', [messengerRoute]);
  return (
    <Panel
      title={say(messengerTexts.title)}
      lead={say(messengerTexts.lead)}
      aside={
        messenger.data !== undefined && (
          <Pill tone={tones[messenger.data.state]}>{say(names[messenger.data.state])}</Pill>
        )
      }
    >
      <Answered query={messenger} rows={2}>
        {(data) =>
          data.state === 'off' ? (
            <p>{say(messengerTexts.off)}</p>
          ) : (
            <div className={styles.stack}>
              <p>{describe(data)}</p>
              <MessengerProblems problems={data.problems} />
              <ProblemNote error={check.error} />
              {canEdit && (
                <div className={styles.actions}>
                  <Button variant="default" loading={check.isPending} onClick={() => check.mutate({ path, body: {} })}>
                    {say(messengerTexts.check)}
                  </Button>
                  {data.problems.some(({ code }) => /webhook|poll/.test(code)) && (
                    <Button
                      variant="default"
                      loading={check.isPending}
                      onClick={() => check.mutate({ path, body: { take_over_webhook: true } })}
                    >
                      {say(messengerTexts.takeOver)}
                    </Button>
                  )}
                </div>
              )}
              {project.kind === 'channel' && (
                <JoinSettings key={project.id} project={project} messenger={data} canEdit={canEdit} />
              )}
              <OwnerChats project={project} messenger={data} canEdit={canEdit} />
            </div>
          )
        }
      </Answered>
    </Panel>
  );

  function describe({ bot, chat, mode, invite_links }: Messenger): string {
    return [
      bot?.username == null ? null : `@${bot.username}`,
      chat?.title == null ? null : say(messengerTexts.channel, { title: chat.title }),
      mode === null ? null : say(messengerTexts[mode]),
      project.kind === 'channel'
        ? say(messengerTexts.linksReady, { ready: invite_links.ready, leased: invite_links.leased })
        : null,
    ]
      .filter((part) => part !== null)
      .join(' · ');
  }
}
