import type { Destination, DestinationType } from '../../api/schema.gen.ts';
import type { Say } from '../../text/language.tsx';
import { adSystems } from '../../texts/ad-systems.ts';

const warnBeforeMs = 14 * 86_400_000;

type Settings = Readonly<Record<string, unknown>>;

/**
 * `by_hand`: a token is pasted, since the type knows no signing in or there is no app for it; `missing`: there is an app to sign in with and no access yet;
 * `given`, `ends_soon`, `ended`: by when it was given.
 */
export type Access = 'by_hand' | 'missing' | 'given' | 'ends_soon' | 'ended';

export function accessOf(
  { settings }: Pick<Destination, 'settings'>,
  type: Pick<DestinationType, 'signs_in'> | undefined,
  now: Date,
): Access {
  if (type?.signs_in !== true || settings === null || !hasApp(settings)) return 'by_hand';
  if (settings.oauth_token === undefined) return 'missing';
  const endsMs = typeof settings.expires_at === 'string' ? Date.parse(settings.expires_at) : Number.NaN;
  if (Number.isNaN(endsMs)) return 'given';
  if (endsMs <= now.getTime()) return 'ended';
  return endsMs - now.getTime() < warnBeforeMs ? 'ends_soon' : 'given';
}

/** Whether there is an app that its owner can sign in with. */
export function hasApp(settings: Settings): boolean {
  return [settings.client_id, settings.client_secret].every((value) => typeof value === 'string' && value !== '');
}

/** The name that its owners sign in with. */
export function systemOf(say: Say, { ad_system }: Pick<DestinationType, 'ad_system'>): string {
  return ad_system === null ? '' : say(adSystems[ad_system]);
}
