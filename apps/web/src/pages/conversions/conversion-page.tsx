import { Button } from '@mantine/core';
import { Link, useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useProject } from '../../api/projects.ts';
import type { Attempt, Conversion } from '../../api/schema.gen.ts';
import { useRights } from '../../api/session.ts';
import { useAnswer, useChange } from '../../api/use-answer.ts';
import { formatMoney } from '../../format/numbers.ts';
import { Answered } from '../../parts/answered.tsx';
import { CodeBlock } from '../../parts/code-block.tsx';
import { ConversionState } from '../../parts/conversion-state.tsx';
import { EmptyState } from '../../parts/empty-state.tsx';
import { Moment } from '../../parts/moment.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { Panel } from '../../parts/panel.tsx';
import { Pill } from '../../parts/pill.tsx';
import { ProblemNote } from '../../parts/problem-note.tsx';
import { useReason } from '../../parts/use-reason.ts';
import { useLanguage, useSay } from '../../text/language.tsx';
import type { Text } from '../../text/text.ts';
import { conversionsTexts } from '../../texts/conversions.ts';
import styles from './conversions.module.css';

const one = '/projects/{project_id}/conversions/{conversion_id}';
const replayable: readonly Conversion['state'][] = ['failed', 'expired', 'skipped', 'uncertain'];

/** One conversion with every call it was part of: the request and the answer side by side. */
export function ConversionPage(): ReactNode {
  const project = useProject();
  const { conversion = '' } = useParams({ strict: false });
  const query = useAnswer(
    `GET ${one}`,
    { path: { project_id: project.id, conversion_id: conversion } },
    { refetchMs: 5_000 },
  );
  return <Answered query={query}>{(data) => <Told conversion={data} />}</Answered>;
}

function Told({ conversion }: { readonly conversion: Conversion }): ReactNode {
  const say = useSay();
  const sayReason = useReason();
  const { language } = useLanguage();
  const project = useProject();
  const { canEdit } = useRights(project.workspace_id);
  const path = { project_id: project.id, conversion_id: conversion.id };
  const attempts = useAnswer(`GET ${one}/attempts`, { path, query: { limit: 100 } }, { refetchMs: 5_000 });
  const replay = useChange(`POST ${one}/replay`, [`GET ${one}`, `GET ${one}/attempts`]);
  const { state, reason, value, currency, happened_at, due_at, user_id, response } = conversion;
  return (
    <>
      <PageHead title={conversion.target} lead={<ConversionState state={state} />}>
        {canEdit && replayable.includes(state) && (
          <Button loading={replay.isPending} onClick={() => replay.mutate({ path })}>
            {say(conversionsTexts.replay)}
          </Button>
        )}
      </PageHead>
      <ProblemNote error={replay.error} />
      <Panel>
        <dl className={styles.facts}>
          <Fact title={conversionsTexts.when}>
            <Moment at={happened_at} />
          </Fact>
          {user_id !== null && (
            <Fact title={conversionsTexts.person}>
              <Link to="/p/$project/audience/$user" params={{ project: project.id, user: user_id }}>
                {user_id}
              </Link>
            </Fact>
          )}
          {value !== null && (
            <Fact title={conversionsTexts.value}>{formatMoney(language, Number(value), currency)}</Fact>
          )}
          {due_at !== null && state === 'pending' && (
            <Fact title={conversionsTexts.pending}>
              <Moment at={due_at} />
            </Fact>
          )}
          {reason !== null && <Fact title={conversionsTexts.reason}>{sayReason(reason)}</Fact>}
          {response !== null && <Fact title={conversionsTexts.response}>{response}</Fact>}
        </dl>
        {state === 'uncertain' && <p>{say(conversionsTexts.replayUncertain)}</p>}
      </Panel>
      <Panel title={say(conversionsTexts.attempts)}>
        <Answered query={attempts}>
          {({ items }) =>
            items.length === 0 ? (
              <EmptyState title={say(conversionsTexts.noAttempts)} />
            ) : (
              items.map((attempt) => <AttemptTold key={attempt.id} attempt={attempt} />)
            )
          }
        </Answered>
      </Panel>
    </>
  );
}

function Fact({ title, children }: { readonly title: Text; readonly children: ReactNode }): ReactNode {
  const say = useSay();
  return (
    <div>
      <dt>{say(title)}</dt>
      <dd>{children}</dd>
    </div>
  );
}

const purposes = {
  send: conversionsTexts.send,
  look_up: conversionsTexts.look_up,
  token: conversionsTexts.tokenFetch,
  goals: conversionsTexts.goalsPurpose,
  verdict: conversionsTexts.verdict,
  test: conversionsTexts.testPurpose,
} as const;

function AttemptTold({ attempt }: { readonly attempt: Attempt }): ReactNode {
  const say = useSay();
  const sayReason = useReason();
  const { purpose, tried_at, duration_ms, request, status, answer, reason } = attempt;
  const good = status !== null && status < 300;
  return (
    <div className={styles.attempt}>
      <div className={styles.bar}>
        <strong>{say(purposes[purpose])}</strong>
        <Pill tone={good ? 'good' : 'bad'}>{status ?? say(conversionsTexts.noAnswer)}</Pill>
        <span className={styles.type}>
          <Moment at={tried_at} /> · {say(conversionsTexts.took, { ms: duration_ms })}
        </span>
      </div>
      {reason !== null && <p>{sayReason(reason)}</p>}
      <div className={styles.pair}>
        <div>
          <h3>{say(conversionsTexts.request)}</h3>
          <CodeBlock label={say(conversionsTexts.request)} text={request} />
        </div>
        <div>
          <h3>{say(conversionsTexts.response)}</h3>
          <CodeBlock label={say(conversionsTexts.response)} text={answer ?? say(conversionsTexts.noAnswer)} />
        </div>
      </div>
    </div>
  );
}
