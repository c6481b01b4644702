import { type AdSystem, storable, utmNames } from '@otkuda/contract';
import { holdsMacro } from './macros.ts';

/**
 * What an incoming address can carry about the ad behind it. Ids are kept as the ad system wrote them: they are case-sensitive
 * and longer than a JavaScript number holds. Source: reference of the ad systems' parameters and cookies.
 */
export const clickIdNames = [
  'yclid',
  'ysclid',
  'ymclid',
  '_ym_uid',
  'gclid',
  'gbraid',
  'wbraid',
  '_gcl_aw',
  '_ga',
  'fbclid',
  '_fbc',
  '_fbp',
  'rb_clickid',
  'tgclid',
  'ttclid',
  '_ttp',
  'msclkid',
  'twclid',
  'sccid',
  'ScCid',
  'click_id',
  'clickid',
  'subid',
  'cid',
] as const;
export const markNames: readonly string[] = [...utmNames.map((name) => `utm_${name}`), 'utm_id'];

const idNameSet: ReadonlySet<string> = new Set(clickIdNames);
const markNameSet: ReadonlySet<string> = new Set(markNames);

export function isMarkName(name: string): boolean {
  return markNameSet.has(name);
}

/** `gad_…` of Google Ads and the cookies `_ga_<stream>` of Google Analytics are families. */
export function isIdName(name: string): boolean {
  return idNameSet.has(name) || ((name.startsWith('gad_') || name.startsWith('_ga_')) && name.length <= nameCharsMax);
}

export type ClickIds = Readonly<Record<string, string>>;
export type Marks = Readonly<Record<string, string>>;

export const markCharsMax = 512;
const nameCharsMax = 64;

/** What a mark or an id may be: something, printable, and filled in. */
export function isTelling(value: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
  return value !== '' && !/[\u0000-\u001f\u007f]/.test(value) && !holdsMacro(value);
}

/**
 * Picks marks and ids out of a query. The first value of a name counts; what is empty, has control characters or is a macro that
 * nobody filled in is left out.
 */
export function readMarks(query: URLSearchParams): {
  readonly marks: Marks;
  readonly ids: ClickIds;
} {
  const marks: Record<string, string> = {};
  const ids: Record<string, string> = {};
  query.forEach((value, name) => {
    const into = isMarkName(name) ? marks : isIdName(name) ? ids : undefined;
    if (into === undefined || Object.hasOwn(into, name) || !isTelling(value)) return;
    into[name] = storable(value, markCharsMax);
  });
  return { marks, ids };
}

/** Which ad system's click it is, by the ids it carries; the first that applies. */
const systemsById: ReadonlyArray<readonly [string, AdSystem]> = [
  ['yclid', 'yandex'],
  ['rb_clickid', 'vk'],
  ['fbclid', 'meta'],
  ['gclid', 'google'],
  ['gbraid', 'google'],
  ['wbraid', 'google'],
  ['ttclid', 'tiktok'],
  ['tgclid', 'telegram'],
];

/** What an ad system calls its click, by the system; what others pass on from their own trackers comes after that. */
const clickIdsBySystem: Readonly<Partial<Record<AdSystem, readonly string[]>>> = {
  // Metrica knows people by its ClientID: the yclid in its place would match nobody.
  yandex: ['_ym_uid'],
  vk: ['rb_clickid'],
  meta: ['fbclid'],
  google: ['gclid', 'gbraid', 'wbraid'],
  tiktok: ['ttclid'],
  telegram: ['tgclid'],
};
const trackersClickIds = ['click_id', 'clickid', 'subid', 'cid'];

/** The id that an ad system knows the click by: for Yandex the ClientID. '' where there is none. Source: contract, source_type. */
export function adClickIdOf(adSystem: AdSystem | null, ids: ClickIds): string {
  const names = adSystem === null ? undefined : clickIdsBySystem[adSystem];
  const name = (names ?? trackersClickIds).find((one) => Object.hasOwn(ids, one));
  return name === undefined ? '' : (ids[name] ?? '');
}

export function adSystemOf(ids: ClickIds): AdSystem | null {
  return systemsById.find(([name]) => Object.hasOwn(ids, name))?.[1] ?? null;
}
