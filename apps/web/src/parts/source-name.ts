import type { Touch } from '../api/schema.gen.ts';
import type { Say } from '../text/language.tsx';
import { adSystems } from '../texts/ad-systems.ts';
import { shared } from '../texts/shared.ts';

/** Where somebody came from, in as few words as tell it. */
export function nameOfSource(say: Say, touch: Touch | null): string {
  if (touch === null || touch.exactness === 'unknown') return say(shared.unknownSource);
  if (touch.exactness === 'organic') return say(shared.organic);
  const system = touch.ad_system === null ? null : say(adSystems[touch.ad_system]);
  return touch.link_name ?? touch.utm.source ?? system ?? say(shared.unknownSource);
}
