import type { openPool } from '../../apps/server/src/database/pool.ts';
import { ageBoundsHours } from '../../apps/server/src/domain/age-bands.ts';
import { labelSpans } from '../../apps/server/src/domain/rollup-spans.ts';
import type { ReportProject } from '../../apps/server/src/reports/report-project.ts';

/** Of one connection, whose settings stay. */
type Client = ReturnType<typeof openPool>;

export interface ProjectSize {
  /** A tenth of them are starts, so ten for each of the users. */
  readonly events: number;
  readonly users: number;
}

const links = 8;
const campaigns = 5;
const days = 180;
/** Half of the events carry two labels: a course and a city. */
const courses = 5;
const cities = 4;
const labelSets = courses * cities;

/** A number that is as good as random, from 0 on below 2^31. */
const random = (of: string): string => `(hashint8(${of})::bigint & 2147483647)`;

/** When user u joined, which source brought them, and after how many seconds they left; null: they did not. */
const joined = `(now() - interval '${days} days' + interval '1 second' * (${random('u')} % ${days * 86_400}))`;
const source = `('00000000-0000-7000-9000-' || lpad(to_hex(${random('u + 17')} % ${links * campaigns}), 12, '0'))::uuid`;
const stayed = `case when ${random('u + 31')} % 10 < 4 then (${random('u + 47')} % 1000) * (${random('u + 47')} % 1000) * 3 end`;

/** What happened as the n-th event: of each user a start, then a leave where they left, then events. */
const kind = `case when n < $3 then 'start' when n < 2 * $3 and stayed is not null then 'stop' else 'event' end`;
const happened = `case when n < $3 then joined_at when n < 2 * $3 and stayed is not null then joined_at + interval '1 second' * stayed
  else joined_at + (now() - joined_at) * (${random('n + 5')} % 10000) / 10000.0 end`;

const labelSet = `(${random('n + 71')} % ${2 * labelSets})`;
const labelSetId = (number: string): string => `('00000000-0000-7000-b000-' || lpad(to_hex(${number}), 12, '0'))::uuid`;
const labels = (number: string): string =>
  `jsonb_build_array(jsonb_build_object('name', 'city', 'value', 'city ' || ${number} / ${courses}), jsonb_build_object('name', 'course', 'value', 'course ' || ${number} % ${courses}))`;

const people = (users: string): string =>
  `(select u, ${joined} as joined_at, ${source} as source_id, ${stayed} as stayed from generate_series(0, ${users} - 1) as u)`;

const statements: ReadonlyArray<readonly [name: string, sql: string]> = [
  [
    'sources and links',
    `with made as (
       insert into links (project_id, link_id, code, name, created_at)
       select $1, ('00000000-0000-7000-8000-' || lpad(to_hex(l), 12, '0'))::uuid, 'bench' || $1 || '-' || l, 'Link ' || l, now()
       from generate_series(0, ${links - 1}) as l where $2 > 0 and $3 > 0 returning 1)
     insert into sources (project_id, source_id, link_id, ad_system, utm_source, utm_campaign, exactness)
     select $1, ('00000000-0000-7000-9000-' || lpad(to_hex(s), 12, '0'))::uuid,
       ('00000000-0000-7000-8000-' || lpad(to_hex(s % ${links}), 12, '0'))::uuid, 'yandex', 'yandex', 'campaign ' || s / ${links}, 'exact'
     from generate_series(0, ${links * campaigns - 1}) as s`,
  ],
  [
    'subscribers and touches',
    `with person as materialized (select * from ${people('$3')} as p where $2 > 0),
     touched as (
       insert into touches (project_id, touch_id, user_id, touched_at, source_id, source_type, exactness, confidence, link_id, ad_system, marks, ids)
       select $1, ('00000000-0000-7000-a000-' || lpad(to_hex(u), 12, '0'))::uuid, 'u' || u, joined_at, s.source_id, 'tracking_link', 'exact', 1,
         s.link_id, 'yandex', jsonb_build_object('utm_source', 'yandex', 'utm_campaign', s.utm_campaign), '{"yclid": "1"}'
       from person join sources s on s.project_id = $1 and s.source_id = person.source_id)
     insert into subscribers (project_id, user_id, first_name, language_code, status, first_join_at, last_join_at, left_at, facts, state_at,
       first_touch_id, first_touch_at, source_id, created_at)
     select $1, 'u' || u, 'Name ' || u, 'ru', case when left_at is null then 'member' else 'left' end, joined_at, joined_at, left_at, 1, joined_at,
       ('00000000-0000-7000-a000-' || lpad(to_hex(u), 12, '0'))::uuid, joined_at, source_id, joined_at
     from person, lateral (select case when joined_at + interval '1 second' * stayed < now() then joined_at + interval '1 second' * stayed end as left_at) as l`,
  ],
  [
    'label sets',
    `insert into label_sets (project_id, label_set_id, labels)
     select $1, ${labelSetId('l')}, ${labels('l')} from generate_series(0, ${labelSets - 1}) as l where $2 > 0 and $3 > 0`,
  ],
  [
    'events',
    `insert into events (project_id, event_id, user_id, happened_at, kind, type, result, amount, source_id, arrival, effect, presence, request_id,
       labels, label_set_id)
     select $1, ('00000000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, 'u' || u, ${happened}, ${kind},
       case when ${kind} = 'event' then 'step ' || n % 5 end, case when ${kind} = 'event' then 'success' end, case when ${kind} = 'event' and n % 5 = 4 then 100 end,
       source_id, case when ${kind} <> 'event' then n / $3 + 1 end,
       case ${kind} when 'start' then 'first_join' when 'stop' then 'leave' end, case ${kind} when 'start' then 1 when 'stop' then -1 else 0 end,
       '00000000-0000-7000-8000-000000000000',
       case when ${kind} = 'event' and label_set < ${labelSets} then ${labels('label_set')} end,
       case when ${kind} = 'event' and label_set < ${labelSets} then ${labelSetId('label_set')} end
     from (select n, ${labelSet} as label_set, u, ${joined} as joined_at, ${source} as source_id, ${stayed} as stayed
       from (select n, n % $3 as u from generate_series(0, $2 - 1) as n) as numbered) as e`,
  ],
  [
    'rollups',
    `insert into rollups (project_id, bucket, source_id, clicks, starts, first_joins, joins, leaves, present, events, revenue)
     select $1, date_bin('15 minutes', happened_at, 'epoch'), source_id, 3 * count(*) filter (where kind = 'start'), count(*) filter (where kind = 'start'),
       count(*) filter (where effect = 'first_join'), count(*) filter (where effect = 'first_join'), count(*) filter (where effect = 'leave'),
       sum(presence), count(*) filter (where kind = 'event'), coalesce(sum(amount), 0)
     from events where project_id = $1 and $2 > 0 and $3 > 0 group by 2, 3`,
  ],
  [
    'event rollups',
    `insert into event_rollups (project_id, bucket, source_id, kind, name, result, events, revenue)
     select $1, date_bin('15 minutes', happened_at, 'epoch'), source_id, kind, type, result, count(*), coalesce(sum(amount), 0)
     from events where project_id = $1 and kind = 'event' and $2 > 0 and $3 > 0 group by 2, 3, 4, 5, 6`,
  ],
  [
    'label rollups',
    `insert into label_rollups (project_id, bucket, label_set_id, source_id, kind, name, result, events, revenue)
     select $1, date_bin('15 minutes', happened_at, 'epoch'), label_set_id, source_id, kind, type, result, count(*), coalesce(sum(amount), 0)
     from events where project_id = $1 and label_set_id is not null and $2 > 0 and $3 > 0 group by 2, 3, 4, 5, 6, 7 order by 2`,
  ],
  [
    'conversion rollups',
    `insert into conversion_rollups (project_id, bucket, destination_id, target, state, conversions)
     select $1, date_bin('15 minutes', happened_at, 'epoch'), '00000000-0000-7000-8000-000000000001', kind, 'confirmed', count(*)
     from events where project_id = $1 and kind <> 'event' and $2 > 0 and $3 > 0 group by 2, 4`,
  ],
  [
    'retention',
    `insert into retention (project_id, bucket, source_id, joined, ${bands().join(', ')})
     select $1, date_bin('15 minutes', joined_at, 'epoch'), source_id, count(*),
       ${bands()
         .map(
           (_, band) => `count(*) filter (where ${within(band)} and joined_at + interval '1 second' * stayed < now())`,
         )
         .join(', ')}
     from ${people('$3')} as p where $2 > 0 group by 2, 3`,
  ],
  [
    'audience',
    `insert into audience select $1, source_id, language_code, -1, count(*) from subscribers
     where project_id = $1 and status = 'member' and $2 > 0 and $3 > 0 group by 2, 3`,
  ],
];

function bands(): string[] {
  return Array.from({ length: ageBoundsHours.length + 1 }, (_, band) => `left_${band}`);
}

function within(band: number): string {
  const from = (ageBoundsHours[band - 1] ?? 0) * 3_600;
  const to = ageBoundsHours[band];
  return `stayed >= ${from}${to === undefined ? '' : ` and stayed < ${to * 3_600}`}`;
}

/** In order of time, as a server writes them: here it matters whether a bucket's rows lie together. */
const longerOfLabels = labelSpans.slice(1).map(
  ({
    ms,
    suffix,
  }) => `insert into label_rollups${suffix} (project_id, bucket, label_set_id, source_id, kind, name, result, events, revenue)
       select project_id, date_bin('${ms / 1000} seconds', bucket, 'epoch'), label_set_id, source_id, kind, name, result, sum(events), sum(revenue)
       from label_rollups group by 1, 2, 3, 4, 5, 6, 7 order by 2`,
);

const longer = ['hour', 'day'].flatMap((span) => {
  const bandSums = bands()
    .map((name) => `sum(${name})`)
    .join(', ');
  return [
    `insert into rollups_by_${span} select project_id, date_bin('1 ${span}', bucket, 'epoch'), source_id, sum(clicks), sum(machine_clicks), sum(starts),
       sum(first_joins), sum(joins), sum(leaves), sum(present), sum(goals), sum(events), sum(revenue), sum(cost) from rollups group by 1, 2, 3`,
    `insert into retention_by_${span} select project_id, date_bin('1 ${span}', bucket, 'epoch'), source_id, sum(joined), ${bandSums} from retention group by 1, 2, 3`,
    `insert into event_rollups_by_${span} select project_id, date_bin('1 ${span}', bucket, 'epoch'), source_id, kind, name, result, sum(events), sum(revenue), sum(cost)
       from event_rollups group by 1, 2, 3, 4, 5, 6`,
    `insert into conversion_rollups_by_${span} select project_id, date_bin('1 ${span}', bucket, 'epoch'), destination_id, target, state, sum(conversions)
       from conversion_rollups group by 1, 2, 3, 4, 5`,
  ];
});

const bulky = ['events', 'subscribers', 'touches', 'rollups', 'retention', 'event_rollups', 'label_rollups'];

/** Fills projects inside the database. Indexes of the large tables are made once they are full, which takes a third of the time. */
export async function generateProject(
  client: Client,
  sizes: readonly ProjectSize[],
  say: (text: string) => void,
): Promise<ReportProject[]> {
  const timed = async (what: string, work: () => Promise<unknown>): Promise<void> => {
    const startedAt = performance.now();
    await work();
    say(`  ${what}: ${((performance.now() - startedAt) / 1000).toFixed(1)} s`);
  };
  await client.query(`set work_mem = '256MB'; set synchronous_commit = off`);
  for (const table of bulky) await client.query(`alter table ${table} set unlogged`);
  const { rows: indexes } = await client.query<{ name: string; definition: string }>(
    `select indexrelid::regclass::text as name, pg_get_indexdef(indexrelid) as definition from pg_index
     where indrelid::regclass::text = any($1) and not indisprimary`,
    [['events', 'subscribers', 'touches']],
  );
  for (const { name } of indexes) await client.query(`drop index ${name}`);
  const projects: ReportProject[] = [];
  for (const { events, users } of sizes) {
    const made = await client.query<{ project_id: string }>(
      `insert into projects (workspace_id, platform, kind, title, time_zone, currency)
       values (1, 'telegram', 'bot', 'Bench', 'Europe/Moscow', 'RUB') returning project_id`,
    );
    const projectId = made.rows[0]?.project_id ?? '';
    projects.push({ projectId, timeZone: 'Europe/Moscow', currency: 'RUB' });
    say(`project of ${events} events, ${users} subscribers`);
    for (const [what, sql] of statements) {
      await timed(what, () => client.query(literally(sql, projectId, events, users)));
    }
  }
  await timed('longer spans', async () => {
    for (const sql of [...longer, ...longerOfLabels]) await client.query(sql);
  });
  await timed('indexes', async () => {
    for (const { definition } of indexes) await client.query(definition);
  });
  await timed('statistics', () => client.query('vacuum analyze'));
  return projects;
}

/** Numbers of our own, written into the text: planned by their values, and no types to be guessed. */
function literally(sql: string, projectId: string, events: number, users: number): string {
  return sql
    .replaceAll('$1', `${projectId}::bigint`)
    .replaceAll('$2', `${events}::bigint`)
    .replaceAll('$3', `${users}::bigint`);
}
