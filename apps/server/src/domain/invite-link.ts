import type { InviteLink } from './signal.ts';

/** What stands for the half of the address that Telegram hides of links that another administrator made. */
const hidden = /(?:\.{3}|…)$/;
/** So many characters of a link tell it from others by themselves; with fewer, its name has to agree. */
const tellingCharsMin = 6;
const lookedUpCharsMin = 4;

/** Bounds of the addresses that a link, as it came, may be; compared by bytes. Null: too little of it is shown to look for it. */
export function inviteLinkBounds(url: string): { readonly low: string; readonly high: string } | null {
  if (!hidden.test(url)) return { low: url, high: url };
  const shown = shownOf(url);
  return secretOf(shown).length < lookedUpCharsMin ? null : { low: shown, high: `${shown}\u{10ffff}` };
}

/**
 * Which of the known links within these bounds it is. Where half of the address is hidden, what is shown has to tell it from all
 * others, or the name has to. Source: reference/payloads.md §1.5.
 */
export function pickInviteLink<L extends { readonly name: string | null }>(
  came: InviteLink,
  within: readonly L[],
): L | null {
  const [only] = within;
  if (only === undefined) return null;
  const telling = !hidden.test(came.url) || secretOf(shownOf(came.url)).length >= tellingCharsMin;
  if (within.length === 1 && telling) return only;
  const named = within.filter(({ name }) => name !== null && name === came.name);
  return named.length === 1 ? (named[0] ?? null) : null;
}

/** Whether a link, as it came, leads where another does, however either is spelt. */
export function isSameLink(came: string, other: string): boolean {
  const plain = (url: string): string => url.replace(/^https?:\/\//i, '').replace(/\/$/, '');
  if (!hidden.test(came)) return plain(came) === plain(other);
  return secretOf(shownOf(came)).length >= tellingCharsMin && plain(other).startsWith(plain(shownOf(came)));
}

function shownOf(url: string): string {
  return url.replace(hidden, '');
}

/** What tells one link from another: `AbCdEf` of `https://t.me/+AbCdEf`. */
function secretOf(url: string): string {
  return /[^/+]*$/.exec(url)?.[0] ?? '';
}
