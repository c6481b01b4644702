import type { YandexMetricaSimulator } from '@otkuda/simulators';
import type pg from 'pg';
import { startTarget } from './calls.ts';
import type { Findings } from './findings.ts';

/** Goals that were named for people who came by an ad, and their first starts: each is one conversion. */
const wrongConversions = `
  with due as (
    select e.event_id, coalesce(e.target, '${startTarget}') as target from events e
    join touches t on t.project_id = e.project_id and t.touch_id = e.touch_id and t.ad_system = 'yandex'
    where e.project_id = $1 and e.target is not null
  ), planned as (
    select event_id, target, count(*) as count from conversions where project_id = $1 and target <> '${startTarget}' group by 1, 2
  )
  select 'event ' || event_id || ', goal ' || target || ': ' || coalesce(p.count, 0) || ' conversions, should be '
    || case when d.event_id is null then 0 else 1 end as account
  from due d full join planned p using (event_id, target)
  where d.event_id is null or p.count is distinct from 1
  union all
  select 'start of ' || user_id || ': ' || coalesce(p.count, 0) || ' conversions, attributed: ' || (d.user_id is not null)
  from (
    select distinct e.user_id from events e
    join touches t on t.project_id = e.project_id and t.touch_id = e.touch_id and t.ad_system = 'yandex'
    where e.project_id = $1 and e.kind = 'start'
  ) d
  full join (
    select user_id, count(*) as count from conversions where project_id = $1 and target = '${startTarget}' group by 1
  ) p using (user_id)
  where d.user_id is null or p.count is distinct from 1`;

interface ConversionRow {
  readonly row: string;
  readonly count: number;
  readonly state: string;
}

/** Each conversion is confirmed and stands in the ad system as often as in the database; none was sent blindly again. */
export async function checkDeliveries(
  pool: pg.Pool,
  projectId: string,
  metrica: YandexMetricaSimulator,
  counterId: string,
  { lost, doubled, wrong }: Findings,
): Promise<void> {
  const unplanned = await pool.query<{ account: string }>(wrongConversions, [projectId]);
  wrong.push(...unplanned.rows.map(({ account }) => account));
  const { rows } = await pool.query<ConversionRow>(
    `select (identifiers ->> 'id') || ' ' || target || ' ' || floor(extract(epoch from happened_at))::bigint as row, state, count(*)::int as count
     from conversions where project_id = $1 group by 1, 2`,
    [projectId],
  );
  const accepted = Map.groupBy(
    metrica.accepted(counterId),
    ({ id, target, dateTime }) => `${id} ${target} ${dateTime}`,
  );
  for (const { row, state, count } of rows) {
    if (state !== 'confirmed') wrong.push(`conversion ${row} ended ${state}`);
    const times = accepted.get(row)?.length ?? 0;
    if (times < count) lost.push(`conversion ${row}: the ad system has it ${times} times of ${count}`);
    if (times > count) doubled.push(`conversion ${row}: the ad system has it ${times} times instead of ${count}`);
  }
  const known = new Set(rows.map(({ row }) => row));
  for (const row of accepted.keys()) if (!known.has(row)) wrong.push(`the ad system has ${row}, the database has not`);
  doubled.push(...blindRepeats(metrica));
}

/** Uploads that were sent again although the list of uploads had not been asked for since. */
export function blindRepeats(metrica: Pick<YandexMetricaSimulator, 'requests'>): string[] {
  const found: string[] = [];
  const sentSinceList = new Set<string>();
  for (const { method, path, status } of metrica.requests()) {
    if (method === 'GET' && path.includes('/uploadings?') && status === 200) sentSinceList.clear();
    const comment = method === 'POST' ? /[?&]comment=([^&]+)/.exec(path)?.[1] : undefined;
    if (comment === undefined) continue;
    if (sentSinceList.has(comment)) found.push(`upload ${comment} was sent again without a look at the list`);
    sentSinceList.add(comment);
  }
  return found;
}
