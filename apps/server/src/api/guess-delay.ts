import { setTimeout as delay } from 'node:timers/promises';

const addressesMax = 10_000;
const waitingMax = 2_000;
const forgetMs = 10 * 60_000;
/** Clients give up after 5 seconds at the earliest: whoever mistyped a key still gets the answer that says so. */
const delayMsMax = 3_000;
const freeTries = 3;

interface Tries {
  readonly count: number;
  readonly lastMs: number;
}

/**
 * Makes guessing keys slow: each unknown key from an address doubles the wait for the next answer to an unknown key. Answers to known
 * keys never wait, since one constructor sends for all its customers from one address. Both the memory of addresses and the number of
 * answers that wait are bounded; what is beyond is answered at once, which a key of 192 random bits can stand.
 */
export class GuessDelay {
  readonly #now: () => number;
  readonly #tries = new Map<string, Tries>();
  #waiting = 0;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Resolves when an unknown key from this address may be answered; early where the caller is gone or the server stops. */
  async wait(address: string, signal?: AbortSignal): Promise<void> {
    const ms = this.note(address);
    if (ms === 0 || this.#waiting >= waitingMax) return;
    this.#waiting += 1;
    try {
      await delay(ms, undefined, signal === undefined ? {} : { signal });
    } catch {
      // Nobody waits for the answer any more.
    } finally {
      this.#waiting -= 1;
    }
  }

  /** Counts a try; milliseconds to wait for its answer. */
  note(address: string): number {
    const nowMs = this.#now();
    const known = this.#tries.get(address);
    const isForgotten = known === undefined || nowMs - known.lastMs > forgetMs;
    const count = isForgotten ? 1 : known.count + 1;
    // Put in anew, so that the map is in the order of the last tries and the oldest can be dropped.
    this.#tries.delete(address);
    this.#tries.set(address, { count, lastMs: nowMs });
    for (const oldest of this.#tries.keys()) {
      if (this.#tries.size <= addressesMax) break;
      this.#tries.delete(oldest);
    }
    return count <= freeTries ? 0 : Math.min(delayMsMax, 100 * 2 ** (count - freeTries - 1));
  }

  get addresses(): number {
    return this.#tries.size;
  }
}

/** The part of an address that one visitor holds: of IPv6 a whole /64 is theirs. */
export function guesserOf(ip: string): string {
  if (!ip.includes(':') || ip.includes('.')) return ip;
  const [head = '', tail = ''] = ip.split('::', 2);
  const before = head === '' ? [] : head.split(':');
  const after = tail === '' ? [] : tail.split(':');
  const zeros = ip.includes('::')
    ? Array.from({ length: Math.max(0, 8 - before.length - after.length) }, () => '0')
    : [];
  return [...before, ...zeros, ...after].slice(0, 4).join(':');
}
