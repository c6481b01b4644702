import { bigint, Rows, smallint, text, uuid } from '../../database/parameter-rows.ts';
import { statement } from '../../database/statement.ts';
import type { SubscriberInWork, Transaction } from '../batch.ts';
import type { Cohort } from '../cohort-changes.ts';
import type { SubscriberRow } from '../rows.ts';
import { unknownSource } from '../source.ts';

/** One person more or less among those who are here now. */
export interface AudienceChange {
  readonly projectId: string;
  readonly sourceId: string;
  /** '': not known. */
  readonly languageCode: string;
  /** -1: not known. */
  readonly premium: -1 | 0 | 1;
  readonly present: 1 | -1;
}

const audienceRows = new Rows<AudienceChange>({
  project_id: bigint((change) => change.projectId),
  source_id: uuid((change) => change.sourceId),
  language_code: text((change) => change.languageCode),
  premium: smallint((change) => change.premium),
  present: bigint((change) => change.present),
});

const addToAudienceTable = statement(
  'add_to_audience',
  `insert into audience as known (project_id, source_id, language_code, premium, present)
   select project_id, source_id, language_code, premium, sum(present)
   from (${audienceRows.select}) as change
   group by 1, 2, 3, 4 having sum(present) <> 0 order by 1, 2, 3, 4
   on conflict (project_id, source_id, language_code, premium) do update set present = known.present + excluded.present`,
);

/** What a batch changes about one person's place in the audience. */
export function audienceChanges(
  { loaded, row }: SubscriberInWork,
  before: Cohort | null,
  after: Cohort | null,
): AudienceChange[] {
  const was = loaded === null ? null : place(loaded, before);
  const is = place(row, after);
  if (was !== null && is !== null && samePlace(was, is)) return [];
  return [
    ...(was === null ? [] : [{ ...was, present: -1 as const }]),
    ...(is === null ? [] : [{ ...is, present: 1 as const }]),
  ];
}

type Place = Omit<AudienceChange, 'present'>;

/** Where somebody is counted; null: nowhere, since they are not here. */
function place({ projectId, membership, profile }: SubscriberRow, cohort: Cohort | null): Place | null {
  if (membership.status !== 'member' && membership.status !== 'resumed') return null;
  return {
    projectId,
    sourceId: cohort?.sourceId ?? unknownSource.sourceId,
    languageCode: profile.languageCode ?? '',
    premium: profile.isPremium === null ? -1 : profile.isPremium ? 1 : 0,
  };
}

function samePlace(a: Place, b: Place): boolean {
  return a.sourceId === b.sourceId && a.languageCode === b.languageCode && a.premium === b.premium;
}

export function addToAudience(tx: Transaction, changes: readonly AudienceChange[]): void {
  if (changes.length > 0) tx.write(addToAudienceTable, audienceRows.values(changes));
}
