import type pg from 'pg';

/** Every place in the database where a text stands, as `table.column`; names of migrations aside. Bytes are looked into as text. */
export async function placesOf(pool: pg.Pool, text: string): Promise<string[]> {
  const columns = await pool.query<{ place: string; table: string; column: string; type: string }>(
    `select table_name || '.' || column_name as place, table_name as table, column_name as column, data_type as type
     from information_schema.columns where table_schema = 'public' and table_name <> 'migrations'
       and data_type in ('text', 'jsonb', 'bytea', 'character varying', 'ARRAY', 'uuid')`,
  );
  const places: string[] = [];
  for (const { place, table, column, type } of columns.rows) {
    const found = await pool.query(
      type === 'bytea'
        ? `select 1 from ${table} where position(convert_to($1, 'UTF8') in ${column}) > 0 limit 1`
        : `select 1 from ${table} where position($1 in ${column}::text) > 0 limit 1`,
      [text],
    );
    if (found.rowCount !== 0) places.push(place);
  }
  return places.toSorted();
}
