import { execute, statement } from '../database/statement.ts';
import type { DestinationKey } from './open-destination.ts';
import type { DeliveryOptions } from './options.ts';
import { withClient } from './transaction.ts';

/** A destination that something waits for. */
export interface Work extends DestinationKey {
  /** When there is something to do; past or now: it is due. Milliseconds since 1970. */
  readonly atMs: number;
  readonly failures: number;
  /** Calls that may be under way at once. */
  readonly callsAtOnce: number;
  /** Rows that one call takes. */
  readonly batchSizeMax: number;
}

interface WorkRow {
  readonly project_id: string;
  readonly destination_id: string;
  readonly failures: number;
  readonly at: Date;
}

/**
 * Over all projects, so without locks (a distributed database allows them only within one). Each look-up is the first entry of an
 * index: conversions ready soonest, open batches soonest. A full batch ($3 rows of one kind, none due yet) is work now; what is
 * counted for that is at most what came within the time a batch waits. Where a call carries one row ($5), an open breaker is tried with
 * whatever batch there is.
 */
const selectWork = statement<WorkRow>(
  'find_delivery_work',
  `select d.project_id, d.destination_id, d.failures,
     greatest(d.resume_at, least(w.ready_at, case when f.rows >= $3 then $2::timestamptz end,
       p.at, b.act_at)) as at
   from destinations d
   left join lateral (
     select min(greatest(c.due_at, c.happened_at)) as ready_at from conversions c
     where c.project_id = d.project_id and c.destination_id = d.destination_id and c.state = 'pending' and c.batch_id is null
   ) w on true
   left join lateral (
     select max(k.rows) as rows from (
       select count(*) as rows from conversions c
       where c.project_id = d.project_id and c.destination_id = d.destination_id and c.state = 'pending' and c.batch_id is null
         and greatest(c.due_at, c.happened_at) > $2 and c.happened_at <= $2
       group by c.id_kind
     ) k
   ) f on $3::bigint is not null
   left join lateral (
     select min(greatest(b.act_at, b.leased_until)) as act_at from batches b
     where b.project_id = d.project_id and b.destination_id = d.destination_id and b.state <> 'done'
   ) b on true
   left join lateral (
     select min(greatest(d.resume_at, b.leased_until)) as at from batches b
     where b.project_id = d.project_id and b.destination_id = d.destination_id and b.state = 'sending'
   ) p on $5 and d.trips > 0
   where d.type = $1 and d.state = 'active' and d.deleted_at is null and ($4::uuid[] is null or d.destination_id = any($4))
     and (w.ready_at is not null or b.act_at is not null)`,
);

/** All destinations that have something waiting, or those of `ids` only. */
export async function findWork(options: DeliveryOptions, ids: readonly string[] | null): Promise<Work[]> {
  const now = new Date(options.now());
  return withClient(options.pool, async (client) => {
    const work: Work[] = [];
    for (const { type, fillsBatches, batchSizeMax, callsAtOnce } of options.destinations.values()) {
      const full = fillsBatches ? batchSizeMax : null;
      for (const row of await execute(client, selectWork, [type, now, full, ids, batchSizeMax === 1])) {
        const { project_id: projectId, destination_id: destinationId, failures, at } = row;
        // What fails is tried with one call at a time.
        const lanes = failures > 0 ? 1 : callsAtOnce;
        work.push({ projectId, destinationId, failures, callsAtOnce: lanes, batchSizeMax, atMs: at.getTime() });
      }
    }
    return work;
  });
}
