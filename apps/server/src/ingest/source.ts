import { createHash } from 'node:crypto';
import { type AdSystem, utmNames } from '@otkuda/contract';
import type { Marks } from '../domain/click-marks.ts';
import { formatUuid } from '../domain/uuid.ts';
import type { Exactness, Source } from './rows.ts';

// The clicks of a campaign share their source: its hash is made once, not for each of them.
const sources = new Map<string, Source>();
const sourcesMax = 2_000;
// Nearly all clicks of a link at a time are of one source: it is compared before anything is put together.
const latestByLink = new Map<string | null, Source>();
const markNames = utmNames.map((name) => `utm_${name}`);

interface Parts {
  readonly linkId: string | null;
  readonly adSystem: AdSystem | null;
  readonly marks: Marks;
  readonly country: string | null;
  readonly exactness: Exactness;
}

/**
 * Makes a source of its parts. Its id is a hash of them, so that every process names the same source alike without asking.
 * Only the five UTM marks tell sources apart; the ids of single clicks do not.
 */
export function sourceOf(parts: Parts): Source {
  const latest = latestByLink.get(parts.linkId);
  if (latest !== undefined && isOf(latest, parts)) return latest;
  const source = lookUp(parts);
  if (latestByLink.size === sourcesMax) latestByLink.clear();
  latestByLink.set(parts.linkId, source);
  return source;
}

function isOf(source: Source, parts: Parts): boolean {
  if (source.adSystem !== parts.adSystem || source.country !== parts.country || source.exactness !== parts.exactness)
    return false;
  return markNames.every((name) => source.marks[name] === parts.marks[name]);
}

function lookUp(parts: Parts): Source {
  const { linkId, adSystem, country, exactness } = parts;
  // Nothing of it holds a NUL, which the database does not store.
  let look = `${linkId}\0${adSystem}\0${country}\0${exactness}`;
  for (const name of markNames) look += `\0${parts.marks[name] ?? ''}`;
  const known = sources.get(look);
  if (known !== undefined) return known;
  const values = markNames.map((name) => parts.marks[name]);
  const hash = createHash('sha256')
    .update(JSON.stringify([linkId, adSystem, country, exactness, ...values]))
    .digest('hex');
  const marks = Object.fromEntries(
    markNames.flatMap((name) => (parts.marks[name] === undefined ? [] : [[name, parts.marks[name]]])),
  );
  const source = { linkId, adSystem, country, exactness, marks, sourceId: formatUuid(hash.slice(0, 32)) };
  if (sources.size === sourcesMax) sources.clear();
  sources.set(look, source);
  return source;
}

function sourceWithoutClick(exactness: 'organic' | 'unknown'): Source {
  return sourceOf({ linkId: null, adSystem: null, marks: {}, country: null, exactness });
}

export const organicSource = sourceWithoutClick('organic');
export const unknownSource = sourceWithoutClick('unknown');
