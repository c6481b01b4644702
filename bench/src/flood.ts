import { connect } from 'node:net';

/**
 * More callers than the server can serve: each has a connection of its own, calls again at once, however it was answered, and never
 * minds Retry-After. A process of its own: `flood.ts <json>`; prints its result as JSON.
 */
export interface FloodOptions {
  readonly port: number;
  readonly connections: number;
  readonly seconds: number;
  readonly request: string;
}

export interface FloodResult {
  readonly seconds: number;
  readonly statuses: Readonly<Record<string, number>>;
  /** Of calls that were answered 200. */
  readonly p50Ms: number;
  readonly maxMs: number;
  /** Refusals without the time to come again. */
  readonly withoutRetryAfter: number;
  /** Connections that broke. */
  readonly turnedAway: number;
}

interface Tally {
  readonly statuses: Record<string, number>;
  readonly latencies: number[];
  withoutRetryAfter: number;
  turnedAway: number;
}

async function flood(options: FloodOptions): Promise<FloodResult> {
  const tally: Tally = { statuses: {}, latencies: [], withoutRetryAfter: 0, turnedAway: 0 };
  const startedAt = performance.now();
  const endsAt = startedAt + options.seconds * 1000;
  await Promise.all(Array.from({ length: options.connections }, () => keepBusy(options, endsAt, tally)));
  const seconds = (performance.now() - startedAt) / 1000;
  const sorted = tally.latencies.sort((a, b) => a - b);
  const { statuses, withoutRetryAfter, turnedAway } = tally;
  const p50Ms = sorted[sorted.length >> 1] ?? 0;
  return { seconds, statuses, p50Ms, maxMs: sorted.at(-1) ?? 0, withoutRetryAfter, turnedAway };
}

function keepBusy({ port, request }: FloodOptions, endsAt: number, tally: Tally): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const socket = connect(port, '127.0.0.1');
  socket.setNoDelay(true);
  let sentAt = 0;
  let received = '';
  const send = (): void => {
    sentAt = performance.now();
    socket.write(request);
  };
  socket.on('connect', send);
  // Where more connect at once than the system lets wait, it turns some away.
  socket.on('error', () => {
    tally.turnedAway += 1;
    resolve();
  });
  socket.on('data', (chunk: Buffer) => {
    received += chunk.toString('latin1');
    const head = received.indexOf('\r\n\r\n');
    if (head < 0) return;
    const length = Number(/content-length: (\d+)/i.exec(received)?.[1] ?? 0);
    if (received.length < head + 4 + length) return;
    note(tally, received.slice(0, head), performance.now() - sentAt);
    received = '';
    if (performance.now() < endsAt) return send();
    socket.destroy();
    resolve();
  });
  return promise;
}

function note(tally: Tally, headers: string, tookMs: number): void {
  const status = headers.slice(9, 12);
  tally.statuses[status] = (tally.statuses[status] ?? 0) + 1;
  if (status === '200') tally.latencies.push(tookMs);
  else if (!/retry-after: \d/i.test(headers)) tally.withoutRetryAfter += 1;
}

process.stdout.write(JSON.stringify(await flood(JSON.parse(process.argv[2] ?? '') as FloodOptions)));
