import http from 'node:http';
import https from 'node:https';
import type { HttpAnswer, HttpRequest } from '../destinations/http-message.ts';
import { CallFailed } from './call-failed.ts';

const bodyBytesMax = 64 * 1024;

// A kept connection that the other side has just closed looks like a lost answer, and a lost answer costs a look-up: calls are
// few, so each opens its own.
const agents = { 'http:': new http.Agent({ keepAlive: false }), 'https:': new https.Agent({ keepAlive: false }) };

/** Where a host was found to be. */
export interface CheckedAddress {
  readonly address: string;
  /** 4 or 6. */
  readonly family: number;
}

/**
 * Makes one call, to where its host is looked up, or to `address`. The time-out covers everything from the name's look-up to the last byte; redirects are answers like others; of
 * the body at most 64 KB are read. Node's own client instead of fetch, since it tells whether a connection stood when it broke.
 *
 * @throws CallFailed where no whole answer came.
 */
export function makeHttpCall(request: HttpRequest, address: CheckedAddress | null): Promise<HttpAnswer> {
  return new Promise((resolve, reject) => {
    const outgoing = open(request, address);
    let connected = false;
    outgoing.once('socket', (socket) => {
      socket.once(outgoing.protocol === 'https:' ? 'secureConnect' : 'connect', () => {
        connected = true;
      });
    });
    const fail = (error: Error): void => reject(new CallFailed(connected, reasonOf(error), error));
    // Not once: the time-out may strike a call that has ended, and an error that nobody hears ends the process.
    outgoing.on('error', fail);
    outgoing.once('response', (incoming) => {
      readBody(incoming).then(
        (body) => resolve({ status: incoming.statusCode ?? 0, headers: flat(incoming), body }),
        fail,
      );
    });
    outgoing.end(request.body ?? undefined);
  });
}

/** The ordinary call, to addresses that belong to the program or its operator. */
export function httpCall(request: HttpRequest): Promise<HttpAnswer> {
  return makeHttpCall(request, null);
}

function open(
  { method, url, headers, body, timeoutMs }: HttpRequest,
  pinned: CheckedAddress | null,
): http.ClientRequest {
  const address = new URL(url);
  const length = body === null ? {} : { 'content-length': String(Buffer.byteLength(body)) };
  const options = {
    method,
    headers: { ...headers, ...length },
    signal: AbortSignal.timeout(timeoutMs),
    ...pin(pinned),
  };
  return address.protocol === 'https:'
    ? https.request(address, { ...options, agent: agents['https:'] })
    : http.request(address, { ...options, agent: agents['http:'] });
}

/** The name stays in the request and in TLS; only where to connect is given. */
function pin(pinned: CheckedAddress | null): Pick<http.RequestOptions, 'lookup'> {
  if (pinned === null) return {};
  return {
    lookup(_host, { all }, done) {
      if (all === true) done(null, [{ ...pinned }]);
      else done(null, pinned.address, pinned.family);
    },
  };
}

async function readBody(incoming: http.IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  // Without an encoding a stream of http gives buffers.
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    size += chunk.length;
    if (size >= bodyBytesMax) break;
  }
  return Buffer.concat(chunks).subarray(0, bodyBytesMax).toString('utf8');
}

function flat({ headers }: http.IncomingMessage): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : (value ?? '')]),
  );
}

function reasonOf(error: Error): string {
  if (error.name === 'AbortError' || error.name === 'TimeoutError') return 'time-out';
  return 'code' in error && typeof error.code === 'string' ? error.code : error.message;
}
