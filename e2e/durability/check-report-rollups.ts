import type pg from 'pg';
import { ageBoundsHours } from '../../apps/server/src/domain/age-bands.ts';
import { labelSpans, rollupSpans, type Spans } from '../../apps/server/src/domain/rollup-spans.ts';
import type { Findings } from './findings.ts';

const eventKeys = ['source_id', 'kind', 'name', 'result'];
const eventSums = ['events', 'revenue', 'cost'];

/** The spans longer than a quarter of an hour hold the sums of the quarters. */
const longer = rollupSpans
  .slice(1)
  .flatMap((span) => [
    sumsOf(
      'rollups',
      span,
      [
        'clicks',
        'machine_clicks',
        'starts',
        'first_joins',
        'joins',
        'leaves',
        'present',
        'goals',
        'events',
        'revenue',
        'cost',
      ],
      ['source_id'],
    ),
    sumsOf('retention', span, ['joined', ...bandColumns()], ['source_id']),
    sumsOf('event_rollups', span, eventSums, eventKeys),
    sumsOf('conversion_rollups', span, ['conversions'], ['destination_id', 'target', 'state']),
  ]);

const longerOfLabels = labelSpans
  .slice(1)
  .map((span) => sumsOf('label_rollups', span, eventSums, ['label_set_id', ...eventKeys]));

function bandColumns(): string[] {
  return Array.from({ length: ageBoundsHours.length + 1 }, (_, band) => `left_${band}`);
}

function sumsOf(
  table: string,
  { ms, suffix }: Spans[number],
  sums: readonly string[],
  keys: readonly string[],
): string {
  const key = ['bucket', ...keys].join(', ');
  const added = sums.map((name) => `sum(${name}) as ${name}`).join(', ');
  const zero = sums.map((name) => `${name} <> 0`).join(' or ');
  return `
    with quarters as (
      select date_bin('${ms / 1000} seconds', bucket, 'epoch') as bucket, ${keys.join(', ')}, ${added} from ${table} where project_id = $1
      group by 1, ${keys.join(', ')}
    ), differing as (
      (select ${key}, ${sums.join(', ')} from quarters where ${zero} except select ${key}, ${sums.join(', ')} from ${table}${suffix} where project_id = $1)
      union all
      (select ${key}, ${sums.join(', ')} from ${table}${suffix} where project_id = $1 and (${zero}) except select ${key}, ${sums.join(', ')} from quarters)
    )
    select '${table}${suffix} ' || row_to_json(d) || ' differs from its quarters of an hour' as account from differing d`;
}

/** Events by type and result, counted anew. */
const events = `
  with naive as (
    select date_bin('15 minutes', happened_at, 'epoch') as bucket, source_id, kind, coalesce(type, target) as name, coalesce(result, '') as result,
      count(*) as events, coalesce(sum(amount) filter (where amount > 0 or kind = 'refund'), 0) as revenue,
      coalesce(-sum(amount) filter (where amount < 0 and kind <> 'refund'), 0) as cost
    from events where project_id = $1 and kind in ('event', 'refund', 'goal') group by 1, 2, 3, 4, 5
  ), counted as (
    select bucket, source_id, kind, name, result, events, revenue, cost from event_rollups where project_id = $1
  )
  select 'event_rollups ' || row_to_json(d) || ' differs from the events' as account
  from ((select * from naive except select * from counted) union all (select * from counted except select * from naive)) d`;

/** The same by label set, and each set that is numbered is what its events carry: the first label of each name, by name. */
const labels = `
  with carried as (
    select e.*, (
      select coalesce(jsonb_agg(jsonb_build_object('name', name, 'value', value) order by name collate "C"), '[]')
      from (select distinct on (l.item ->> 'name') l.item ->> 'name' as name, l.item ->> 'value' as value
        from jsonb_array_elements(e.labels) with ordinality as l (item, place) order by l.item ->> 'name', l.place) as first) as set
    from events e where project_id = $1 and label_set_id is not null
  ), naive as (
    select date_bin('15 minutes', happened_at, 'epoch') as bucket, set as labels, source_id, kind, coalesce(type, target) as name,
      coalesce(result, '') as result, count(*) as events, coalesce(sum(amount) filter (where amount > 0 or kind = 'refund'), 0) as revenue,
      coalesce(-sum(amount) filter (where amount < 0 and kind <> 'refund'), 0) as cost
    from carried group by 1, 2, 3, 4, 5, 6
  ), counted as (
    select bucket, labels, source_id, kind, name, result, events, revenue, cost
    from label_rollups r left join label_sets s on s.project_id = r.project_id and s.label_set_id = r.label_set_id where r.project_id = $1
  )
  select 'label_rollups ' || row_to_json(d) || ' differs from the events' as account
  from ((select * from naive except select * from counted) union all (select * from counted except select * from naive)) d`;

/** Fewer combinations of labels than are counted: so none of the events is left to be read by itself. */
const numbered = `
  select 'event ' || event_id || ' has labels that are not counted' as account
  from events where project_id = $1 and labels is not null and label_set_id is null`;

/** Who joined and who left at which age, from the first join of each person on. */
const retention = `
  with first as (
    select user_id, happened_at, arrival, source_id from events where project_id = $1 and effect = 'first_join'
  ), later as (
    select date_bin('15 minutes', f.happened_at, 'epoch') as bucket, f.source_id, e.presence, e.happened_at - f.happened_at as age
    from first f join events e on e.project_id = $1 and e.user_id = f.user_id and e.arrival is not null
      and (e.happened_at, e.arrival) > (f.happened_at, f.arrival)
  ), naive as (
    select bucket, source_id, sum(joined) as joined, ${bandColumns()
      .map((name) => `sum(${name}) as ${name}`)
      .join(', ')}
    from (
      select date_bin('15 minutes', happened_at, 'epoch') as bucket, source_id, 1 as joined, ${bandColumns()
        .map((name) => `0 as ${name}`)
        .join(', ')} from first
      union all
      select bucket, source_id, 0, ${bandColumns()
        .map((_, band) => `case when ${withinBand(band)} then -presence else 0 end`)
        .join(', ')} from later
    ) as facts group by 1, 2
  ), counted as (
    select bucket, source_id, joined, ${bandColumns().join(', ')} from retention where project_id = $1
      and (joined <> 0 or ${bandColumns()
        .map((name) => `${name} <> 0`)
        .join(' or ')})
  )
  select 'retention ' || row_to_json(d) || ' differs from the facts' as account
  from ((select * from naive except select * from counted) union all (select * from counted except select * from naive)) d`;

function withinBand(band: number): string {
  const from = ageBoundsHours[band - 1];
  const to = ageBoundsHours[band];
  const above = from === undefined ? 'true' : `age >= interval '${from} hours'`;
  return to === undefined ? above : `${above} and age < interval '${to} hours'`;
}

const audience = `
  with naive as (
    select coalesce(e.source_id, 'dbe929a5-0464-539e-42dd-65b276476bbc') as source_id, coalesce(s.language_code, '') as language_code,
      coalesce(s.is_premium::int, -1)::smallint as premium, count(*) as present
    from subscribers s left join events e on e.project_id = s.project_id and e.user_id = s.user_id and e.effect = 'first_join'
    where s.project_id = $1 and s.status in ('member', 'resumed') group by 1, 2, 3
  ), counted as (
    select source_id, language_code, premium, present from audience where project_id = $1 and present <> 0
  )
  select 'audience ' || row_to_json(d) || ' differs from the subscribers' as account
  from ((select * from naive except select * from counted) union all (select * from counted except select * from naive)) d`;

/** Conversions are counted as what they say they were counted as. */
const conversions = `
  with naive as (
    select date_bin('15 minutes', happened_at, 'epoch') as bucket, destination_id, target, counted_state as state, count(*) as conversions
    from conversions where project_id = $1 and counted_state is not null group by 1, 2, 3, 4
  ), counted as (
    select bucket, destination_id, target, state, conversions from conversion_rollups where project_id = $1 and conversions <> 0
  )
  select 'conversion_rollups ' || row_to_json(d) || ' differs from the conversions' as account
  from ((select * from naive except select * from counted) union all (select * from counted except select * from naive)) d`;

/** What reports are made of is a naive count of the facts, in every span. */
export async function checkReportRollups(pool: pg.Pool, projectId: string, { wrong }: Findings): Promise<void> {
  for (const sql of [...longer, ...longerOfLabels, events, labels, numbered, retention, audience, conversions]) {
    const { rows } = await pool.query<{ account: string }>(sql, [projectId]);
    wrong.push(...rows.map(({ account }) => account));
  }
}
