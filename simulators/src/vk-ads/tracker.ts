import type { Answer } from '../stand-in/answer.ts';
import type { PlatformRequest } from '../stand-in/stand-in.ts';

/** Why a hit is not counted; the platform itself never says (adplatforms.md §3.1, §8). `counted`: it is. */
export type HitVerdict =
  | 'counted'
  | 'not_get'
  | 'ampersand'
  | 'malformed'
  | 'unknown_parameter'
  | 'pixel_unknown'
  | 'goal_unknown'
  | 'value_not_numeric'
  | 'no_identifier';

/** A hit of the tracker, with the verdict that stays hidden from whoever sent it. */
export interface VkHit {
  readonly verdict: HitVerdict;
  readonly atMs: number;
  readonly pixelId: string | null;
  readonly goal: string | null;
  /** As written; '' where it was left out. */
  readonly value: string | null;
  readonly rbClickId: string | null;
  readonly userId: string | null;
}

/** The goals of each pixel. */
export type Pixels = ReadonlyMap<string, ReadonlySet<string>>;

/** A transparent GIF of one pixel: what the tracker answers whatever it is asked. */
const GIF = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64');

export const gifAnswer: Answer = { status: 200, headers: { 'content-type': 'image/gif' }, body: GIF };

const PARAMETERS: ReadonlySet<string> = new Set(['id', 'e', 'rb_clickid', 'userid']);

/** Reads a hit as the tracker does: parameters joined by `;`, each percent-encoded for itself. */
export function readHit({ method, target }: PlatformRequest, pixels: Pixels, atMs: number): VkHit {
  const query = target.slice(target.indexOf('?') + 1);
  const nothing = { atMs, pixelId: null, goal: null, value: null, rbClickId: null, userId: null };
  // First: whoever joins by `&` has one parameter with a strange value, and nothing is counted (adplatforms.md §3.1).
  if (query.includes('&')) return { ...nothing, verdict: 'ampersand' };
  const parameters = readParameters(query);
  if (parameters === null) return { ...nothing, verdict: 'malformed' };
  const [, value = null, goal = null] = /^RG:([^/]*)\/(.*)$/s.exec(parameters.get('e') ?? '') ?? [];
  const hit = {
    atMs,
    pixelId: parameters.get('id') ?? null,
    goal,
    value,
    rbClickId: parameters.get('rb_clickid') ?? null,
    userId: parameters.get('userid') ?? null,
  };
  return { ...hit, verdict: method === 'GET' ? verdictOf(hit, parameters, pixels) : 'not_get' };
}

function readParameters(query: string): ReadonlyMap<string, string> | null {
  const parameters = new Map<string, string>();
  try {
    for (const pair of query.split(';')) {
      const [name = '', value, ...rest] = pair.split('=');
      if (value === undefined || rest.length > 0 || parameters.has(name)) return null;
      parameters.set(name, decodeURIComponent(value));
    }
  } catch {
    // A broken escape.
    return null;
  }
  return parameters;
}

type Read = Omit<VkHit, 'verdict'>;

function verdictOf(hit: Read, parameters: ReadonlyMap<string, string>, pixels: Pixels): HitVerdict {
  if ([...parameters.keys()].some((name) => !PARAMETERS.has(name))) return 'unknown_parameter';
  if (hit.goal === null || hit.value === null) return 'malformed';
  const goals = pixels.get(hit.pixelId ?? '');
  if (goals === undefined) return 'pixel_unknown';
  if (!/^[A-Za-z0-9]+$/.test(hit.goal) || !goals.has(hit.goal)) return 'goal_unknown';
  if (!/^(\d+(\.\d+)?)?$/.test(hit.value)) return 'value_not_numeric';
  return (hit.rbClickId ?? '') === '' && (hit.userId ?? '') === '' ? 'no_identifier' : 'counted';
}
