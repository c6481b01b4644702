import { Button } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { type ReactNode, useMemo } from 'react';
import { reportQuery } from '../../address/report-query.ts';
import { useView } from '../../address/use-view.ts';
import { withFilter, writeView } from '../../address/view.ts';
import { addressOf, type Input } from '../../api/call.ts';
import { useProject } from '../../api/projects.ts';
import type { FunnelReport } from '../../api/schema.gen.ts';
import { useAnswer } from '../../api/use-answer.ts';
import { Answered } from '../../parts/answered.tsx';
import { noValue } from '../../parts/dimension-names.ts';
import { EmptyState } from '../../parts/empty-state.tsx';
import { FilterChip } from '../../parts/filter-chip.tsx';
import { Icon } from '../../parts/icon.tsx';
import { LinkButton } from '../../parts/link-button.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { Panel } from '../../parts/panel.tsx';
import { ReportBar } from '../../parts/report-bar.tsx';
import { Skeleton } from '../../parts/skeleton.tsx';
import { useSay } from '../../text/language.tsx';
import { funnelTexts } from '../../texts/funnel.ts';
import { integrationsTexts } from '../../texts/integrations.ts';
import { navigation } from '../../texts/navigation.ts';
import { reportsTexts } from '../../texts/reports.ts';
import { cutQuery, type FunnelCut, readCut, withLabel, writeLabels, writeSplit } from './funnel-cut.ts';
import { FunnelSteps } from './funnel-steps.tsx';
import { type FunnelGroup, GroupsTable } from './groups-table.tsx';
import { SplitPick } from './split-pick.tsx';

const route = 'GET /projects/{project_id}/reports/funnel';

/** What people do after they came: as a whole, and told apart by source or by labels of events. */
export function FunnelPage(): ReactNode {
  const say = useSay();
  const project = useProject();
  const navigate = useNavigate();
  const search = useSearch({ strict: false });
  const [view] = useView();
  const cut = useMemo(() => readCut(search), [search]);
  const input = useMemo<Input<typeof route>>(() => {
    const { compare: _, ...asked } = reportQuery(view, project);
    return { path: { project_id: project.id }, query: { ...asked, steps: search.steps, ...cutQuery(cut) } };
  }, [view, project, search.steps, cut]);
  const report = useAnswer(route, input, { keep: true });
  const go = (part: Readonly<Record<string, string | undefined>>): void => {
    void navigate({ to: '.', search: { ...search, ...part }, resetScroll: false });
  };
  const choose = (steps: readonly string[] | null): void => go({ steps: steps?.join() });
  const open = ({ kind, keys, label }: FunnelGroup): void => {
    if (cut.split?.by === 'label') {
      if (label === null) return;
      go({ split: undefined, labels: writeLabels(withLabel(cut.labels, { name: cut.split.name, value: label })) });
      return;
    }
    const [key] = keys;
    if (key === undefined) return;
    const isApart = kind === 'organic' || kind === 'unknown';
    const next = isApart ? withFilter(view, 'exactness', kind) : withFilter(view, key.dimension, key.value ?? noValue);
    go({ split: undefined, ...writeView(next) });
  };
  const chips = cut.labels.map(({ name, value }) => (
    <FilterChip
      key={name}
      label={say(funnelTexts.labelIs, { name, value: value || say(funnelTexts.emptyLabel) })}
      onRemove={() => go({ labels: writeLabels(cut.labels.filter((one) => one.name !== name)) })}
    />
  ));
  const { split } = cut;
  return (
    <>
      <PageHead title={say(navigation.funnel)} lead={say(funnelTexts.lead)} />
      <ReportBar comparable={false} chips={chips}>
        {search.steps !== undefined && (
          <Button variant="default" onClick={() => choose(null)}>
            {say(funnelTexts.reset)}
          </Button>
        )}
        <SplitPick split={split} onChange={(next) => go({ split: writeSplit(next) })} />
        <Button
          variant="default"
          component="a"
          href={addressOf(route, { ...input, query: { ...input.query, format: 'csv' } })}
          leftSection={<Icon name="download" size={16} />}
        >
          CSV
        </Button>
      </ReportBar>
      <Answered query={report} rows={8}>
        {(data: FunnelReport) =>
          data.steps.length + data.clicks + data.joins === 0 ? (
            <Panel>
              <EmptyState title={say(funnelTexts.emptyTitle)} hint={say(funnelTexts.emptyHint)}>
                <LinkButton variant="default" to="/p/$project/integrations" params={{ project: project.id }}>
                  {say(integrationsTexts.guide)}
                </LinkButton>
              </EmptyState>
            </Panel>
          ) : (
            <>
              <Panel>
                <FunnelSteps report={data} onChoose={choose} />
                {cut.labels.length > 0 && data.steps.length === 0 && (
                  <EmptyState title={say(reportsTexts.nothing)} hint={say(reportsTexts.nothingHint)} />
                )}
              </Panel>
              {split !== null && (
                <Panel
                  flush
                  title={say(funnelTexts.apart)}
                  lead={split.by === 'label' ? say(funnelTexts.labelLead) : undefined}
                >
                  {!isOf(data, split) ? (
                    <Skeleton rows={4} />
                  ) : data.groups.length === 0 ? (
                    <EmptyState title={say(reportsTexts.nothing)} hint={say(reportsTexts.nothingHint)} />
                  ) : (
                    <GroupsTable report={data} split={split} onOpen={open} />
                  )}
                </Panel>
              )}
            </>
          )
        }
      </Answered>
    </>
  );
}

/** The report that is shown until the next one is there may be cut otherwise. */
function isOf({ label_by, group_by }: FunnelReport, split: NonNullable<FunnelCut['split']>): boolean {
  return split.by === 'label' ? label_by === split.name : group_by[0] === split.dimension;
}
