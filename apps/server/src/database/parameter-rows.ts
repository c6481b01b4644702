import {
  type ArrayValue,
  bigintArray,
  bytesArray,
  type Cells,
  integerArray,
  jsonArray,
  plainArray,
  smallintArray,
  textArray,
  timeArray,
  uuidArray,
} from './array-values.ts';

/** A column of rows that a statement is given: its type in SQL, and what of a row stands in it. */
export interface Column<Row, Context> {
  readonly type: string;
  cells(rows: readonly Row[], context: Context): ArrayValue | string;
}

type Columns<Row, Context> = Readonly<Record<string, Column<Row, Context>>>;

/**
 * Rows as parameters of a statement: an array for each column, declared once by its name. They are unnested side by side in the select list. In
 * FROM, where `unnest` takes several arrays as well, PostgreSQL copies each array into a store of its own and puts the rows together
 * from there: of an insert of clicks that was a fifth.
 */
export class Rows<Row, Context = void> {
  readonly #columns: Columns<Row, Context>;
  /** The names of the columns, for `insert into … (…)`. */
  readonly names: string;
  /** `select unnest($1::bigint[]) as project_id, …`: the rows as they were given, in that order. */
  readonly select: string;

  constructor(columns: Columns<Row, Context>) {
    this.#columns = columns;
    this.names = Object.keys(columns).join(', ');
    const unnested = Object.entries(columns).map(
      ([name, { type }], index) => `unnest($${index + 1}::${type}[]) as ${name}`,
    );
    this.select = `select ${unnested.join(', ')}`;
  }

  /** The same with more columns after them. */
  with(further: Columns<Row, Context>): Rows<Row, Context> {
    return new Rows({ ...this.#columns, ...further });
  }

  /** The parameters. `context` is what all rows have in common. */
  values(rows: readonly Row[], context: Context): Array<ArrayValue | string> {
    return Object.values(this.#columns).map((column) => column.cells(rows, context));
  }
}

type Make<Cell> = <Row, Context = void>(
  cell: (row: Row, context: Context) => Cell | null | undefined,
) => Column<Row, Context>;

function columnOf<Cell>(type: string, array: (cells: Cells<Cell>) => ArrayValue | string): Make<Cell> {
  return (cell) => ({ type, cells: (rows, context) => array(rows.map((row) => cell(row, context))) });
}

/** Whole numbers; ids of projects come as text. */
export const bigint = columnOf<string | number>('bigint', bigintArray);
export const integer = columnOf<number>('integer', integerArray);
export const smallint = columnOf<number>('smallint', smallintArray);
export const uuid = columnOf<string>('uuid', uuidArray);
export const text = columnOf<string>('text', textArray);
/** Of milliseconds since 1970. */
export const timestamptz = columnOf<number>('timestamptz', timeArray);
export const bytea = columnOf<Buffer>('bytea', bytesArray);
/** Of anything that JSON can say. */
export const jsonb = columnOf<unknown>('jsonb', jsonArray);
/** Of decimal numbers as text. */
export const numeric = columnOf<string>('numeric', plainArray);
export const real = columnOf<number>('real', plainArray);
export const boolean = columnOf<boolean>('boolean', plainArray);
