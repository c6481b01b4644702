import type pg from 'pg';
import { foldMembership, type MembershipFact } from '../../domain/membership.ts';
import { attributed, type Dimension, type Filter, noValue } from '../dimensions.ts';
import type { Exactness } from '../select-sums.ts';

/** Where a fact or click came from, by the names that reports use. */
export type NaiveSource = Readonly<Record<Dimension, string | null>>;

export interface NaiveEvent {
  readonly userId: string | null;
  readonly atMs: number;
  readonly kind: string;
  readonly name: string | null;
  readonly result: string | null;
  /** In hundredths. */
  readonly amount: number;
  readonly labels: ReadonlyArray<{ readonly name: string; readonly value: string }>;
  readonly source: NaiveSource;
  /** What membership makes of it when all facts of the person are put in order. */
  readonly counts: string | null;
}

export interface NaiveClick {
  readonly atMs: number;
  readonly machine: boolean;
  readonly source: NaiveSource;
}

export interface NaivePerson {
  readonly language: string | null;
  readonly premium: boolean | null;
  readonly status: string;
  /** Facts in order, each with whether the person is here after it. */
  readonly presence: ReadonlyArray<{ readonly atMs: number; readonly here: boolean }>;
  readonly firstJoin: NaiveEvent | null;
}

export interface NaiveFacts {
  readonly events: readonly NaiveEvent[];
  readonly clicks: readonly NaiveClick[];
  readonly people: readonly NaivePerson[];
}

interface EventRow {
  readonly user_id: string | null;
  readonly happened_at: Date;
  readonly arrival: number | null;
  readonly kind: string;
  readonly type: string | null;
  readonly target: string | null;
  readonly result: string | null;
  readonly amount: string | null;
  readonly labels: NaiveEvent['labels'] | null;
  readonly exactness: Exactness;
  readonly marks: Readonly<Record<string, string>> | null;
  readonly link: string | null;
  readonly ad_system: string | null;
  readonly country: string | null;
}

/**
 * Reads facts and clicks as they are stored and works out again what they mean, without any of the counts and without the source that
 * the counts use: an event's source is that of its touch.
 */
export async function readNaively(pool: pg.Pool, projectId: string, kind: 'bot' | 'channel'): Promise<NaiveFacts> {
  const found = await pool.query<EventRow>(
    `select e.user_id, e.happened_at, e.arrival, e.kind, e.type, e.target, e.result, e.amount, e.labels, coalesce(t.exactness, 'unknown') as exactness,
       t.marks, t.link_id as link, t.ad_system, t.country
     from events e left join touches t on t.project_id = e.project_id and t.touch_id = e.touch_id where e.project_id = $1`,
    [projectId],
  );
  const clicks = await pool.query<{
    clicked_at: Date;
    machine: string | null;
    link: string | null;
    ad_system: string | null;
    country: string | null;
    marks: Readonly<Record<string, string>>;
  }>('select clicked_at, machine, link_id as link, ad_system, country, marks from clicks where project_id = $1', [
    projectId,
  ]);
  const subscribers = await pool.query<{ user_id: string; language_code: string | null; is_premium: boolean | null }>(
    'select user_id, language_code, is_premium from subscribers where project_id = $1',
    [projectId],
  );
  const effects = new Map<EventRow, string | null>();
  const people = subscribers.rows.map((row) => {
    const own = found.rows.filter((event) => event.user_id === row.user_id && event.arrival !== null);
    const facts = own
      .map((event) => ({
        event,
        kind: event.kind as MembershipFact['kind'],
        atMs: event.happened_at.getTime(),
        arrival: event.arrival ?? 0,
      }))
      .toSorted((a, b) => a.atMs - b.atMs || a.arrival - b.arrival);
    const folded = foldMembership(facts, kind);
    for (const [fact, effect] of folded.effects) effects.set(fact.event, effect.counts);
    const presence = facts.map((fact, index) => {
      const { status } = foldMembership(facts.slice(0, index + 1), kind).membership;
      return { atMs: fact.atMs, here: status === 'member' || status === 'resumed' };
    });
    const first = facts.find(({ event }) => effects.get(event) === 'first_join');
    return { row, presence, status: folded.membership.status, first };
  });
  const shown = new Map(found.rows.map((row) => [row, naiveEvent(row, effects.get(row) ?? null)]));
  return {
    events: [...shown.values()],
    clicks: clicks.rows.map((row) => ({
      atMs: row.clicked_at.getTime(),
      machine: row.machine !== null,
      source: sourceOf({ ...row, exactness: 'exact' }),
    })),
    people: people.map(({ row, presence, status, first }) => ({
      language: row.language_code,
      premium: row.is_premium,
      status,
      presence,
      firstJoin: first === undefined ? null : (shown.get(first.event) ?? null),
    })),
  };
}

function naiveEvent(row: EventRow, counts: string | null): NaiveEvent {
  return {
    userId: row.user_id,
    atMs: row.happened_at.getTime(),
    kind: row.kind,
    name: row.type ?? row.target,
    result: row.result,
    amount: Math.round(Number(row.amount ?? 0) * 100),
    labels: row.labels ?? [],
    source: sourceOf(row),
    counts,
  };
}

function sourceOf(row: {
  readonly link: string | null;
  readonly ad_system: string | null;
  readonly country: string | null;
  readonly exactness: Exactness;
  readonly marks: Readonly<Record<string, string>> | null;
}): NaiveSource {
  const mark = (name: string): string | null => row.marks?.[`utm_${name}`] ?? null;
  return {
    link: row.link,
    ad_system: row.ad_system,
    country: row.country,
    exactness: row.exactness,
    ...{ utm_source: mark('source'), utm_medium: mark('medium'), utm_campaign: mark('campaign') },
    ...{ utm_content: mark('content'), utm_term: mark('term') },
  };
}

export function fits(source: NaiveSource, filter: Filter): boolean {
  return Object.entries(filter).every(([name, wanted]) => {
    const value = source[name as Dimension];
    if (name === 'exactness' && wanted === attributed) return value === 'exact' || value === 'probable';
    return wanted === undefined || (wanted === noValue ? value === null : value === wanted);
  });
}
