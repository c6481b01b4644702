import { type KeyboardEvent, type ReactNode, useRef } from 'react';
import { useSay } from '../text/language.tsx';
import { shared } from '../texts/shared.ts';
import styles from './data-table.module.css';
import { Hint } from './hint.tsx';
import { Icon } from './icon.tsx';

export interface Column<Row> {
  readonly id: string;
  readonly title: string;
  readonly hint?: string | undefined;
  /** Figures stand at the right, under each other. */
  readonly figure?: boolean;
  /** Left out where there is little room. */
  readonly wideOnly?: boolean;
  /** Takes all the room that the others leave. */
  readonly grow?: boolean;
  readonly sortable?: boolean;
  readonly cell: (row: Row) => ReactNode;
  readonly total?: ReactNode;
}

export interface Sorting {
  readonly by: string;
  readonly down: boolean;
}

interface DataTableProps<Row> {
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string;
  /** Pressed, or Enter on it. */
  readonly onOpen?: ((row: Row) => void) | undefined;
  readonly sorting?: Sorting | undefined;
  readonly onSort?: ((sorting: Sorting) => void) | undefined;
  readonly hasTotals?: boolean;
  /** How many of the first rows stand apart from the rest. */
  readonly pinnedCount?: number;
}

/** A table with a sticky head that the keyboard walks: `j` and `k` move, Enter opens. */
export function DataTable<Row>(props: DataTableProps<Row>): ReactNode {
  const { label, columns, rows, keyOf, onOpen, hasTotals = false, pinnedCount = 0 } = props;
  const say = useSay();
  const body = useRef<HTMLTableSectionElement>(null);
  const walk = (event: KeyboardEvent): void => {
    const step = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 }[event.key];
    if (step === undefined || isField(event.target)) return;
    const lines = [...(body.current?.rows ?? [])];
    const at = lines.findIndex((line) => line.contains(document.activeElement));
    const next = lines[Math.min(lines.length - 1, Math.max(0, at + step))];
    if (next === undefined) return;
    event.preventDefault();
    next.focus();
  };
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by the keyboard
    <section className={styles.scroll} onKeyDown={walk} aria-label={label} tabIndex={0} data-rows>
      <table className={styles.table}>
        <thead>
          <tr>
            {columns.map((column) => (
              <Head key={column.id} column={column} {...props} />
            ))}
          </tr>
        </thead>
        <tbody ref={body}>
          {rows.map((row, index) => (
            <tr
              key={keyOf(row)}
              data-pinned={index < pinnedCount || undefined}
              tabIndex={onOpen === undefined ? undefined : 0}
              className={onOpen === undefined ? undefined : styles.opens}
              onClick={onOpen === undefined ? undefined : (event) => isPlain(event.target) && onOpen(row)}
              onKeyDown={(event) => event.key === 'Enter' && event.target === event.currentTarget && onOpen?.(row)}
            >
              {columns.map((column) => (
                <td key={column.id} className={classOf(column)}>
                  {column.cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
        {hasTotals && (
          <tfoot>
            <tr>
              {columns.map((column, index) => (
                <td key={column.id} className={classOf(column)}>
                  {index === 0 ? say(shared.total) : column.total}
                </td>
              ))}
            </tr>
          </tfoot>
        )}
      </table>
    </section>
  );
}

interface HeadProps<Row> extends Pick<DataTableProps<Row>, 'sorting' | 'onSort'> {
  readonly column: Column<Row>;
}

function Head<Row>({ column, sorting, onSort }: HeadProps<Row>): ReactNode {
  const sorted = sorting?.by === column.id ? sorting : null;
  const title = column.hint === undefined ? column.title : <Hint text={column.hint}>{column.title}</Hint>;
  return (
    <th
      scope="col"
      className={classOf(column)}
      aria-sort={sorted === null ? undefined : sorted.down ? 'descending' : 'ascending'}
    >
      {onSort !== undefined && column.sortable ? (
        <button
          type="button"
          className={styles.sort}
          onClick={() => onSort({ by: column.id, down: sorted === null ? true : !sorted.down })}
        >
          {title}
          <span className={styles.arrow} data-sorted={sorted === null ? undefined : sorted.down ? 'down' : 'up'}>
            <Icon name="down" size={12} />
          </span>
        </button>
      ) : (
        title
      )}
    </th>
  );
}

function classOf<Row>({ figure = false, wideOnly = false, grow = false }: Column<Row>): string {
  return [figure ? styles.figure : '', wideOnly ? styles.wide : '', grow ? styles.grow : ''].join(' ').trim();
}

/** What is pressed inside a row and does something itself does not open the row. */
function isPlain(target: EventTarget): boolean {
  return target instanceof Element && target.closest('a, button, input, label, [role=dialog], [role=menu]') === null;
}

function isField(target: EventTarget): boolean {
  return target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;
}
