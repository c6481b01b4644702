import { createHash } from 'node:crypto';

/**
 * Stable number of a mark in the CSV reports, 0 for none: the same value has the same one in every project, at any time and on every
 * server, since it is made of the value alone. 52 bits, which every script's numbers hold.
 */
export function labelId(mark: string | null | undefined): number {
  if (mark === null || mark === undefined || mark === '') return 0;
  return Number.parseInt(createHash('sha256').update(mark).digest('hex').slice(0, 13), 16);
}
