import { SegmentedControl } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { type ReactNode, useMemo } from 'react';
import { reportQuery } from '../../address/report-query.ts';
import { readRowKeys, rowKey, writeRowKeys } from '../../address/row-key.ts';
import { useView } from '../../address/use-view.ts';
import { type Dimension, dimensions } from '../../address/view.ts';
import { useProject } from '../../api/projects.ts';
import { useAnswer } from '../../api/use-answer.ts';
import { Answered } from '../../parts/answered.tsx';
import { EmptyState } from '../../parts/empty-state.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { Panel } from '../../parts/panel.tsx';
import { Pick } from '../../parts/pick.tsx';
import { ReportBar } from '../../parts/report-bar.tsx';
import { useSay } from '../../text/language.tsx';
import { navigation } from '../../texts/navigation.ts';
import { reportsTexts } from '../../texts/reports.ts';
import { retentionTexts } from '../../texts/retention.ts';
import { CohortTable } from './cohort-table.tsx';
import { LifetimeGroups } from './lifetime-groups.tsx';
import { WhenLeft } from './when-left.tsx';

const intervals = ['day', 'week', 'month'] as const;
const names = { day: retentionTexts.byDay, week: retentionTexts.byWeek, month: retentionTexts.byMonth } as const;
/** So many of the largest sources are compared until somebody chooses. */
const usuallyCompared = 4;
/** Stands in an address where somebody chose none at all. */
const nobody = '-';

/** Who came when, by which source, and how long they stay. */
export function RetentionPage(): ReactNode {
  const say = useSay();
  const project = useProject();
  const navigate = useNavigate();
  const search = useSearch({ strict: false });
  const [view] = useView();
  const interval = intervals.find((one) => one === search.interval) ?? 'week';
  const split = dimensions.find((one) => one === search.split) ?? null;
  const query = useMemo(() => {
    const { compare: _, ...asked } = reportQuery(view, project);
    return { ...asked, interval, ...(split === null ? {} : { group_by: split }) };
  }, [view, project, interval, split]);
  const report = useAnswer(
    'GET /projects/{project_id}/reports/lifetime',
    { path: { project_id: project.id }, query },
    { keep: true },
  );
  const go = (part: Readonly<Record<string, string | undefined>>): void => {
    void navigate({ to: '.', search: { ...search, ...part }, resetScroll: false });
  };
  return (
    <>
      <PageHead title={say(navigation.retention)} lead={say(retentionTexts.lead)} />
      <ReportBar comparable={false}>
        <Pick<Dimension | 'none'>
          hideLabel
          width={210}
          label={say(retentionTexts.compare)}
          value={split ?? 'none'}
          options={[
            { value: 'none', label: say(retentionTexts.allTogether) },
            ...dimensions.map((one) => ({ value: one, label: say(reportsTexts[one]) })),
          ]}
          onChange={(value) => go({ split: value === 'none' ? undefined : value, rows: undefined })}
        />
        <SegmentedControl
          aria-label={say(retentionTexts.interval)}
          value={interval}
          onChange={(value) => go({ interval: value })}
          data={intervals.map((one) => ({ value: one, label: say(names[one]) }))}
        />
      </ReportBar>
      <Answered query={report} rows={10}>
        {(data) => {
          if (data.totals.joined === 0) {
            return (
              <Panel>
                <EmptyState title={say(retentionTexts.emptyTitle)} hint={say(reportsTexts.nothingHint)} />
              </Panel>
            );
          }
          // The report that is shown until the next one is there may be told apart otherwise.
          const isSplit = data.group_by.length > 0;
          const chosen =
            search.rows === undefined
              ? data.groups.slice(0, usuallyCompared).map(rowKey)
              : readRowKeys(search.rows).filter((key) => key !== nobody);
          return (
            <>
              {isSplit && (
                <LifetimeGroups
                  report={data}
                  chosen={chosen}
                  onChoose={(keys) => go({ rows: writeRowKeys(keys) ?? nobody })}
                />
              )}
              <Panel flush title={isSplit ? say(retentionTexts.cohorts) : undefined}>
                <CohortTable report={data} chosen={isSplit ? chosen : null} />
              </Panel>
              <Panel title={say(retentionTexts.whenLeft)} lead={say(retentionTexts.whenLeftLead)}>
                <WhenLeft parts={data.totals.left_by_age} />
              </Panel>
            </>
          );
        }}
      </Answered>
    </>
  );
}
