import { storable } from '@otkuda/contract';
import { type ClickIds, isIdName, isTelling, markCharsMax } from '../domain/click-marks.ts';

const none: ClickIds = {};

/**
 * Ids that the scripts of ad systems keep in cookies: a tracking domain beside the owner's site (go.example.org, example.org) gets those
 * of the site, and the page between keeps Metrica's on its own.
 */
export function cookieIds(header: string | undefined): ClickIds {
  if (header === undefined) return none;
  const ids: Record<string, string> = {};
  for (const part of header.split(';')) {
    const at = part.indexOf('=');
    const name = part.slice(0, at).trim();
    if (at < 0 || !isIdName(name)) continue;
    const value = part.slice(at + 1).trim();
    if (isTelling(value) && !Object.hasOwn(ids, name)) ids[name] = storable(value, markCharsMax);
  }
  return ids;
}
