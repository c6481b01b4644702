import { SegmentedControl } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { type ReactNode, useMemo } from 'react';
import { reportQuery } from '../../address/report-query.ts';
import { useView } from '../../address/use-view.ts';
import { useProject } from '../../api/projects.ts';
import { useAnswer } from '../../api/use-answer.ts';
import { Answered } from '../../parts/answered.tsx';
import { EmptyState } from '../../parts/empty-state.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { Panel } from '../../parts/panel.tsx';
import { ReportBar } from '../../parts/report-bar.tsx';
import { useSay } from '../../text/language.tsx';
import { navigation } from '../../texts/navigation.ts';
import { reportsTexts } from '../../texts/reports.ts';
import { retentionTexts } from '../../texts/retention.ts';
import { CohortTable } from './cohort-table.tsx';
import { WhenLeft } from './when-left.tsx';

const intervals = ['day', 'week', 'month'] as const;
const names = { day: retentionTexts.byDay, week: retentionTexts.byWeek, month: retentionTexts.byMonth } as const;

export function RetentionPage(): ReactNode {
  const say = useSay();
  const project = useProject();
  const navigate = useNavigate();
  const search = useSearch({ strict: false });
  const [view] = useView();
  const interval = intervals.find((one) => one === search.interval) ?? 'week';
  const query = useMemo(() => {
    const { compare: _, ...asked } = reportQuery(view, project);
    return { ...asked, interval };
  }, [view, project, interval]);
  const report = useAnswer(
    'GET /projects/{project_id}/reports/lifetime',
    { path: { project_id: project.id }, query },
    { keep: true },
  );
  return (
    <>
      <PageHead title={say(navigation.retention)} lead={say(retentionTexts.lead)} />
      <ReportBar comparable={false}>
        <SegmentedControl
          aria-label={say(retentionTexts.interval)}
          value={interval}
          onChange={(value) => void navigate({ to: '.', search: { ...search, interval: value }, replace: true })}
          data={intervals.map((one) => ({ value: one, label: say(names[one]) }))}
        />
      </ReportBar>
      <Answered query={report} rows={10}>
        {(data) =>
          data.totals.joined === 0 ? (
            <Panel>
              <EmptyState title={say(retentionTexts.emptyTitle)} hint={say(reportsTexts.nothingHint)} />
            </Panel>
          ) : (
            <>
              <Panel flush>
                <CohortTable report={data} />
              </Panel>
              <Panel title={say(retentionTexts.whenLeft)} lead={say(retentionTexts.whenLeftLead)}>
                <WhenLeft parts={data.totals.left_by_age} />
              </Panel>
            </>
          )
        }
      </Answered>
    </>
  );
}
