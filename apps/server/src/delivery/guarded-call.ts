import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import type { HttpAnswer, HttpRequest } from '../destinations/http-message.ts';
import { AddressRefused, CallFailed } from './call-failed.ts';
import { type CheckedAddress, makeHttpCall } from './http-call.ts';
import type { Call } from './options.ts';
import { isPublicAddress } from './public-address.ts';

/** Every address of a host; throws where it has none. */
export type Resolve = (host: string) => Promise<readonly CheckedAddress[]>;

const resolveBySystem: Resolve = async (host) => lookup(host, { all: true, verbatim: true });

/**
 * Calls to addresses that owners give. The name is looked up once, all it stands for has to be public, and the connection goes to
 * what was checked: a name that says something else a moment later (DNS rebinding) changes nothing. Redirects are not followed, by
 * any call.
 */
export function guardedCall(call = makeHttpCall, resolve: Resolve = resolveBySystem): Call {
  return async (request: HttpRequest): Promise<HttpAnswer> => {
    const { hostname, protocol } = new URL(request.url);
    if (protocol !== 'http:' && protocol !== 'https:') throw new AddressRefused(protocol);
    // Of an address in brackets, the address.
    const host = hostname.replace(/^\[(.*)\]$/, '$1');
    const [address] = await checked(host, isIP(host) === 0 ? resolve : asItIs, request.timeoutMs);
    if (address === undefined) throw new CallFailed(false, 'ENOTFOUND');
    return call(request, address);
  };
}

async function checked(host: string, resolve: Resolve, timeoutMs: number): Promise<readonly CheckedAddress[]> {
  const addresses = await inTime(resolve(host), timeoutMs).catch((error: unknown) => {
    if (error instanceof CallFailed) throw error;
    throw new CallFailed(false, error instanceof Error && 'code' in error ? String(error.code) : 'no such host', error);
  });
  const refused = addresses.find(({ address }) => !isPublicAddress(address));
  if (refused !== undefined) throw new AddressRefused(refused.address);
  return addresses;
}

const asItIs: Resolve = async (address) => [{ address, family: isIP(address) }];

/** A look-up has no time-out of its own. */
async function inTime<T>(work: Promise<T>, ms: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new CallFailed(false, 'time-out')), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
