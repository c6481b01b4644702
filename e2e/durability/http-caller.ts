import http from 'node:http';

export type Reply =
  | {
      readonly kind: 'answer';
      readonly status: number;
      readonly headers: http.IncomingHttpHeaders;
      readonly body: string;
    }
  /** `sent`: the connection stood, so the call may have arrived. */
  | { readonly kind: 'lost'; readonly sent: boolean };

export interface HttpCall {
  readonly verb: 'GET' | 'POST';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Longer than any server keeps a caller, and longer than a busy machine makes of it. */
const patienceMs = 30_000;

/**
 * Calls over kept connections, as bots and constructors do. Node's own client instead of fetch, since it tells whether a
 * connection stood when it broke.
 */
export class HttpCaller {
  readonly #agent: http.Agent;

  constructor(connectionsMax: number) {
    this.#agent = new http.Agent({ keepAlive: true, maxSockets: connectionsMax });
  }

  call({ verb, url, headers = {}, body }: HttpCall): Promise<Reply> {
    return new Promise((resolve) => {
      const request = http.request(url, { method: verb, headers, agent: this.#agent });
      const lose = (error: Error): void => {
        resolve({ kind: 'lost', sent: !('code' in error && error.code === 'ECONNREFUSED') });
      };
      request.setTimeout(patienceMs, () => request.destroy(new Error('no answer')));
      request.once('error', lose);
      request.once('response', (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        // A connection that breaks in the middle of an answer ends the response, not the request.
        response.once('error', lose);
        response.once('end', () => {
          const { statusCode: status = 0, headers: answered } = response;
          resolve({ kind: 'answer', status, headers: answered, body: Buffer.concat(chunks).toString('utf8') });
        });
      });
      request.end(body);
    });
  }

  close(): void {
    this.#agent.destroy();
  }
}
