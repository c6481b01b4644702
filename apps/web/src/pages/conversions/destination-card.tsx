import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import type { Answer } from '../../api/call.ts';
import { useProject } from '../../api/projects.ts';
import type { Destination, DestinationType } from '../../api/schema.gen.ts';
import { useRights } from '../../api/session.ts';
import { useChange } from '../../api/use-answer.ts';
import { formatClock } from '../../format/dates.ts';
import { formatNumber, formatShare } from '../../format/numbers.ts';
import { conversionStates } from '../../parts/conversion-state.tsx';
import { Pill } from '../../parts/pill.tsx';
import { ProblemNote } from '../../parts/problem-note.tsx';
import { useToasts } from '../../parts/toast.tsx';
import { useReason } from '../../parts/use-reason.ts';
import { useLanguage, useSay } from '../../text/language.tsx';
import { conversionsTexts } from '../../texts/conversions.ts';
import { platformAccessTexts } from '../../texts/platform-access.ts';
import { shared } from '../../texts/shared.ts';
import { AccessLine } from './access-line.tsx';
import styles from './conversions.module.css';
import { nameOfType } from './destination-names.ts';
import { GoalsMadeList } from './goals-made.tsx';
import { accessOf } from './platform-access.ts';
import { SignInButton } from './sign-in-button.tsx';

interface DestinationCardProps {
  readonly destination: Destination;
  /** Undefined: not known yet, or newer than this page. */
  readonly type: DestinationType | undefined;
  readonly onEdit: () => void;
}

const list = 'GET /projects/{project_id}/destinations';
const one = '/projects/{project_id}/destinations/{destination_id}';
type TestReport = Answer<`POST ${typeof one}/test`>;

/** A connection, its health at a glance, and what can be done with it. */
export function DestinationCard({ destination, type, onEdit }: DestinationCardProps): ReactNode {
  const say = useSay();
  const sayReason = useReason();
  const project = useProject();
  const { language } = useLanguage();
  const { canEdit } = useRights(project.workspace_id);
  const { tell } = useToasts();
  const [report, setReport] = useState<TestReport | null>(null);
  const path = { project_id: project.id, destination_id: destination.id };
  const test = useChange(`POST ${one}/test`);
  const makeGoals = useChange(`POST ${one}/goals`);
  const pause = useChange(`POST ${one}/pause`, [list]);
  const resume = useChange(`POST ${one}/resume`, [list]);
  const { name, state, reason, resume_at, counts } = destination;
  const told = counts.accepted + counts.confirmed + counts.failed;
  return (
    <article className={styles.card} aria-label={name}>
      <div className={styles.head}>
        <div>
          <h2>{name}</h2>
          <span className={styles.type}>{nameOfType(say, destination.type)}</span>
        </div>
        <State destination={destination} type={type} />
      </div>
      {reason !== null && <p className={styles.reason}>{sayReason(reason)}</p>}
      <AccessLine destination={destination} type={type} />
      {/* What the past is over with is no news. */}
      {resume_at !== null && Date.parse(resume_at) > Date.now() && state === 'active' && (
        <p>{say(conversionsTexts.resting, { time: formatClock(language, resume_at, project.time_zone) })}</p>
      )}
      {told > 0 && (
        <div>
          <div className={styles.share} aria-hidden="true">
            <span style={{ width: `${(counts.confirmed / told) * 100}%` }} />
            <span style={{ width: `${(counts.accepted / told) * 100}%` }} />
          </div>
          <span className={styles.type}>
            {counts.confirmed === 0
              ? say(conversionsTexts.takenRate, { share: formatShare(language, counts.accepted / told) })
              : say(conversionsTexts.matchRate, { share: formatShare(language, counts.confirmed / told) })}
          </span>
        </div>
      )}
      <div className={styles.counts}>
        {conversionStates
          .filter((counted) => counts[counted] > 0)
          .map((counted) => (
            <Link
              key={counted}
              to="/p/$project/conversions"
              params={{ project: project.id }}
              search={{ state: counted, destination: destination.id }}
            >
              {say(conversionsTexts[counted])} <strong>{formatNumber(language, counts[counted])}</strong>
            </Link>
          ))}
      </div>
      {report !== null && (
        <p role="status">
          {say(report.ok ? conversionsTexts.testOk : conversionsTexts.testFailed, {
            answer: report.reason === null ? (report.answer ?? '') : sayReason(report.reason),
          })}
        </p>
      )}
      {makeGoals.data !== undefined && <GoalsMadeList report={makeGoals.data} />}
      <ProblemNote error={makeGoals.error} />
      {canEdit && (
        <div className={styles.actions}>
          {type !== undefined && accessOf(destination, type, new Date()) !== 'by_hand' && (
            <SignInButton destination={destination} type={type} />
          )}
          <Button
            size="compact-sm"
            variant="default"
            loading={test.isPending}
            onClick={() => test.mutate({ path }, { onSuccess: setReport })}
          >
            {say(conversionsTexts.test)}
          </Button>
          {type?.makes_goals === true && Object.keys(destination.goals).length > 0 && (
            <Button
              size="compact-sm"
              variant="default"
              loading={makeGoals.isPending}
              onClick={() => makeGoals.mutate({ path })}
            >
              {say(platformAccessTexts.makeGoals)}
            </Button>
          )}
          {state === 'active' ? (
            <Button
              size="compact-sm"
              variant="default"
              onClick={() =>
                pause.mutate(
                  { path },
                  { onSuccess: () => tell(say(conversionsTexts.wasPaused, { name }), () => resume.mutate({ path })) },
                )
              }
            >
              {say(conversionsTexts.pause)}
            </Button>
          ) : (
            <Button size="compact-sm" variant="default" onClick={() => resume.mutate({ path })}>
              {say(conversionsTexts.resume)}
            </Button>
          )}
          <Button size="compact-sm" variant="default" onClick={onEdit}>
            {say(shared.edit)}
          </Button>
        </div>
      )}
    </article>
  );
}

function State({ destination, type }: Pick<DestinationCardProps, 'destination' | 'type'>): ReactNode {
  const say = useSay();
  const { state } = destination;
  // The server finds out when it has something to tell; a person sees it now.
  const lacksAccess = ['missing', 'ended'].includes(accessOf(destination, type, new Date()));
  if (state === 'active' && lacksAccess) return <Pill tone="bad">{say(conversionsTexts.needsOwner)}</Pill>;
  if (state === 'active') return <Pill tone="good">{say(conversionsTexts.active)}</Pill>;
  if (state === 'paused') return <Pill tone="quiet">{say(conversionsTexts.paused)}</Pill>;
  return <Pill tone="bad">{say(conversionsTexts.needsOwner)}</Pill>;
}
