import { SegmentedControl } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useProject } from '../../api/projects.ts';
import type { ListedRequest } from '../../api/schema.gen.ts';
import { useListed } from '../../api/use-answer.ts';
import { Answered } from '../../parts/answered.tsx';
import { type Column, DataTable } from '../../parts/data-table.tsx';
import { EmptyState } from '../../parts/empty-state.tsx';
import { LinkButton } from '../../parts/link-button.tsx';
import { Moment } from '../../parts/moment.tsx';
import { MoreButton } from '../../parts/more-button.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { Panel } from '../../parts/panel.tsx';
import { Pick } from '../../parts/pick.tsx';
import { useSay } from '../../text/language.tsx';
import { navigation } from '../../texts/navigation.ts';
import { requestsTexts } from '../../texts/requests.ts';
import { shared } from '../../texts/shared.ts';
import { OutcomePill } from './outcome-pill.tsx';
import { RequestLine } from './request-line.tsx';
import styles from './requests.module.css';

const outcomes = ['accepted', 'refused', 'ignored', 'repeated', 'read'] as const;
const lookMs = 2_000;

export function RequestsPage(): ReactNode {
  const say = useSay();
  const project = useProject();
  const navigate = useNavigate();
  const search = useSearch({ strict: false });
  const outcome = outcomes.find((one) => one === search.outcome);
  const sandbox = search.mode === 'sandbox' && project.sandbox_id !== null;
  const listedId = sandbox ? (project.sandbox_id ?? project.id) : project.id;
  const { items, query } = useListed(
    'GET /projects/{project_id}/requests',
    { path: { project_id: listedId }, query: { limit: 50, outcome } },
    { refetchMs: lookMs },
  );
  const put = (part: Readonly<Record<string, string | undefined>>): void => {
    void navigate({ to: '.', search: (all: object) => ({ ...all, ...part }), replace: true });
  };
  const columns: readonly Column<ListedRequest>[] = [
    { id: 'time', title: say(requestsTexts.time), cell: ({ received_at }) => <Moment at={received_at} as="clock" /> },
    {
      id: 'what',
      grow: true,
      title: say(requestsTexts.what),
      cell: (request) => (
        <div className={styles.what}>
          <RequestLine request={request} />
          <span className={styles.method}>
            {request.method}
            {request.calls > 1 && ` · ${say(requestsTexts.times, { count: request.calls })}`}
          </span>
        </div>
      ),
    },
    { id: 'outcome', title: say(requestsTexts.outcome), cell: (request) => <OutcomePill request={request} /> },
  ];
  return (
    <>
      <PageHead title={say(navigation.requests)} lead={say(requestsTexts.lead)}>
        <span className={styles.live}>{say(requestsTexts.live)}</span>
        {project.sandbox_id !== null && (
          <SegmentedControl
            aria-label={say(requestsTexts.sandbox)}
            value={sandbox ? 'sandbox' : 'production'}
            onChange={(mode) => put({ mode: mode === 'sandbox' ? mode : undefined })}
            data={[
              { value: 'production', label: say(requestsTexts.production) },
              { value: 'sandbox', label: say(requestsTexts.sandbox) },
            ]}
          />
        )}
        <Pick
          hideLabel
          label={say(requestsTexts.outcome)}
          value={outcome ?? 'all'}
          options={[
            { value: 'all' as const, label: say(shared.all) },
            ...outcomes.map((one) => ({ value: one, label: say(requestsTexts[one]) })),
          ]}
          onChange={(value) => put({ outcome: value === 'all' ? undefined : value })}
        />
      </PageHead>
      <Panel flush>
        <Answered query={query}>
          {() =>
            items.length > 0 ? (
              <DataTable
                label={say(navigation.requests)}
                columns={columns}
                rows={items}
                keyOf={({ id }) => id}
                onOpen={({ id }) =>
                  void navigate({
                    to: '/p/$project/requests/$request',
                    params: { project: project.id, request: id },
                    search: sandbox ? { mode: 'sandbox' } : {},
                  })
                }
              />
            ) : outcome === undefined ? (
              <EmptyState title={say(requestsTexts.emptyTitle)} hint={say(requestsTexts.emptyHint)}>
                <LinkButton to="/p/$project/integrations" params={{ project: project.id }}>
                  {say(requestsTexts.connect)}
                </LinkButton>
              </EmptyState>
            ) : (
              <EmptyState title={say(requestsTexts.emptyFiltered)} />
            )
          }
        </Answered>
        <MoreButton query={query} />
      </Panel>
    </>
  );
}
