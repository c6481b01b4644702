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
