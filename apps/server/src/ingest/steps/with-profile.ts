import type { Profile } from '../../domain/signal.ts';
import type { StoredProfile } from '../rows.ts';

/** What a signal says of a person, over what is known: the newest word counts, and an older one fills what is missing. */
export function withProfile(
  known: StoredProfile,
  signal: { readonly profile: Profile; readonly atMs: number },
): StoredProfile {
  const { profile, atMs } = signal;
  const newer = known.profileMs === null || atMs >= known.profileMs;
  const pick = <T>(now: T | null, next: T | null | undefined): T | null => {
    if (next === undefined) return now;
    return newer ? next : (now ?? next);
  };
  const said = Object.keys(profile).length > 0;
  return {
    firstName: pick(known.firstName, profile.firstName),
    lastName: pick(known.lastName, profile.lastName),
    username: pick(known.username, profile.username),
    languageCode: pick(known.languageCode, profile.languageCode),
    isPremium: pick(known.isPremium, profile.isPremium),
    profileMs: said && newer ? atMs : known.profileMs,
  };
}
