import { startTimeOf } from './processes.ts';

// PostgreSQL itself keeps two servers off one cluster (postmaster.pid and a shared memory block that lives as long as
// any of its processes), and better than a lock file of ours could. What it cannot tell is whose it is. So the owner
// stands in its own command line, as a setting nobody reads: it can be neither stale nor half-written.

const SETTING = 'otkuda.owner';

/** The process that starts a PostgreSQL: `<pid>:<start time>`. */
export async function currentOwner(): Promise<string> {
  return `${process.pid}:${await startTimeOf(process.pid)}`;
}

export function ownerSetting(owner: string): readonly [string, string] {
  return [SETTING, owner];
}

/** The owner named in PostgreSQL's command line, `undefined` where an Otkuda did not start it. */
export function ownerIn(commandLine: string): string | undefined {
  return /(?:^| )otkuda\.owner=(\d+:\S+)/.exec(commandLine)?.[1];
}

export async function isAlive(owner: string): Promise<boolean> {
  return (await startTimeOf(pidOf(owner))) === owner.slice(owner.indexOf(':') + 1);
}

export function pidOf(owner: string): number {
  return Number.parseInt(owner, 10);
}
