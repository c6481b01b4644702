import type { ReactNode } from 'react';
import type { Touch } from '../../api/schema.gen.ts';
import { Moment } from '../../parts/moment.tsx';
import { SourceLabel } from '../../parts/source-label.tsx';
import { useSay } from '../../text/language.tsx';
import { audienceTexts } from '../../texts/audience.ts';
import styles from './audience.module.css';

const ways = {
  tracking_link: audienceTexts.tracking_link,
  landing: audienceTexts.landing,
  invite_link: audienceTexts.invite_link,
  bot_hop: audienceTexts.bot_hop,
} as const;

/** What is known of a touch: the way, the marks, the ids of the ad systems. */
export function TouchFacts({ touch }: { readonly touch: Touch | null }): ReactNode {
  const say = useSay();
  if (touch === null) return <p>{say(audienceTexts.noTouch)}</p>;
  const { source_type: way } = touch;
  const facts: ReadonlyArray<readonly [string, string]> = [
    ...Object.entries(touch.utm).flatMap(([mark, value]) => (value === null ? [] : [[`utm_${mark}`, value] as const])),
    ...Object.entries(touch.ids),
    ...(touch.start_value === null || way !== 'unknown' ? [] : [['start', touch.start_value] as const]),
  ];
  return (
    <div className={styles.touch}>
      <p>
        <SourceLabel touch={touch} />
      </p>
      <p className={styles.labels}>
        {way !== 'organic' && way !== 'unknown' && `${say(ways[way])} · `}
        <Moment at={touch.clicked_at ?? touch.at} />
      </p>
      {facts.length > 0 && (
        <dl>
          {facts.map(([name, value]) => (
            <div key={name} style={{ display: 'contents' }}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      )}
    </div>
  );
}
