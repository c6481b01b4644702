import type { AdSystem } from '@otkuda/contract';
import { bigintArray, textArray, timeArray } from '../../database/array-values.ts';
import { statement } from '../../database/statement.ts';
import type { ClickIds, Marks } from '../../domain/click-marks.ts';
import { factMs } from '../../domain/membership.ts';
import { type Batch, keyOf, type Transaction } from '../batch.ts';
import type { Exactness, SourceType, Touch } from '../rows.ts';
import { sourceOf } from '../source.ts';
import { comesByHop, hopMsMax } from './attribute.ts';

/** The touches of somebody's starts in that time: in the project of a channel they are the hops through its bot. */
const selectHops = statement<{
  project_id: string;
  user_id: string;
  touch_id: string;
  touched_at: Date;
  source_type: SourceType;
  exactness: Exactness;
  confidence: number;
  start_value: string | null;
  link_id: string | null;
  click_id: string | null;
  clicked_at: Date | null;
  ad_system: AdSystem | null;
  marks: Marks;
  ids: ClickIds;
  country: string | null;
}>(
  'select_hops',
  `select touches.project_id, touches.user_id, touches.touch_id, touched_at, source_type, exactness, confidence, touches.start_value,
     link_id, click_id, clicked_at, ad_system, marks, ids, country
   from unnest($1::bigint[], $2::text[], $3::timestamptz[], $4::timestamptz[]) as joiner (project_id, user_id, low, high)
   join events on events.project_id = joiner.project_id and events.user_id = joiner.user_id and events.kind = 'start'
     and events.happened_at between joiner.low and joiner.high
   join touches on touches.project_id = events.project_id and touches.touch_id = events.touch_id`,
);

interface Joiner {
  readonly projectId: string;
  readonly userId: string;
  readonly joinsMs: number[];
}

/** Loads the hops of people who joined a channel without an invite link that tells where from. Their rows are locked: no hop is missed. */
export async function loadHops(batch: Batch, tx: Transaction): Promise<void> {
  const joiners = new Map<string, Joiner>();
  for (const { project, projectId, signal } of batch.signals()) {
    if (signal.kind !== 'joined' || !comesByHop(project, signal.inviteLink)) continue;
    const key = keyOf(projectId, signal.userId);
    const joiner = joiners.get(key) ?? { projectId, userId: signal.userId, joinsMs: [] };
    joiner.joinsMs.push(factMs(signal.atMs));
    joiners.set(key, joiner);
  }
  if (joiners.size === 0) return;
  const all = [...joiners.values()];
  const rows = await tx.read(selectHops, [
    bigintArray(all.map((one) => one.projectId)),
    textArray(all.map((one) => one.userId)),
    timeArray(all.map((one) => Math.min(...one.joinsMs) - hopMsMax)),
    timeArray(all.map((one) => Math.max(...one.joinsMs))),
  ]);
  for (const row of rows) {
    const touch: Touch = {
      touchId: row.touch_id,
      projectId: row.project_id,
      userId: row.user_id,
      touchedMs: row.touched_at.getTime(),
      source: sourceOf({
        linkId: row.link_id,
        adSystem: row.ad_system,
        marks: row.marks,
        country: row.country,
        exactness: row.exactness,
      }),
      sourceType: row.source_type,
      confidence: row.confidence,
      startValue: row.start_value,
      clickId: row.click_id,
      clickedMs: row.clicked_at?.getTime() ?? null,
      ids: row.ids,
      marks: row.marks,
    };
    noteHop(batch, touch.projectId, row.user_id, touch);
  }
}

export function noteHop(batch: Batch, projectId: string, userId: string, hop: Touch): void {
  const key = keyOf(projectId, userId);
  const known = batch.hops.get(key);
  if (known === undefined) batch.hops.set(key, [hop]);
  else known.push(hop);
}
