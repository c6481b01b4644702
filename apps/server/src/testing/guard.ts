import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { layoutOf } from '../database/embedded/layout.ts';
import { vacate } from '../database/embedded/occupant.ts';

/**
 * Outlives a run of the tests, whose folder it is given, and ends what is left of it: Vitest leaves by a signal at once, without what
 * ends a run. Its input ends with that run, however that was, and then the process does.
 */
const [directory] = process.argv.slice(2);
if (directory === undefined) throw new Error('which folder?');
const run = process.ppid;
await text(process.stdin);
while (process.ppid === run) await delay(10);
await vacate(layoutOf(join(directory, 'postgres')), () => {});
// Tests that run on for a moment may still be writing there.
await rm(directory, { recursive: true, force: true, maxRetries: 10 });
