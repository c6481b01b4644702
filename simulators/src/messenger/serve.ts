import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { receiveBody, splitTarget } from '../stand-in/transport.ts';
import type { MessengerFault, MessengerFaults } from './faults.ts';

const host = '127.0.0.1';
const bodyBytesMax = 1024 * 1024;

/** A call whose body has arrived. */
export interface ApiCall {
  readonly verb: string;
  readonly pathname: string;
  readonly query: URLSearchParams;
  readonly authorization: string | undefined;
  readonly contentType: string;
  readonly body: string;
  /** Aborted when the caller goes away. */
  readonly gone: AbortSignal;
}

export interface ApiAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: unknown;
}

export interface Platform {
  readonly faults: MessengerFaults;
  /** By what name faults and the log know a call. */
  methodOf(call: Pick<ApiCall, 'verb' | 'pathname'>): string;
  answer(call: ApiCall): ApiAnswer | Promise<ApiAnswer>;
  /** What a fault of the kind `status` looks like on this platform. */
  refusal(fault: Extract<MessengerFault, { readonly kind: 'status' }>): ApiAnswer;
}

/** A call as a test may look at it. */
export interface LoggedCall {
  readonly method: string;
  readonly body: string;
  readonly query: string;
  /** Null while unanswered, and for good where the answer was withheld. */
  status: number | null;
}

export interface Served {
  readonly url: string;
  readonly calls: readonly LoggedCall[];
  close(): Promise<void>;
}

/** Serves a platform on the loopback interface: receive, take a waiting fault, do, answer. */
export async function serve(platform: Platform, port: number): Promise<Served> {
  const calls: LoggedCall[] = [];
  const server = createServer((request, response) => {
    // Not caught: every refusal is an answer, so what throws is a defect of the stand-in and must be loud.
    void exchange(platform, calls, request, response);
  });
  const taken = await listen(server, port);
  return {
    url: `http://${host}:${taken}`,
    calls,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error === undefined ? resolve() : reject(error)));
        server.closeAllConnections();
      }),
  };
}

async function exchange(
  platform: Platform,
  calls: LoggedCall[],
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { pathname, query } = splitTarget(request.url ?? '/');
  const verb = request.method ?? 'GET';
  const method = platform.methodOf({ verb, pathname });
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  const received = await receiveBody(request, bodyBytesMax);
  if (received.kind === 'gone') return;
  const body = received.kind === 'body' ? received.bytes.toString('utf8') : '';
  const call: LoggedCall = { method, body, query: query.toString(), status: null };
  calls.push(call);
  const { authorization, 'content-type': contentType = '' } = request.headers;
  const decide = async (): Promise<ApiAnswer> =>
    platform.answer({ verb, pathname, query, authorization, contentType, body, gone: gone.signal });
  const reply = ({ status, headers = {}, body: value }: ApiAnswer): void => {
    call.status = status;
    if (response.destroyed) return;
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    response.writeHead(status, {
      'content-type': typeof value === 'string' ? 'text/html' : 'application/json; charset=utf-8',
      ...headers,
    });
    response.end(text);
  };
  const fault = platform.faults.take(method);
  switch (fault?.kind) {
    case undefined:
      return reply(await decide());
    case 'status':
      return reply(platform.refusal(fault));
    case 'html':
      return reply({ status: 502, body: '<html><body><h1>502 Bad Gateway</h1></body></html>' });
    case 'hang':
      return;
    case 'reset':
      request.socket.resetAndDestroy();
      return;
    case 'reset_after_accept':
      await decide();
      request.socket.resetAndDestroy();
      return;
  }
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}
