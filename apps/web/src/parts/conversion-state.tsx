import type { ReactNode } from 'react';
import type { Conversion } from '../api/schema.gen.ts';
import { useSay } from '../text/language.tsx';
import { conversionsTexts } from '../texts/conversions.ts';
import { Pill, type Tone } from './pill.tsx';

export const conversionStates = [
  'pending',
  'accepted',
  'confirmed',
  'skipped',
  'expired',
  'failed',
  'uncertain',
] as const;

const tones: Readonly<Record<Conversion['state'], Tone>> = {
  pending: 'warn',
  accepted: 'accent',
  confirmed: 'good',
  skipped: 'quiet',
  expired: 'quiet',
  failed: 'bad',
  uncertain: 'warn',
};

export function ConversionState({ state }: { readonly state: Conversion['state'] }): ReactNode {
  const say = useSay();
  return <Pill tone={tones[state]}>{say(conversionsTexts[state])}</Pill>;
}
