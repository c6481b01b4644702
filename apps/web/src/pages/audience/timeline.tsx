import type { ReactNode } from 'react';
import { useProject } from '../../api/projects.ts';
import type { Conversion, Event, Touch } from '../../api/schema.gen.ts';
import { formatMoney } from '../../format/numbers.ts';
import { ConversionLine } from '../../parts/conversion-line.tsx';
import { Moment } from '../../parts/moment.tsx';
import { nameOfSource } from '../../parts/source-name.ts';
import { type Say, useLanguage, useSay } from '../../text/language.tsx';
import type { Text } from '../../text/text.ts';
import { audienceTexts } from '../../texts/audience.ts';
import styles from './audience.module.css';

interface TimelineProps {
  readonly events: readonly Event[];
  readonly touches: readonly Touch[];
  readonly conversions: readonly Conversion[];
}

type Entry =
  | { readonly at: string; readonly key: string; readonly event: Event }
  | { readonly at: string; readonly key: string; readonly click: Touch };

/** Clicks and facts in one line, the newest first; under each fact what was told to whom. */
export function Timeline({ events, touches, conversions }: TimelineProps): ReactNode {
  const say = useSay();
  const clicks = touches.flatMap<Entry>((click) =>
    click.clicked_at === null ? [] : [{ at: click.clicked_at, key: `click ${click.id}`, click }],
  );
  const entries = [...events.map<Entry>((event) => ({ at: event.at, key: event.id, event })), ...clicks].toSorted(
    (one, other) => (one.at < other.at ? 1 : one.at > other.at ? -1 : 'click' in one ? 1 : -1),
  );
  return (
    <ol className={styles.timeline}>
      {entries.map((entry) =>
        'click' in entry ? (
          <li key={entry.key} className={styles.entry} data-tone="accent">
            <Moment at={entry.at} />
            <span>{say(audienceTexts.clicked, { source: nameOfSource(say, entry.click) })}</span>
          </li>
        ) : (
          <EventEntry
            key={entry.key}
            event={entry.event}
            conversions={conversions.filter(({ event_id }) => event_id === entry.event.id)}
          />
        ),
      )}
    </ol>
  );
}

const names: Readonly<Record<string, Text>> = {
  start: audienceTexts.start,
  stop: audienceTexts.stop,
  resume: audienceTexts.resume,
  join: audienceTexts.join,
  leave: audienceTexts.leave,
  goal: audienceTexts.goal,
  refund: audienceTexts.refund,
};
const results = {
  in_progress: audienceTexts.inProgress,
  success: audienceTexts.success,
  failure: audienceTexts.failure,
} as const;

function sayEvent(say: Say, { type, target, counted, ignored }: Event): string {
  if (type === 'start' && counted === 'first_join') return say(audienceTexts.firstStart);
  if (type === 'start' && ignored) return say(audienceTexts.repeatStart);
  return say(names[type] ?? audienceTexts.event, { what: target ?? type });
}

function toneOf({ type, counted }: Event): string | undefined {
  if (counted === 'first_join' || counted === 'join' || counted === 'return') return 'good';
  if (counted === 'leave' || type === 'refund') return 'bad';
  return ['goal', 'start', 'stop', 'resume', 'join', 'leave'].includes(type) ? undefined : 'accent';
}

interface EventEntryProps {
  readonly event: Event;
  readonly conversions: readonly Conversion[];
}

function EventEntry({ event, conversions }: EventEntryProps): ReactNode {
  const say = useSay();
  const { language } = useLanguage();
  const { currency } = useProject();
  const labels = (event.labels ?? []).map(({ name, value }) => `${name}: ${value}`);
  return (
    <li className={styles.entry} data-tone={toneOf(event)} data-quiet={event.ignored || undefined}>
      <Moment at={event.at} />
      <div className={styles.what}>
        <span>
          {sayEvent(say, event)}
          {event.result !== null && ` · ${say(results[event.result])}`}
          {event.amount !== null && <strong> {formatMoney(language, Number(event.amount), currency)}</strong>}
        </span>
        {labels.length > 0 && <span className={styles.labels}>{labels.join(' · ')}</span>}
        {conversions.map((conversion) => (
          <ConversionLine key={conversion.id} conversion={conversion} />
        ))}
      </div>
    </li>
  );
}
