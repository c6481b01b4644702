/** Ad systems a link can belong to. */
export const adSystems = ['yandex', 'vk', 'meta', 'google', 'tiktok', 'telegram', 'other'] as const;
export type AdSystem = (typeof adSystems)[number];

export const platforms = ['telegram', 'max'] as const;
export type Platform = (typeof platforms)[number];

export const projectKinds = ['bot', 'channel'] as const;
export type ProjectKind = (typeof projectKinds)[number];

export const keyModes = ['production', 'sandbox'] as const;
export type KeyMode = (typeof keyModes)[number];

/** UTM marks without the prefix, in the order in which they are shown. */
export const utmNames = ['source', 'medium', 'campaign', 'content', 'term'] as const;
export type UtmName = (typeof utmNames)[number];

export const eventResults = ['in_progress', 'success', 'failure'] as const;
export type EventResult = (typeof eventResults)[number];

export const conversionStates = [
  'pending',
  'accepted',
  'confirmed',
  'skipped',
  'expired',
  'failed',
  'uncertain',
] as const;
export type ConversionState = (typeof conversionStates)[number];
