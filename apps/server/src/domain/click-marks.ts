import { type AdSystem, storable, utmNames } from '@otkuda/contract';

/**
 * What an incoming address can carry about the ad behind it. Ids are kept as the ad system wrote them: they are case-sensitive
 * and longer than a JavaScript number holds. Source: reference of the ad systems' parameters and cookies.
 */
const idNames = [
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
const markNames = [...utmNames.map((name) => `utm_${name}`), 'utm_id'];

const idNameSet: ReadonlySet<string> = new Set(idNames);
const markNameSet: ReadonlySet<string> = new Set(markNames);

export type ClickIds = Readonly<Record<string, string>>;
export type Marks = Readonly<Record<string, string>>;

export const markCharsMax = 512;

/** Picks marks and ids out of a query. The first value of a name counts; empty ones and ones with control characters are left out. */
export function readMarks(query: URLSearchParams): { readonly marks: Marks; readonly ids: ClickIds } {
  const marks: Record<string, string> = {};
  const ids: Record<string, string> = {};
  for (const [name, value] of query) {
    const into = markNameSet.has(name) ? marks : idNameSet.has(name) || name.startsWith('gad_') ? ids : undefined;
    if (into === undefined || Object.hasOwn(into, name) || name.length > 64) continue;
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
    if (value === '' || /[\u0000-\u001f\u007f]/.test(value)) continue;
    into[name] = storable(value, markCharsMax);
  }
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

export function adSystemOf(ids: ClickIds): AdSystem | null {
  return systemsById.find(([name]) => Object.hasOwn(ids, name))?.[1] ?? null;
}
