import { readFileSync } from 'node:fs';
import { rootCertificates } from 'node:tls';
import type { FetchFn } from '@maxhub/max-bot-api';
import { Agent, fetch as undiciFetch } from 'undici';

/**
 * A fetch that trusts the certificates of a file as well as the usual ones, for MAX alone: its host shows a certificate of the Russian
 * ministry's root, which nothing else has to believe. Null: the usual ones.
 */
export function trustingFetch(caFile: string | null): FetchFn {
  if (caFile === null) return globalThis.fetch;
  const text = readFileSync(caFile, 'utf8');
  const dispatcher = new Agent({ connect: { ca: [...rootCertificates, text] } });
  // Node's own fetch takes no dispatcher of another undici; the two describe the same functions with types of their own.
  const trusting = (input: string, init: object): Promise<unknown> => undiciFetch(input, { ...init, dispatcher });
  return trusting as FetchFn;
}
