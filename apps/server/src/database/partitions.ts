import type pg from 'pg';
import { uuidFloor } from '../domain/uuid.ts';

const dayMs = 86_400_000;

interface PartitionedTable {
  readonly table: 'requests' | 'clicks';
  readonly id: 'request_id' | 'click_id';
  /** Start of the partition that a moment falls into, and of the next one. */
  bounds(atMs: number): { readonly fromMs: number; readonly toMs: number };
}

// Requests are kept for weeks, clicks for more than a year: so many partitions that planning stays cheap.
const partitioned: readonly PartitionedTable[] = [
  {
    table: 'requests',
    id: 'request_id',
    bounds: (atMs) => {
      const fromMs = Math.floor(atMs / dayMs) * dayMs;
      return { fromMs, toMs: fromMs + dayMs };
    },
  },
  {
    table: 'clicks',
    id: 'click_id',
    bounds: (atMs) => {
      const at = new Date(atMs);
      return {
        fromMs: Date.UTC(at.getUTCFullYear(), at.getUTCMonth(), 1),
        toMs: Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1, 1),
      };
    },
  },
];

const daysAhead = 7;

/**
 * Makes the partitions of today and the next days. Ids are UUIDv7, so a partition is a range of ids. Several processes may call
 * it at once; what arrives for a day without a partition lands in the default one.
 */
export async function makePartitions(pool: pg.Pool, nowMs: number): Promise<void> {
  for (const { table, bounds } of partitioned) {
    const upToMs = nowMs + daysAhead * dayMs;
    for (let { fromMs, toMs } = bounds(nowMs); fromMs < upToMs; { fromMs, toMs } = bounds(toMs)) {
      await makePartition(pool, table, fromMs, toMs);
    }
  }
}

async function makePartition(pool: pg.Pool, table: string, fromMs: number, toMs: number): Promise<void> {
  const name = partitionName(table, fromMs);
  const known = await pool.query('select 1 from pg_class where oid = to_regclass($1)', [name]);
  if (known.rowCount !== 0) return;
  try {
    await pool.query(
      `create table ${name} partition of ${table} for values from ('${uuidFloor(fromMs)}') to ('${uuidFloor(toMs)}')`,
    );
  } catch (error) {
    // Another process was faster: 42P07 is "already exists", 23505 its form while both commit, 42P17 overlapping bounds. 23514: the
    // default partition holds rows of that day already, from a clock that was ahead; the day then stays there.
    if (!['42P07', '23505', '42P17', '23514'].includes((error as { code?: string }).code ?? '')) throw error;
  }
}

function partitionName(table: string, fromMs: number): string {
  return `${table}_${new Date(fromMs).toISOString().slice(0, 10).replaceAll('-', '')}`;
}

/** What a UUIDv7 is greater than that was made within so many days. */
export function oldestKeptId(nowMs: number, days: number): string {
  return uuidFloor(nowMs - days * dayMs);
}

/** Drops the partitions whose rows are all older than retention allows. Returns their names. */
export async function dropOldPartitions(
  pool: pg.Pool,
  nowMs: number,
  retentionDays: Readonly<Record<PartitionedTable['table'], number>>,
): Promise<string[]> {
  const dropped: string[] = [];
  for (const { table, id, bounds } of partitioned) {
    const keptFromMs = nowMs - retentionDays[table] * dayMs;
    await pool.query(`delete from ${table}_default where ${id} < $1`, [uuidFloor(keptFromMs)]);
    const children = await pool.query<{ name: string }>(
      `select relname as name from pg_inherits join pg_class on oid = inhrelid where inhparent = to_regclass($1)`,
      [table],
    );
    for (const { name } of children.rows) {
      const day = /_(\d{4})(\d{2})(\d{2})$/.exec(name);
      if (day === null) continue;
      const { toMs } = bounds(Date.UTC(Number(day[1]), Number(day[2]) - 1, Number(day[3])));
      if (toMs > keptFromMs) continue;
      await pool.query(`drop table ${name}`);
      dropped.push(name);
    }
  }
  return dropped;
}
