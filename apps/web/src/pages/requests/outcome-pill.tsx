import type { ReactNode } from 'react';
import type { Request } from '../../api/schema.gen.ts';
import { Pill, type Tone } from '../../parts/pill.tsx';
import { useSay } from '../../text/language.tsx';
import { requestsTexts } from '../../texts/requests.ts';

const tones: Readonly<Record<Request['outcome'], Tone>> = {
  accepted: 'good',
  ignored: 'quiet',
  repeated: 'quiet',
  refused: 'bad',
  read: 'quiet',
};

export function OutcomePill({ request: { outcome, status } }: { readonly request: Request }): ReactNode {
  const say = useSay();
  return (
    <Pill tone={tones[outcome]}>
      {say(requestsTexts[outcome])}
      {outcome === 'refused' && ` ${status}`}
    </Pill>
  );
}
