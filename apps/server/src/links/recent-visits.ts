import { MomentTable } from './moment-table.ts';
import { isPublicAddress } from './public-address.ts';

export interface VisitOfSomebody {
  readonly linkId: string;
  /** The whole address, as it was seen. */
  readonly address: string;
  readonly userAgent: string;
  /** What the ad said: another click id or mark is another click, also by somebody behind the same address. */
  readonly said: string;
}

const hourMs = 3_600_000;
const minuteMs = 60_000;
/** Clicks of people behind one address (a mobile operator's, an office's) do not come faster than this. */
const perMinuteMax = 120;
/** Both bounds of the memory: whatever comes, a few megabytes. */
const visitorsMax = 50_000;
const addressesMax = 20_000;

/**
 * What visits of the last hour tell about one more: the same visitor again (same address, browser, link and marks within an hour of
 * the click that counted), or a flood from one public address. What this process saw only: another process, or this one after a
 * restart, may count a repeat once more. Why it is enough: docs/adr.
 */
export class RecentVisits {
  readonly #now: () => number;
  /** When a visitor's click counted, in two generations, so that forgetting costs nothing. */
  #visitors = new MomentTable(visitorsMax);
  #earlierVisitors = new MomentTable(visitorsMax);
  #visitorsSinceMs: number;
  #addresses = new Map<string, number>();
  #minute = 0;

  constructor(now: () => number) {
    this.#now = now;
    this.#visitorsSinceMs = now();
  }

  judge(visit: VisitOfSomebody): 'flood' | 'repeat' | null {
    const nowMs = this.#now();
    if (this.#floods(visit.address, nowMs)) return 'flood';
    return this.#isRepeat(hashOf(visit), nowMs) ? 'repeat' : null;
  }

  #isRepeat(visitor: number, nowMs: number): boolean {
    if (nowMs - this.#visitorsSinceMs >= hourMs || this.#visitors.isFull) {
      [this.#visitors, this.#earlierVisitors] = [this.#earlierVisitors, this.#visitors];
      this.#visitors.clear();
      this.#visitorsSinceMs = nowMs;
    }
    const countedMs = this.#visitors.momentOf(visitor) ?? this.#earlierVisitors.momentOf(visitor);
    if (countedMs !== null && nowMs - countedMs < hourMs) return true;
    this.#visitors.note(visitor, nowMs);
    return false;
  }

  /** By clock minutes. What comes from the server's own network is no flood: a proxy, a test, an office. */
  #floods(address: string, nowMs: number): boolean {
    const minute = Math.floor(nowMs / minuteMs);
    if (minute !== this.#minute || this.#addresses.size >= addressesMax) {
      this.#addresses.clear();
      this.#minute = minute;
    }
    if (!isPublicAddress(address)) return false;
    const visits = (this.#addresses.get(address) ?? 0) + 1;
    this.#addresses.set(address, visits);
    return visits > perMinuteMax;
  }
}

/** 53 bits of texts (two rounds of FNV-1a with different seeds): keys of a table have to be small, not secret. */
function hashOf({ linkId, address, userAgent, said }: VisitOfSomebody): number {
  let low = 0x811c9dc5;
  let high = 0x1b873593;
  for (const text of [linkId, address, userAgent, said]) {
    for (let index = 0; index < text.length; index += 1) {
      const code = text.charCodeAt(index);
      low = Math.imul(low ^ code, 0x01000193);
      high = Math.imul(high ^ code, 0x85ebca6b);
    }
    // Where one text ends and the next begins.
    low = Math.imul(low ^ 0x1f, 0x01000193);
    high = Math.imul(high ^ 0x1f, 0x85ebca6b);
  }
  return (low >>> 0) + ((high >>> 11) & 0x1fffff) * 0x1_0000_0000;
}
