import { execute, statement } from '../database/statement.ts';
import { callReasons, ownerReasons } from '../destinations/reasons.ts';
import type { Text } from '../destinations/text.ts';
import type { DeliveryOptions } from './options.ts';
import { withClient } from './transaction.ts';
import type { NoticeKind } from './trouble.ts';

const selectUntold = statement<{
  readonly project_id: string;
  readonly notice_id: string;
  readonly destination_id: string;
  readonly kind: NoticeKind;
  readonly reason: string;
  readonly waiting: number;
  readonly name: string;
  readonly type: string;
}>(
  'select_untold_notices',
  `select n.project_id, n.notice_id, n.destination_id, n.kind, n.reason, n.waiting, d.name, d.type
   from destination_notices n join destinations d using (project_id, destination_id)
   where n.told_at is null order by n.begun_at limit 50`,
);

const markTold = statement(
  'mark_notice_told',
  `update destination_notices set told_at = $3 where project_id = $1 and notice_id = $2 and told_at is null`,
);

/**
 * Passes on what owners have not been told yet. It is marked only afterwards, so that a process that dies tells it again rather than
 * never; the key of the notice lets the receiver tell repeats.
 */
export async function tellOwners(options: DeliveryOptions): Promise<void> {
  const { onTrouble } = options;
  if (onTrouble === undefined) return;
  const untold = await withClient(options.pool, (client) => execute(client, selectUntold, []));
  for (const notice of untold) {
    const { project_id: projectId, notice_id: noticeId, destination_id: destinationId, kind, reason } = notice;
    const title = options.destinations.get(notice.type)?.title ?? { ru: notice.type, en: notice.type };
    const text = textOf({ ...notice, title });
    try {
      await onTrouble({ projectId, noticeId, destinationId, kind, reason, text });
    } catch (error) {
      // Told at the next sweep; the others do not wait for it.
      options.log.warn({ err: error, projectId, destinationId }, 'an owner could not be told of a trouble');
      continue;
    }
    await withClient(options.pool, (client) =>
      execute(client, markTold, [projectId, noticeId, new Date(options.now())]),
    );
  }
}

function textOf(notice: {
  readonly kind: NoticeKind;
  readonly reason: string;
  readonly waiting: number;
  readonly name: string;
  readonly title: Text;
}): Text {
  const { kind, reason, waiting, name, title } = notice;
  const reasons: Readonly<Record<string, Text>> = { ...ownerReasons, ...callReasons };
  const why = reasons[reason] ?? { ru: reason, en: reason };
  const since =
    kind === 'failing'
      ? { ru: 'Уже час обращения не проходят. ', en: 'Calls have failed for an hour. ' }
      : { ru: '', en: '' };
  return {
    ru: `«${name}» (${title.ru}): ${since.ru}${why.ru} Ждут отправки: ${waiting}.`,
    en: `“${name}” (${title.en}): ${since.en}${why.en} Waiting to be sent: ${waiting}.`,
  };
}
