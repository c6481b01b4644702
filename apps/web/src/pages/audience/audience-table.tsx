import type { ReactNode } from 'react';
import type { Subscriber } from '../../api/schema.gen.ts';
import { daysBetween } from '../../format/dates.ts';
import { type Column, DataTable } from '../../parts/data-table.tsx';
import { Moment } from '../../parts/moment.tsx';
import { Person } from '../../parts/person.tsx';
import { Pill } from '../../parts/pill.tsx';
import { SourceLabel } from '../../parts/source-label.tsx';
import { useSay } from '../../text/language.tsx';
import { audienceTexts } from '../../texts/audience.ts';
import { navigation } from '../../texts/navigation.ts';
import styles from './audience.module.css';

interface AudienceTableProps {
  readonly people: readonly Subscriber[];
  readonly onOpen: (person: Subscriber) => void;
}

export function AudienceTable({ people, onOpen }: AudienceTableProps): ReactNode {
  const say = useSay();
  const columns: readonly Column<Subscriber>[] = [
    { id: 'person', title: say(audienceTexts.person), cell: (person) => <Person person={person} /> },
    {
      id: 'source',
      title: say(audienceTexts.source),
      hint: say(audienceTexts.sourceHint),
      cell: ({ first_touch }) => <SourceLabel touch={first_touch} />,
    },
    {
      id: 'joined',
      title: say(audienceTexts.joined),
      wideOnly: true,
      cell: ({ first_join_at, created_at }) => <Moment at={first_join_at ?? created_at} />,
    },
    { id: 'status', title: say(audienceTexts.status), cell: (person) => <Status person={person} /> },
  ];
  return (
    <DataTable
      label={say(navigation.audience)}
      columns={columns}
      rows={people}
      keyOf={({ user_id }) => user_id}
      onOpen={onOpen}
    />
  );
}

/** Whether somebody is here, and for how long they were or are. */
export function Status({ person }: { readonly person: Subscriber }): ReactNode {
  const say = useSay();
  const { status, first_join_at, left_at } = person;
  const since =
    first_join_at === null ? null : daysBetween(first_join_at, left_at === null ? new Date() : new Date(left_at));
  return (
    <span className={styles.status}>
      <Pill tone={status === 'member' ? 'good' : 'quiet'}>{say(audienceTexts[status])}</Pill>
      {since !== null && status !== 'known' && <span className={styles.since}>{sayHowLong(since)}</span>}
    </span>
  );

  function sayHowLong(days: number): string {
    if (days === 0) return say(status === 'left' ? audienceTexts.leftSameDay : audienceTexts.sinceToday);
    return say(status === 'left' ? audienceTexts.leftAfter : audienceTexts.here, { count: days });
  }
}
