import { Button } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { type ReactNode, useMemo } from 'react';
import { reportQuery } from '../../address/report-query.ts';
import { useView } from '../../address/use-view.ts';
import { useProject } from '../../api/projects.ts';
import type { FunnelReport } from '../../api/schema.gen.ts';
import { useAnswer } from '../../api/use-answer.ts';
import { Answered } from '../../parts/answered.tsx';
import { EmptyState } from '../../parts/empty-state.tsx';
import { LinkButton } from '../../parts/link-button.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { Panel } from '../../parts/panel.tsx';
import { ReportBar } from '../../parts/report-bar.tsx';
import { useSay } from '../../text/language.tsx';
import { funnelTexts } from '../../texts/funnel.ts';
import { integrationsTexts } from '../../texts/integrations.ts';
import { navigation } from '../../texts/navigation.ts';
import { FunnelSteps } from './funnel-steps.tsx';

export function FunnelPage(): ReactNode {
  const say = useSay();
  const project = useProject();
  const navigate = useNavigate();
  const search = useSearch({ strict: false });
  const [view] = useView();
  const query = useMemo(() => {
    const { compare: _, ...asked } = reportQuery(view, project);
    return { ...asked, ...(search.steps === undefined ? {} : { steps: search.steps }) };
  }, [view, project, search.steps]);
  const report = useAnswer(
    'GET /projects/{project_id}/reports/funnel',
    { path: { project_id: project.id }, query },
    { keep: true },
  );
  const choose = (steps: readonly string[] | null): void => {
    void navigate({ to: '.', search: { ...search, steps: steps === null ? undefined : steps.join() }, replace: true });
  };
  return (
    <>
      <PageHead title={say(navigation.funnel)} lead={say(funnelTexts.lead)} />
      <ReportBar comparable={false}>
        {search.steps !== undefined && (
          <Button variant="default" onClick={() => choose(null)}>
            {say(funnelTexts.reset)}
          </Button>
        )}
      </ReportBar>
      <Panel>
        <Answered query={report} rows={8}>
          {(data: FunnelReport) =>
            data.steps.length + data.clicks + data.joins === 0 ? (
              <EmptyState title={say(funnelTexts.emptyTitle)} hint={say(funnelTexts.emptyHint)}>
                <LinkButton variant="default" to="/p/$project/integrations" params={{ project: project.id }}>
                  {say(integrationsTexts.guide)}
                </LinkButton>
              </EmptyState>
            ) : (
              <FunnelSteps report={data} onChoose={choose} />
            )
          }
        </Answered>
      </Panel>
    </>
  );
}
