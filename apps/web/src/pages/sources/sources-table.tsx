import { useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { rowKey } from '../../address/row-key.ts';
import { useView } from '../../address/use-view.ts';
import { withFilter } from '../../address/view.ts';
import { useProject } from '../../api/projects.ts';
import type { Figures, SourcesReport } from '../../api/schema.gen.ts';
import { useRights } from '../../api/session.ts';
import { Change } from '../../parts/change.tsx';
import { type Column, DataTable, type Sorting } from '../../parts/data-table.tsx';
import { useLanguage, useSay } from '../../text/language.tsx';
import { navigation } from '../../texts/navigation.ts';
import { shared } from '../../texts/shared.ts';
import { sourcesTexts } from '../../texts/sources.ts';
import { figureColumns } from './columns.tsx';
import { CostCell } from './cost-cell.tsx';
import { costPlace } from './cost-place.ts';
import { Pin } from './pin.tsx';
import { pinnedRows, rowView, type SourcesRow } from './pins.ts';
import styles from './sources.module.css';
import type { TableLayout } from './table-address.ts';
import { useRowName } from './use-row-name.ts';

interface SourcesTableProps {
  readonly report: SourcesReport;
  readonly layout: TableLayout;
  readonly onChange: (part: Partial<TableLayout>) => void;
}

const compared: ReadonlySet<string> = new Set(['clicks', 'joins', 'revenue']);

export function SourcesTable({ report, layout, onChange }: SourcesTableProps): ReactNode {
  const say = useSay();
  const { language } = useLanguage();
  const project = useProject();
  const { canEdit } = useRights(project.workspace_id);
  const navigate = useNavigate();
  const [view, show] = useView();
  const reading = { say, language, currency: report.currency };
  const nameOf = useRowName();
  const pinned = pinnedRows(report.rows, layout.pins);
  const isPinned = (row: SourcesRow): boolean => pinned.includes(row);
  const open = (row: SourcesRow): void => {
    if (row.kind === 'organic' || row.kind === 'unknown') show(withFilter(view, 'exactness', row.kind));
    if (row.kind !== 'attributed') return;
    const [first] = row.keys;
    if (layout.by === 'link' && layout.second === null && first?.value != null) {
      void navigate({ to: '/p/$project/links', params: { project: project.id }, search: { link: first.value } });
      return;
    }
    show(rowView(view, row));
  };
  const columns: readonly Column<SourcesRow>[] = [
    {
      id: 'source',
      title: say(sourcesTexts.source),
      cell: (row) => (
        <span className={styles.first}>
          <Pin row={row} name={nameOf(row).join(' · ')} pinned={pinned} pins={layout.pins} onChange={onChange} />
          <SourceCell names={nameOf(row)} row={row} />
        </span>
      ),
    },
    ...figureColumns
      .filter(({ id }) => layout.columns.includes(id))
      .map(
        (column): Column<SourcesRow> => ({
          id: column.id,
          title: say(column.title),
          hint: say(column.hint),
          figure: true,
          sortable: true,
          cell: (row) => (
            <span className={styles.compared}>
              {compared.has(column.id) && (
                <Change
                  now={column.valueOf(row.figures)}
                  before={row.previous === null ? null : column.valueOf(row.previous)}
                  counted={column.id !== 'revenue'}
                  moreIsBetter
                />
              )}
              {column.id === 'spend' && canEdit && costPlace(row) !== null ? (
                <CostCell place={costPlace(row)} name={nameOf(row).join(' · ')} currency={report.currency}>
                  {column.shown(row.figures, reading)}
                </CostCell>
              ) : (
                <span>{column.shown(row.figures, reading)}</span>
              )}
            </span>
          ),
          total: column.shown(report.totals.figures, reading),
        }),
      ),
  ];
  return (
    <DataTable
      label={say(navigation.sources)}
      columns={columns}
      rows={[...pinned, ...sorted(report.rows, layout.sorting).filter((row) => !isPinned(row))]}
      pinnedCount={pinned.length}
      keyOf={rowKey}
      onOpen={open}
      sorting={layout.sorting}
      onSort={(sorting) => onChange({ sorting })}
      hasTotals
    />
  );
}

function SourceCell({ names, row }: { readonly names: readonly string[]; readonly row: SourcesRow }): ReactNode {
  const say = useSay();
  const [first = '', ...rest] = names;
  return (
    <div className={styles.source} data-apart={row.kind === 'attributed' ? undefined : true}>
      <span>{first}</span>
      {rest.map((name) => (
        <span key={name} className={styles.second}>
          {name}
        </span>
      ))}
      {row.probable !== null && <span className={styles.second}>{say(shared.probable)}</span>}
    </div>
  );
}

/** Organic, unknown and the rest stay below whatever the order is; what has no value is the last of the others. */
function sorted(rows: readonly SourcesRow[], { by, down }: Sorting): SourcesRow[] {
  const column = figureColumns.find(({ id }) => id === by);
  const weigh = (figures: Figures): number | null => column?.valueOf(figures) ?? null;
  const apart = (row: SourcesRow): number => (row.kind === 'attributed' ? 0 : 1);
  return rows.toSorted((one, other) => {
    const [a, b] = [weigh(one.figures), weigh(other.figures)];
    if (apart(one) !== apart(other)) return apart(one) - apart(other);
    if (a === null || b === null) return Number(a === null) - Number(b === null);
    return down ? b - a : a - b;
  });
}
