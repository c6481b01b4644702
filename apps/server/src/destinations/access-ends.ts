import type { Destination } from './destination.ts';

/** As stored beside the sealed settings, so that what ends soon is found without opening them. */
export function accessEndsAt(platform: Destination, settings: unknown): Date | null {
  const endsMs = platform.accessEndsMs?.(settings) ?? null;
  return endsMs === null ? null : new Date(endsMs);
}
