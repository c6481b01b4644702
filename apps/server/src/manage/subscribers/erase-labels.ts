import { type RawBuilder, sql } from 'kysely';
import { labelSpans } from '../../domain/rollup-spans.ts';
import type { Erasure } from './erase-requests.ts';

/**
 * Takes a person's events out of what is counted by labels: those may be an e-mail address. A set of labels goes with the last count of
 * it. To be done once the events have their pseudonym, under which nothing is stored any more, and still the numbers of their sets. Another
 * process that is about to count by a set that goes waits, and then stores it anew.
 */
export const eraseLabels: ReadonlyArray<(erasure: Erasure) => RawBuilder<unknown>> = [
  ...labelSpans.flatMap(({ ms, suffix }) => {
    const table = sql.raw(`label_rollups${suffix}`);
    return [
      (erasure: Erasure) => sql`
        update ${table} r set events = r.events - own.events, revenue = r.revenue - own.revenue, cost = r.cost - own.cost
        from (${countsOf(erasure, ms)}) own where ${isCounted}`,
      (erasure: Erasure) => sql`
        delete from ${table} r using (${countsOf(erasure, ms)}) own where ${isCounted} and r.events = 0`,
    ];
  }),

  // Whoever counts by one of them at this moment is waited for, and then seen by the next statement.
  (erasure) => sql`select from label_sets s where ${isUnused(erasure)} order by label_set_id for update`,

  (erasure) => sql`delete from label_sets s where ${isUnused(erasure)}`,

  ({ projectId, pseudonym }) => sql`
    update events set label_set_id = null
    where project_id = ${projectId} and user_id = ${pseudonym} and label_set_id is not null`,
];

function countsOf({ projectId, pseudonym }: Erasure, spanMs: number): RawBuilder<unknown> {
  return sql`
    select project_id, date_bin(${`${spanMs / 1000} seconds`}::interval, happened_at, 'epoch') as bucket, label_set_id, source_id, kind,
      coalesce(type, target, '') as name, coalesce(result, '') as result, count(*) as events,
      coalesce(sum(amount) filter (where amount > 0 or kind = 'refund'), 0) as revenue,
      coalesce(-sum(amount) filter (where amount < 0 and kind <> 'refund'), 0) as cost
    from events where project_id = ${projectId} and user_id = ${pseudonym} and label_set_id is not null
    group by 1, 2, 3, 4, 5, 6, 7`;
}

const isCounted = sql`(r.project_id, r.bucket, r.label_set_id, r.source_id, r.kind, r.name, r.result)
  = (own.project_id, own.bucket, own.label_set_id, own.source_id, own.kind, own.name, own.result)`;

function isUnused({ projectId, pseudonym }: Erasure): RawBuilder<unknown> {
  return sql`s.project_id = ${projectId} and s.label_set_id in (
      select label_set_id from events where project_id = ${projectId} and user_id = ${pseudonym})
    and not exists (
      select from label_rollups_by_day r where r.project_id = s.project_id and r.label_set_id = s.label_set_id)`;
}
