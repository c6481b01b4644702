import { type ReactNode, useMemo } from 'react';
import { lengthOf } from '../../address/period.ts';
import { daysOfView, reportQuery } from '../../address/report-query.ts';
import { useView } from '../../address/use-view.ts';
import { useProject } from '../../api/projects.ts';
import { useAnswer } from '../../api/use-answer.ts';
import { Answered } from '../../parts/answered.tsx';
import { stepFor } from '../../parts/chart/time-step.ts';
import { LinkButton } from '../../parts/link-button.tsx';
import { metricKind } from '../../parts/metrics.ts';
import { PageHead } from '../../parts/page-head.tsx';
import { Panel } from '../../parts/panel.tsx';
import { ReportBar } from '../../parts/report-bar.tsx';
import { useSay } from '../../text/language.tsx';
import { navigation } from '../../texts/navigation.ts';
import { reportsTexts } from '../../texts/reports.ts';
import { Attention } from './attention.tsx';
import { DynamicsChart } from './dynamics-chart.tsx';
import { FunnelStrip } from './funnel-strip.tsx';
import { LiveLine } from './live-line.tsx';
import styles from './overview.module.css';
import { TopSources } from './top-sources.tsx';

const lookMs = 60_000;

/** The page that stays open all day: which source brings people who stay, and what one costs. */
export function OverviewPage(): ReactNode {
  const say = useSay();
  const project = useProject();
  const [view, show] = useView();
  const days = daysOfView(view, project);
  const query = useMemo(() => reportQuery(view, project), [view, project]);
  const step = stepFor(lengthOf(days));
  const dynamics = useAnswer(
    'GET /projects/{project_id}/reports/dynamics',
    { path: { project_id: project.id }, query: { ...query, group_by: step } },
    { keep: true, refetchMs: lookMs },
  );
  const metric = metricKind(view.metric);
  return (
    <>
      <PageHead title={say(navigation.overview)}>
        <LiveLine key={project.id} projectId={project.id} />
      </PageHead>
      <ReportBar />
      <Answered query={dynamics} rows={8}>
        {(report) => (
          <>
            <FunnelStrip
              totals={report.totals}
              currency={report.currency}
              chosen={view.metric}
              onChoose={(chosen) => show({ ...view, metric: chosen })}
            />
            <Panel
              title={say(metric.title)}
              aside={
                <LinkButton
                  variant="subtle"
                  size="compact-sm"
                  to="/p/$project/audience"
                  params={{ project: project.id }}
                  search={{
                    joined_from: days.from,
                    joined_to: days.to,
                    ...view.filters,
                  }}
                >
                  {say(reportsTexts.people)}
                </LinkButton>
              }
            >
              <DynamicsChart report={report} metric={metric} step={step} />
            </Panel>
          </>
        )}
      </Answered>
      <div className={styles.tops}>
        <TopSources places={['link', 'ad_system']} />
        <TopSources places={['utm_campaign', 'utm_source', 'utm_medium', 'utm_content', 'utm_term']} />
        <TopSources places={['country', 'exactness']} />
      </div>
      <Attention />
    </>
  );
}
