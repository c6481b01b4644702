import {
  type ConversionReason,
  conversionReasons,
  type OwnerReason,
  ownerReasons,
} from '../../destinations/reasons.ts';
import type { Language } from './language.ts';
import type { LoggedConversion } from './select-last-requests.ts';
import { conversionStateTexts, words } from './words.ts';

export interface ToldConversion {
  readonly tone: 'good' | 'quiet' | 'bad';
  /** The name that the owner gave to the connection. */
  readonly destination: string;
  readonly target: string;
  readonly state: string;
  /** Why it is there, and what to do. */
  readonly reason: string | null;
  /** What the ad system said of it. */
  readonly response: string | null;
}

export function tellConversion(conversion: LoggedConversion, language: Language): ToldConversion {
  const { destination, target, state, response } = conversion;
  const waits = state === 'pending' ? waitsFor(conversion, language) : null;
  return {
    tone: toneOf(conversion),
    destination,
    target,
    state: waits ?? conversionStateTexts[state][language],
    reason: reasonOf(conversion, language),
    response,
  };
}

function toneOf({ state, destinationState }: LoggedConversion): ToldConversion['tone'] {
  if (state === 'accepted' || state === 'confirmed') return 'good';
  if (state === 'pending') return destinationState === 'needs_owner' ? 'bad' : 'quiet';
  return state === 'skipped' ? 'quiet' : 'bad';
}

function waitsFor({ destinationState }: LoggedConversion, language: Language): string | null {
  const { waits } = words[language];
  return Object.hasOwn(waits, destinationState) ? waits[destinationState as keyof typeof waits] : null;
}

function reasonOf(conversion: LoggedConversion, language: Language): string | null {
  const { state, reason, destinationState, destinationReason } = conversion;
  if (state === 'pending' && destinationState === 'needs_owner' && destinationReason !== null) {
    return Object.hasOwn(ownerReasons, destinationReason)
      ? ownerReasons[destinationReason as OwnerReason][language]
      : destinationReason;
  }
  if (reason === null) return null;
  return Object.hasOwn(conversionReasons, reason) ? conversionReasons[reason as ConversionReason][language] : reason;
}
