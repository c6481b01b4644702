import type { AdSystem } from '@otkuda/contract';
import type pg from 'pg';
import { adClickIdOf, type ClickIds, type Marks } from '../domain/click-marks.ts';
import { type ReportedProject, selectLinkName, unixSeconds, utmMarks } from './user-info.ts';

/** The last way a subscriber came by, and whether it made them one. */
export interface LastTransition {
  readonly transition_date: number;
  readonly subscribed_by_transition: 'yes' | 'no';
  readonly status: 'member' | 'not_member';
  /** Name of the link; '' where there is none. */
  readonly source: string;
  readonly source_type: string;
  readonly click_id: string;
  readonly utm_source?: string;
  readonly utm_medium?: string;
  readonly utm_campaign?: string;
  readonly utm_content?: string;
  readonly utm_term?: string;
}

interface Row {
  status: 'none' | 'member' | 'resumed' | 'left';
  touched_at: Date;
  source_type: string;
  ad_system: AdSystem | null;
  click_id: string | null;
  link_id: string | null;
  ids: ClickIds;
  marks: Marks;
  subscribed: boolean;
}

/**
 * The last touch: the latest one with a source, else the latest one. It subscribed the person where its own start or join is counted as
 * a join, or, for the hop of a channel, where a join came after it. Null: no touch since then.
 */
export async function selectLastTransition(
  pool: pg.Pool,
  { projectId, originalId }: ReportedProject,
  userId: string,
  sinceMs: number,
): Promise<LastTransition | null> {
  const found = await pool.query<Row>({
    name: 'select_last_transition',
    text: `select s.status, t.touched_at, t.source_type, t.ad_system, t.click_id, t.link_id, t.ids, t.marks,
             exists (select 1 from events e
               where e.project_id = t.project_id and e.user_id = t.user_id and e.happened_at >= t.touched_at
                 and e.effect in ('first_join', 'join') and (e.touch_id = t.touch_id or e.kind = 'join')) as subscribed
           from subscribers s
           join touches t on t.project_id = s.project_id and t.user_id = s.user_id and t.touched_at >= $3
           where s.project_id = $1 and s.user_id = $2
           order by (t.touch_id = s.last_touch_id) desc nulls last, t.touched_at desc, t.touch_id desc limit 1`,
    values: [projectId, userId, new Date(sinceMs)],
  });
  const row = found.rows[0];
  if (row === undefined) return null;
  const learnt = row.click_id === null ? {} : await selectLearntIds(pool, originalId, row.click_id);
  return {
    transition_date: unixSeconds(row.touched_at),
    subscribed_by_transition: row.subscribed ? 'yes' : 'no',
    status: row.status === 'member' || row.status === 'resumed' ? 'member' : 'not_member',
    source: await selectLinkName(pool, originalId, row.link_id),
    source_type: row.source_type,
    click_id: adClickIdOf(row.ad_system, { ...learnt, ...row.ids }),
    ...utmMarks(row.marks),
  };
}

/** What was learnt of the click since, such as the Yandex ClientID. */
async function selectLearntIds(pool: pg.Pool, originalId: string, clickId: string): Promise<ClickIds> {
  const found = await pool.query<{ name: string; value: string }>(
    'select name, value from click_ids where project_id = $1 and click_id = $2',
    [originalId, clickId],
  );
  return Object.fromEntries(found.rows.map(({ name, value }) => [name, value]));
}
