import type { FloodOptions, FloodResult } from './flood.ts';
import { memoryOf, type Running, runInProcess } from './processes.ts';

/** Fewer than the queue of the writer takes, and more. */
const crowds = [4_000, 12_000];
const seconds = 15;
const lookEveryMs = 100;

/**
 * Where the server is offered more than it can store: what it takes, what it refuses and how soon, and what that costs in memory. The
 * figures stand in the documents for operators.
 */
export async function printOverload(server: Running, key: string, say: (text: string) => void): Promise<void> {
  const body = '{"user_id":"u1","event_type":"lesson"}';
  const head = `POST /v1/${key}/add_event HTTP/1.1\r\nhost: bench\r\ncontent-type: application/json\r\ncontent-length: ${body.length}`;
  for (const connections of crowds) {
    const options: FloodOptions = { port: server.port, connections, seconds, request: `${head}\r\n\r\n${body}` };
    const before = await memoryOf(server);
    const { result, highest } = await watched(server, runInProcess<FloodResult>('flood.ts', options));
    const begunAt = performance.now();
    const alone = await fetch(`http://127.0.0.1:${server.port}/v1/${key}/add_event`, { method: 'POST', body });
    const tookMs = Math.round(performance.now() - begunAt);
    const { statuses, p50Ms, maxMs, withoutRetryAfter, turnedAway } = result;
    const rate = (status: string): string => `${Math.round((statuses[status] ?? 0) / result.seconds)}/s`;
    say(`${connections} callers without a pause, for ${Math.round(result.seconds)} s:`);
    say(`  stored ${rate('200')}, refused with 503 ${rate('503')} (${withoutRetryAfter} without Retry-After)`);
    say(`  a stored call waited ${Math.round(p50Ms)} ms (median), ${Math.round(maxMs)} ms at most`);
    say(`  connections that the system turned away: ${turnedAway}`);
    say(`  memory of the server ${megabytes(before)} MB before, ${megabytes(highest)} MB at most`);
    say(`  the first call afterwards: ${alone.status} after ${tookMs} ms`);
    const others = Object.keys(statuses).filter((status) => status !== '200' && status !== '503');
    if (others.length > 0) throw new Error(`other answers than 200 and 503: ${JSON.stringify(statuses)}`);
  }
}

async function watched<Result>(
  server: Running,
  work: Promise<Result>,
): Promise<{ readonly result: Result; readonly highest: number }> {
  let highest = 0;
  const look = async (): Promise<void> => {
    highest = Math.max(highest, await memoryOf(server));
  };
  const watching = setInterval(() => void look(), lookEveryMs);
  try {
    const result = await work;
    return { result, highest };
  } finally {
    clearInterval(watching);
  }
}

function megabytes(bytes: number): number {
  return Math.round(bytes / 2 ** 20);
}
