import { createHash } from 'node:crypto';
import type { Platform } from '@otkuda/contract';
import type { ClickIds } from '../domain/click-marks.ts';
import type { Identity, Person } from './outgoing.ts';

// Source: reference/adplatforms.md §1.4. The appendix that Meta's own parameter builder adds may follow.
const fbcForm = /^fb\.[0-2]\.(\d{13})\.([A-Za-z0-9_-]+)(?:\.[A-Za-z0-9_-]{2,8})?$/;
const fbpForm = /^fb\.[0-2]\.\d{13}\.\d+$/;
const fbclidForm = /^[A-Za-z0-9_-]+$/;

/**
 * Everything the click and its page know of the person goes along at once: Meta matches by what it can. With a user id alone it
 * matches whoever was told of under the same one; without even that there is nobody.
 */
export function identifyForMeta({ userId, ids, clickedMs }: Person): Identity | null {
  const fbc = fbcOf(ids, clickedMs);
  const fbp = fbpOf(ids);
  if (fbc === null && fbp === null && userId === null) return null;
  // One kind: all of them share a batch.
  return { kind: 'user_data', ids: { ...(fbc === null ? {} : { fbc }), ...(fbp === null ? {} : { fbp }) } };
}

/** The click as Meta's cookie writes it: the cookie itself where it is of this click, since it knows the moment better. */
function fbcOf({ fbclid, _fbc }: ClickIds, clickedMs: number | null): string | null {
  const cookie = fbcForm.exec(_fbc ?? '');
  if (cookie !== null && (fbclid === undefined || cookie[2] === fbclid)) return cookie[0];
  if (fbclid === undefined || !fbclidForm.test(fbclid) || clickedMs === null) return null;
  return `fb.1.${clickedMs}.${fbclid}`;
}

/** The browser, only where its own cookie says so: one made up here would match nobody, or somebody else. */
function fbpOf({ _fbp }: ClickIds): string | null {
  return _fbp !== undefined && fbpForm.test(_fbp) ? _fbp : null;
}

// Cookies of clicks live that long. Source: reference/adplatforms.md §1.4.
const fbcAgeMsMax = 90 * 86_400_000;

/** Whether a click is too old for Meta to know. */
export function isOldFbc(fbc: string, nowMs: number): boolean {
  const createdMs = Number(fbcForm.exec(fbc)?.[1] ?? 0);
  return nowMs - createdMs > fbcAgeMsMax;
}

/** One convention for ever: whoever sends the same id from another channel has to build it alike. Source: adplatforms.md §1.4. */
const idPrefixes: Readonly<Record<Platform, string>> = { telegram: 'tg', max: 'max' };

export function externalIdOf(platform: Platform, userId: string): string {
  return createHash('sha256').update(`${idPrefixes[platform]}:${userId}`).digest('hex');
}
