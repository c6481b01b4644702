import type { LoadOptions, LoadResult } from './load.ts';
import { load, memoryOf, type Running } from './processes.ts';

export interface SoakOptions {
  readonly minutes: number;
  readonly server: Running;
  /** Loads that run beside each other, each minute anew. */
  readonly loads: ReadonlyArray<{ readonly name: string; readonly status: string; readonly options: LoadOptions }>;
  readonly say: (text: string) => void;
}

/**
 * Full load for minutes on end: a line for each, with the rates, the slowest hundredth, the slowest of all and the memory after it. What
 * grows from minute to minute would show here and nowhere else. An answer of another status ends it.
 */
export async function printSoak({ minutes, server, loads, say }: SoakOptions): Promise<void> {
  let calls = 0;
  for (let minute = 1; minute <= minutes; minute += 1) {
    const results = await Promise.all(loads.map(({ options }) => load({ ...options, seconds: 60 })));
    const parts = results.map((result, index) => {
      const { name = '', status = '' } = loads[index] ?? {};
      const others = Object.keys(result.statuses).filter((one) => one !== status);
      if (others.length > 0)
        throw new Error(`${name}: other answers than ${status}: ${JSON.stringify(result.statuses)}`);
      calls += result.requests;
      return partOf(name, result);
    });
    say(`minute ${minute}: ${parts.join('; ')}; memory ${Math.round((await memoryOf(server)) / 2 ** 20)} MB`);
  }
  say(`${calls} calls, all answered as they should be`);
}

function partOf(name: string, { perSecond, p50Ms, p99Ms, maxMs }: LoadResult): string {
  return `${name} ${Math.round(perSecond)}/s, p50 ${p50Ms.toFixed(1)} ms, p99 ${p99Ms.toFixed(1)} ms, longest ${Math.round(maxMs)} ms`;
}
