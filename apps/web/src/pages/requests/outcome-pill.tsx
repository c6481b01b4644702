import type { ReactNode } from 'react';
import { Pill, type Tone } from '../../parts/pill.tsx';
import { useSay } from '../../text/language.tsx';
import { requestsTexts } from '../../texts/requests.ts';
import type { LoggedRequest } from './say-request.ts';

const tones: Readonly<Record<LoggedRequest['outcome'], Tone>> = {
  accepted: 'good',
  ignored: 'quiet',
  repeated: 'quiet',
  refused: 'bad',
  read: 'quiet',
};

export function OutcomePill({ request: { outcome, status } }: { readonly request: LoggedRequest }): ReactNode {
  const say = useSay();
  return (
    <Pill tone={tones[outcome]}>
      {say(requestsTexts[outcome])}
      {outcome === 'refused' && ` ${status}`}
    </Pill>
  );
}
