import type { IncomingMessage } from 'node:http';
import proxyAddress from '@fastify/proxy-addr';

/**
 * Whose address a request came from: the connection's, or, where proxies are trusted, the first that is not one of them. `trusted` is
 * what OTKUDA_TRUST_PROXY says: nobody, everybody, or addresses separated by commas.
 */
export function visitorAddress(trusted: boolean | string): (request: IncomingMessage) => string {
  if (trusted === false) return (request) => request.socket.remoteAddress ?? '';
  const trust =
    trusted === true ? () => true : proxyAddress.compile(trusted.split(',').map((address) => address.trim()));
  return (request) => proxyAddress(request, trust);
}

/**
 * Whether a proxy speaks that nobody told us to trust: then every visitor seems to come from its address, and nothing can be told by
 * it. The headers are those that proxies add.
 */
export function isBehindUnknownProxy(trusted: boolean | string): (request: IncomingMessage) => boolean {
  if (trusted !== false) return () => false;
  return ({ headers }) =>
    headers['x-forwarded-for'] !== undefined || headers.forwarded !== undefined || headers['x-real-ip'] !== undefined;
}
