import { connect } from 'node:net';

/**
 * A load generator as light as it can be in Node: 64 keep-alive connections, each sends a request, waits for the whole answer and
 * sends the next. Runs as a process of its own: `load.ts <json>`; prints its result as JSON.
 */
export interface LoadOptions {
  readonly port: number;
  readonly connections: number;
  readonly seconds: number;
  /** `{n}` in path and body is replaced by the number of the request, `{user}` by that number modulo `users`. */
  readonly users: number;
  /** Ends after so many requests, if that is before the time. */
  readonly requestsMax: number | null;
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
}

export interface LoadResult {
  readonly requests: number;
  readonly seconds: number;
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
  readonly statuses: Readonly<Record<string, number>>;
}

async function load(options: LoadOptions): Promise<LoadResult> {
  const statuses: Record<string, number> = {};
  const latencies: number[] = [];
  let sent = 0;
  const startedAt = performance.now();
  const endsAt = startedAt + options.seconds * 1000;
  const one = (): Promise<void> =>
    new Promise<void>((resolve, reject) => {
      const socket = connect(options.port, '127.0.0.1');
      socket.setNoDelay(true);
      let begun = 0;
      let received = '';
      const next = (): void => {
        if (performance.now() >= endsAt || sent === options.requestsMax) {
          socket.destroy();
          resolve();
          return;
        }
        begun = performance.now();
        sent += 1;
        socket.write(requestOf(options, sent));
      };
      socket.on('connect', next);
      socket.on('error', reject);
      socket.on('data', (chunk: Buffer) => {
        received += chunk.toString('latin1');
        const head = received.indexOf('\r\n\r\n');
        if (head < 0) return;
        const length = Number(/content-length: (\d+)/i.exec(received)?.[1] ?? 0);
        if (received.length < head + 4 + length) return;
        const status = received.slice(9, 12);
        statuses[status] = (statuses[status] ?? 0) + 1;
        latencies.push(performance.now() - begun);
        received = '';
        next();
      });
    });
  await Promise.all(Array.from({ length: options.connections }, one));
  const seconds = (performance.now() - startedAt) / 1000;
  latencies.sort((a, b) => a - b);
  const at = (share: number): number =>
    latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * share))] ?? 0;
  return {
    ...{ requests: latencies.length, seconds, perSecond: latencies.length / seconds },
    ...{ p50Ms: at(0.5), p99Ms: at(0.99), maxMs: at(1), statuses },
  };
}

function requestOf({ method, path, headers, body, users }: LoadOptions, n: number): string {
  const fill = (template: string): string =>
    template.replaceAll('{n}', String(n)).replaceAll('{user}', String(n % users));
  const text = body === null ? '' : fill(body);
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  const length = body === null ? '' : `content-length: ${Buffer.byteLength(text)}\r\n`;
  return `${method} ${fill(path)} HTTP/1.1\r\nhost: bench\r\n${lines.join('')}${length}\r\n${text}`;
}

process.stdout.write(JSON.stringify(await load(JSON.parse(process.argv[2] ?? '') as LoadOptions)));
