import { Button } from '@mantine/core';
import { useParams, useSearch } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useProject } from '../../api/projects.ts';
import type { RequestWithOutcome } from '../../api/schema.gen.ts';
import { useRights } from '../../api/session.ts';
import { useAnswer, useChange } from '../../api/use-answer.ts';
import { Answered } from '../../parts/answered.tsx';
import { CodeBlock } from '../../parts/code-block.tsx';
import { ConversionLine } from '../../parts/conversion-line.tsx';
import { Icon } from '../../parts/icon.tsx';
import { LinkButton } from '../../parts/link-button.tsx';
import { Moment } from '../../parts/moment.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { Panel } from '../../parts/panel.tsx';
import { nameOfSource } from '../../parts/source-name.ts';
import { useToasts } from '../../parts/toast.tsx';
import { useSay } from '../../text/language.tsx';
import { requestsTexts } from '../../texts/requests.ts';
import { OutcomePill } from './outcome-pill.tsx';
import styles from './requests.module.css';
import { sayRequest } from './say-request.ts';

/** One request: the sentence, what became of it, what to change, and the raw body. */
export function RequestPage(): ReactNode {
  const project = useProject();
  const { request = '' } = useParams({ strict: false });
  const { mode } = useSearch({ strict: false });
  const id = mode === 'sandbox' ? (project.sandbox_id ?? project.id) : project.id;
  const path = { project_id: id, request_id: request };
  const query = useAnswer('GET /projects/{project_id}/requests/{request_id}', { path });
  return <Answered query={query}>{(one) => <Told request={one} path={path} />}</Answered>;
}

interface ToldProps {
  readonly request: RequestWithOutcome;
  readonly path: { readonly project_id: string; readonly request_id: string };
}

function Told({ request, path }: ToldProps): ReactNode {
  const say = useSay();
  const project = useProject();
  const { canEdit } = useRights(project.workspace_id);
  const { tell } = useToasts();
  const replay = useChange('POST /projects/{project_id}/requests/{request_id}/replay', [
    'GET /projects/{project_id}/requests',
  ]);
  const advice = request.explained?.advice ?? null;
  const touch = request.event?.touch ?? null;
  return (
    <>
      <PageHead title={sayRequest(say, request, request.event)} lead={<Moment at={request.received_at} />}>
        {request.user_id !== null && (
          <LinkButton
            variant="default"
            to="/p/$project/audience/$user"
            params={{ project: project.id, user: request.user_id }}
          >
            {say(requestsTexts.openPerson)}
          </LinkButton>
        )}
        {canEdit && request.body !== null && (
          <Button
            variant="default"
            leftSection={<Icon name="repeat" size={16} />}
            loading={replay.isPending}
            onClick={() => replay.mutate({ path }, { onSuccess: () => tell(say(requestsTexts.replayed)) })}
          >
            {say(requestsTexts.replay)}
          </Button>
        )}
      </PageHead>
      <Panel title={say(requestsTexts.answer)}>
        <div className={styles.facts}>
          <div>
            <OutcomePill request={request} /> <code>{request.method}</code>
            {touch !== null && ` · ${say(requestsTexts.from, { source: nameOfSource(say, touch) })}`}
          </div>
          {request.outcome === 'refused' && request.details !== null && (
            <p>
              {say(requestsTexts.answered)} <code>{request.details}</code>
            </p>
          )}
          {advice !== null && (
            <div className={styles.advice}>
              <h3>{say(requestsTexts.whatToDo)}</h3>
              <p>{say(advice)}</p>
            </div>
          )}
          {request.conversions.map((conversion) => (
            <ConversionLine key={conversion.id} conversion={conversion} />
          ))}
          {request.conversions.length === 0 && request.event !== null && <p>{say(requestsTexts.toldNobody)}</p>}
        </div>
      </Panel>
      <Panel title={say(requestsTexts.body)}>
        {request.body === null ? (
          <p>{say(requestsTexts.erased)}</p>
        ) : request.body === '' ? (
          <p>{say(requestsTexts.empty)}</p>
        ) : (
          <CodeBlock label={say(requestsTexts.body)} text={pretty(request.body)} />
        )}
      </Panel>
    </>
  );
}

function pretty(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    return body;
  }
}
