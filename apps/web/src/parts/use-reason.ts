import {
  callReasons,
  conversionReasons,
  ownerReasons,
  signInReasons,
} from '../../../server/src/destinations/reasons.ts';
import { useSay } from '../text/language.tsx';
import type { Text } from '../text/text.ts';

/** The server's own list of reasons: what happened and what to do about it. */
const reasons: Readonly<Record<string, Text>> = {
  ...callReasons,
  ...conversionReasons,
  ...ownerReasons,
  ...signInReasons,
};

/** Says a reason by its name; one that this program does not know yet stays a name. */
export function useReason(): (name: string) => string {
  const say = useSay();
  return (name) => {
    const text = reasons[name];
    return text === undefined ? name : say(text);
  };
}
