import { randomFillSync } from 'node:crypto';

/**
 * UUIDv7 (RFC 9562 §5.7): 48 bits of milliseconds, then 74 random bits, so ids sort by time, partitions can be cut by id and a
 * start code cannot be guessed.
 */
export function uuidv7(nowMs: number): string {
  const start = nextRandom();
  pool.writeUIntBE(nowMs, start, 6);
  pool[start + 6] = 0x70 | ((pool[start + 6] ?? 0) & 0x0f);
  pool[start + 8] = 0x80 | ((pool[start + 8] ?? 0) & 0x3f);
  return formatUuid(pool.toString('hex', start, start + 16));
}

export function formatUuid(hex: string): string {
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** The smallest UUIDv7 of a moment: the bound of a partition. */
export function uuidFloor(atMs: number): string {
  return formatUuid(atMs.toString(16).padStart(12, '0').padEnd(32, '0'));
}

/** When a UUIDv7 was made, milliseconds since 1970. */
export function uuidMs(uuid: string): number {
  return Number.parseInt(uuid.slice(0, 8) + uuid.slice(9, 13), 16);
}

export function isUuid(text: string): boolean {
  return /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/.test(text);
}

// One call of the random generator for 256 ids: it costs more than all the rest.
const pool = Buffer.alloc(16 * 256);
let used = pool.length;

/** Where 16 random bytes begin in the pool. */
function nextRandom(): number {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  used += 16;
  return used - 16;
}
