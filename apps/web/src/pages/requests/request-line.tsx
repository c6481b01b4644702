import type { ReactNode } from 'react';
import type { ListedRequest, Touch } from '../../api/schema.gen.ts';
import { nameOfSource } from '../../parts/source-name.ts';
import { useSay } from '../../text/language.tsx';
import { conversionsTexts } from '../../texts/conversions.ts';
import { requestsTexts } from '../../texts/requests.ts';
import styles from './requests.module.css';
import { sayRequest } from './say-request.ts';

/** A request as a sentence: who did what, from where, and what the ad systems were told. */
export function RequestLine({ request }: { readonly request: ListedRequest }): ReactNode {
  const say = useSay();
  const { outline } = request;
  return (
    <span className={styles.sentence}>
      {sayRequest(say, request, outline)}
      {outline?.touch != null && (
        <span className={styles.from}>
          {' '}
          {isKnown(outline.touch)
            ? say(requestsTexts.from, { source: nameOfSource(say, outline.touch) })
            : `· ${nameOfSource(say, outline.touch).toLowerCase()}`}
          {outline.touch.utm.campaign !== null && `, ${outline.touch.utm.campaign}`}
        </span>
      )}
      {outline?.conversions.map(({ destination, target, state }) => (
        <span key={`${destination} ${target}`} className={styles.told}>
          {' → '}
          {destination}: {say(conversionsTexts[state]).toLowerCase()}
        </span>
      ))}
    </span>
  );
}

function isKnown({ exactness }: Touch): boolean {
  return exactness === 'exact' || exactness === 'probable';
}
