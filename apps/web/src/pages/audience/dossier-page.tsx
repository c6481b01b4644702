import { Button } from '@mantine/core';
import { useNavigate, useParams } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import type { Answer } from '../../api/call.ts';
import { useProject } from '../../api/projects.ts';
import { useRights } from '../../api/session.ts';
import { useAnswer, useChange } from '../../api/use-answer.ts';
import { daysBetween } from '../../format/dates.ts';
import { formatMoney, formatNumber } from '../../format/numbers.ts';
import { Answered } from '../../parts/answered.tsx';
import { ConfirmByName } from '../../parts/confirm.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { Panel } from '../../parts/panel.tsx';
import { nameOfPerson } from '../../parts/person.tsx';
import { useToasts } from '../../parts/toast.tsx';
import { useLanguage, useSay } from '../../text/language.tsx';
import { audienceTexts } from '../../texts/audience.ts';
import styles from './audience.module.css';
import { Status } from './audience-table.tsx';
import { Timeline } from './timeline.tsx';
import { TouchFacts } from './touch-facts.tsx';

const one = '/projects/{project_id}/subscribers/{user_id}';
type Dossier = Answer<`GET ${typeof one}`>;

/** A person's story: who and from where at the top, then everything that happened, newest first. */
export function DossierPage(): ReactNode {
  const project = useProject();
  const { user = '' } = useParams({ strict: false });
  const query = useAnswer(`GET ${one}`, { path: { project_id: project.id, user_id: user } });
  return <Answered query={query}>{(dossier) => <Told dossier={dossier} />}</Answered>;
}

function Told({ dossier }: { readonly dossier: Dossier }): ReactNode {
  const say = useSay();
  const project = useProject();
  const { canEdit } = useRights(project.workspace_id);
  const [erasing, setErasing] = useState(false);
  const { subscriber, touches, timeline, conversions } = dossier;
  const name = nameOfPerson(say, subscriber);
  const known = [
    subscriber.username === null ? subscriber.user_id : `@${subscriber.username} · ${subscriber.user_id}`,
    subscriber.language_code,
    subscriber.is_premium ? say(audienceTexts.premium) : null,
  ].filter((part) => part !== null);
  const [lastTouch, firstTouch] = [subscriber.last_touch, subscriber.first_touch];
  return (
    <>
      <PageHead title={name} lead={known.join(' · ')}>
        <Status person={subscriber} />
        {canEdit && (
          <Button variant="default" onClick={() => setErasing(true)}>
            {say(audienceTexts.erase)}
          </Button>
        )}
      </PageHead>
      <div className={styles.top}>
        <Panel title={say(audienceTexts.firstTouch)}>
          <TouchFacts touch={firstTouch} />
        </Panel>
        {lastTouch !== null && lastTouch.id !== firstTouch?.id && (
          <Panel title={say(audienceTexts.lastTouch)} lead={say(audienceTexts.lastTouchHint)}>
            <TouchFacts touch={lastTouch} />
          </Panel>
        )}
        <Panel>
          <Facts dossier={dossier} />
        </Panel>
      </div>
      <Panel title={say(audienceTexts.timeline)}>
        <Timeline events={timeline.items} touches={touches} conversions={conversions} />
      </Panel>
      <EraseDialog name={name} userId={subscriber.user_id} opened={erasing} onClose={() => setErasing(false)} />
    </>
  );
}

function Facts({ dossier: { subscriber, timeline } }: { readonly dossier: Dossier }): ReactNode {
  const say = useSay();
  const { language } = useLanguage();
  const project = useProject();
  const revenue = timeline.items
    .filter(({ type, amount }) => amount !== null && (Number(amount) > 0 || type === 'refund'))
    .reduce((sum, { amount }) => sum + Number(amount), 0);
  const until = subscriber.left_at === null ? new Date() : new Date(subscriber.left_at);
  const since = subscriber.first_join_at ?? subscriber.created_at;
  return (
    <dl className={styles.facts}>
      <div>
        <dt>{say(audienceTexts.revenue)}</dt>
        <dd>{formatMoney(language, revenue, project.currency)}</dd>
      </div>
      <div>
        <dt>{say(audienceTexts.lived)}</dt>
        <dd>{say(audienceTexts.here, { count: daysBetween(since, until) })}</dd>
      </div>
      <div>
        <dt>{say(audienceTexts.events)}</dt>
        <dd>
          {formatNumber(language, timeline.items.length)}
          {timeline.next_cursor !== null && '+'}
        </dd>
      </div>
      {subscriber.first_touch?.country != null && (
        <div>
          <dt>{say(audienceTexts.country)}</dt>
          <dd>{new Intl.DisplayNames(language, { type: 'region' }).of(subscriber.first_touch.country)}</dd>
        </div>
      )}
    </dl>
  );
}

interface EraseDialogProps {
  readonly name: string;
  readonly userId: string;
  readonly opened: boolean;
  readonly onClose: () => void;
}

function EraseDialog({ name, userId, opened, onClose }: EraseDialogProps): ReactNode {
  const say = useSay();
  const project = useProject();
  const navigate = useNavigate();
  const { tell } = useToasts();
  const erase = useChange(`DELETE ${one}`, ['GET /projects/{project_id}/subscribers']);
  const done = (): void => {
    tell(say(audienceTexts.erased));
    void navigate({ to: '/p/$project/audience', params: { project: project.id } });
  };
  return (
    <ConfirmByName
      opened={opened}
      title={say(audienceTexts.eraseTitle)}
      loss={say(audienceTexts.eraseLoss)}
      name={name}
      action={say(audienceTexts.erase)}
      busy={erase.isPending}
      onClose={onClose}
      onConfirm={() => erase.mutate({ path: { project_id: project.id, user_id: userId } }, { onSuccess: done })}
    />
  );
}
