import type { MessengersOptions } from '../options.ts';
import { endReservation, type PoolKey, type PoolLink, type Reservation, reserveLinks } from './invite-pool.ts';

/** So many links at once; twice as many where they lasted for less than a second, and the least again where they lasted for minutes. */
const sizeMin = 5;
const sizeMax = 2_048;
const briefMs = 1_000;
const longMs = 60_000;
/** A reservation lasts so long; then what was not handed out is free again. */
const openMs = 600_000;
/** Not handed out near its end: the click has to be stored with it before another process may take it. */
const marginMs = 120_000;
const emptyMs = 1_000;

/** A reservation of this process; its links are handed out from the end of the list. */
interface Block extends Reservation {
  readonly openUntilMs: number;
}

interface Stock {
  readonly key: PoolKey;
  readonly blocks: Block[];
  left: number;
  size: number;
  reservedAtMs: number;
  /** The pool had none: it is not asked again until then. */
  emptyUntilMs: number;
  reserving: Promise<void> | null;
}

type Options = Pick<MessengersOptions, 'pool' | 'now' | 'log'>;

/**
 * The part of the pools that this process has taken for itself, so that a visitor waits for no query: links come from memory, and become
 * the visitor's in the transaction that stores the click. What a process that dies has left is free again when its reservation ends.
 */
export class InviteStock {
  readonly #options: Options;
  readonly #stocks = new Map<string, Stock>();

  constructor(options: Options) {
    this.#options = options;
  }

  /** A link that was never given to anybody; null where the pool has none left. At once, unless the stock is used up. */
  take(projectId: string, createsJoinRequest: boolean, leaseMs: number): PoolLink | null | Promise<PoolLink | null> {
    const nowMs = this.#options.now();
    const stock = this.#stockOf(projectId, createsJoinRequest);
    const link = takeFrom(stock, nowMs);
    const isEnough = stock.left > 0 && stock.left >= stock.size / 2;
    if (isEnough || stock.emptyUntilMs > nowMs) return link;
    stock.reserving ??= this.#reserve(stock, nowMs, leaseMs);
    return link ?? stock.reserving.then(() => takeFrom(stock, this.#options.now()));
  }

  /** Gives back what nobody was sent to. */
  async release(): Promise<void> {
    for (const stock of this.#stocks.values()) {
      await stock.reserving;
      stock.left = 0;
      for (const { fromPlace, links } of stock.blocks.splice(0))
        await endReservation(this.#options.pool, stock.key, fromPlace, links);
    }
  }

  #stockOf(projectId: string, createsJoinRequest: boolean): Stock {
    const name = createsJoinRequest ? `${projectId} asks` : projectId;
    let stock = this.#stocks.get(name);
    if (stock === undefined) {
      const key = { projectId, createsJoinRequest };
      stock = { key, blocks: [], left: 0, size: 0, reservedAtMs: 0, emptyUntilMs: 0, reserving: null };
      this.#stocks.set(name, stock);
    }
    return stock;
  }

  async #reserve(stock: Stock, nowMs: number, leaseMs: number): Promise<void> {
    stock.size = nextSize(stock, nowMs);
    stock.reservedAtMs = nowMs;
    const openUntilMs = nowMs + openMs;
    try {
      const reservation = await reserveLinks(this.#options.pool, stock.key, {
        count: stock.size,
        openUntilMs,
        retireMs: openUntilMs - marginMs + leaseMs,
      });
      if (reservation === null) {
        stock.emptyUntilMs = nowMs + emptyMs;
        return;
      }
      stock.blocks.push({ ...reservation, openUntilMs });
      stock.left += reservation.links.length;
    } catch (error) {
      // A visitor is sent on by the shared link, whatever is wrong with the storage.
      this.#options.log('invite links could not be taken from the pool', { ...stock.key, error });
      stock.emptyUntilMs = nowMs + emptyMs;
    } finally {
      stock.reserving = null;
    }
  }
}

/** From the oldest block that may still be handed out. A block that may not keeps its links: they are given back when its time is over. */
function takeFrom(stock: Stock, nowMs: number): PoolLink | null {
  for (;;) {
    const [block] = stock.blocks;
    if (block === undefined) return null;
    if (block.openUntilMs > nowMs + marginMs) {
      const link = block.links.pop();
      if (link !== undefined) {
        stock.left -= 1;
        return link;
      }
    }
    stock.left -= block.links.length;
    stock.blocks.shift();
  }
}

function nextSize({ size, reservedAtMs }: Stock, nowMs: number): number {
  const lastedMs = nowMs - reservedAtMs;
  if (lastedMs < briefMs) return Math.min(Math.max(size * 2, sizeMin), sizeMax);
  return lastedMs > longMs ? sizeMin : Math.max(size, sizeMin);
}
