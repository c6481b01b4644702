import { Button, Checkbox, Menu } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { type ReactNode, useMemo } from 'react';
import { reportQuery } from '../../address/report-query.ts';
import { useView } from '../../address/use-view.ts';
import { type Dimension, dimensions } from '../../address/view.ts';
import { addressOf, type Input } from '../../api/call.ts';
import { useProject } from '../../api/projects.ts';
import type { SourcesReport } from '../../api/schema.gen.ts';
import { useRights } from '../../api/session.ts';
import { useAnswer } from '../../api/use-answer.ts';
import { Answered } from '../../parts/answered.tsx';
import { EmptyState } from '../../parts/empty-state.tsx';
import { Icon } from '../../parts/icon.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { Panel } from '../../parts/panel.tsx';
import { Pick } from '../../parts/pick.tsx';
import { ReportBar } from '../../parts/report-bar.tsx';
import { useSay } from '../../text/language.tsx';
import { navigation } from '../../texts/navigation.ts';
import { reportsTexts } from '../../texts/reports.ts';
import { shared } from '../../texts/shared.ts';
import { sourcesTexts } from '../../texts/sources.ts';
import { figureColumns } from './columns.tsx';
import { CostsWithoutRate } from './costs-without-rate.tsx';
import { ImportCostsButton } from './import-costs-button.tsx';
import { PinnedChart } from './pinned-chart.tsx';
import { pinnedRows } from './pins.ts';
import { SourcesTable } from './sources-table.tsx';
import { readLayout, type TableLayout, writeLayout } from './table-address.ts';

const route = 'GET /projects/{project_id}/reports/sources';

/** The table one works in: two levels, columns, order, costs, all of it in the address. */
export function SourcesPage(): ReactNode {
  const say = useSay();
  const project = useProject();
  const { canEdit } = useRights(project.workspace_id);
  const navigate = useNavigate();
  const search = useSearch({ strict: false });
  const [view] = useView();
  const layout = useMemo(() => readLayout(search), [search]);
  const { by, second } = layout;
  const input = useMemo<Input<typeof route>>(
    () => ({
      path: { project_id: project.id },
      query: { ...reportQuery(view, project), group_by: second === null ? by : `${by},${second}` },
    }),
    [view, project, by, second],
  );
  const report = useAnswer(route, input, { keep: true });
  const lay = (part: Partial<TableLayout>): void => {
    void navigate({ to: '.', search: { ...search, ...writeLayout({ ...layout, ...part }) }, replace: true });
  };
  return (
    <>
      <PageHead title={say(navigation.sources)} lead={say(sourcesTexts.lead)} />
      <ReportBar>
        <GroupPick layout={layout} onChange={lay} />
        <ColumnsPick layout={layout} onChange={lay} />
        {canEdit && <ImportCostsButton />}
        <Button
          variant="default"
          component="a"
          href={addressOf(route, { ...input, query: { ...input.query, format: 'csv' } })}
          leftSection={<Icon name="download" size={16} />}
        >
          CSV
        </Button>
      </ReportBar>
      <CostsWithoutRate project={project} sums={report.data?.totals.figures.other_costs ?? []} canEdit={canEdit} />
      {report.data !== undefined && <Pinned report={report.data} pins={layout.pins} />}
      <Panel flush>
        <Answered query={report} rows={12}>
          {(data) =>
            data.rows.length === 0 ? (
              <EmptyState title={say(reportsTexts.nothing)} hint={say(reportsTexts.nothingHint)} />
            ) : (
              <SourcesTable report={data} layout={layout} onChange={lay} />
            )
          }
        </Answered>
      </Panel>
    </>
  );
}

interface PinnedProps {
  readonly report: SourcesReport;
  readonly pins: readonly string[];
}

function Pinned({ report, pins }: PinnedProps): ReactNode {
  const rows = useMemo(() => pinnedRows(report.rows, pins), [report.rows, pins]);
  return rows.length === 0 ? null : <PinnedChart rows={rows} currency={report.currency} />;
}

interface LayoutProps {
  readonly layout: TableLayout;
  readonly onChange: (part: Partial<TableLayout>) => void;
}

function GroupPick({ layout: { by, second }, onChange }: LayoutProps): ReactNode {
  const say = useSay();
  const named = (all: readonly Dimension[]) => all.map((one) => ({ value: one, label: say(reportsTexts[one]) }));
  return (
    <>
      <Pick
        hideLabel
        width={170}
        label={say(sourcesTexts.by)}
        value={by}
        options={named(dimensions)}
        onChange={(value) => onChange({ by: value, pins: [], ...(value === second ? { second: null } : {}) })}
      />
      <Pick<Dimension | 'none'>
        hideLabel
        width={190}
        label={say(sourcesTexts.second)}
        value={second ?? 'none'}
        options={[
          { value: 'none', label: say(sourcesTexts.nothingMore) },
          ...named(dimensions.filter((one) => one !== by)),
        ]}
        onChange={(value) => onChange({ second: value === 'none' ? null : value, pins: [] })}
      />
    </>
  );
}

function ColumnsPick({ layout: { columns }, onChange }: LayoutProps): ReactNode {
  const say = useSay();
  return (
    <Menu closeOnItemClick={false}>
      <Menu.Target>
        <Button variant="default" rightSection={<Icon name="down" size={14} />}>
          {say(shared.columns)}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {figureColumns.map(({ id, title }) => {
          const shown = columns.includes(id);
          const next = figureColumns
            .map((column) => column.id)
            .filter((one) => (one === id ? !shown : columns.includes(one)));
          return (
            <Menu.Item
              key={id}
              role="menuitemcheckbox"
              aria-checked={shown}
              leftSection={<Checkbox.Indicator checked={shown} size="xs" />}
              onClick={() => next.length > 0 && onChange({ columns: next })}
            >
              {say(title)}
            </Menu.Item>
          );
        })}
      </Menu.Dropdown>
    </Menu>
  );
}
