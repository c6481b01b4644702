import { readFile, stat } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { codeOf } from './embedded-postgres-error.ts';
import { runProgram } from './run-program.ts';

// A process id alone is not an identity: ids are used again, in containers soon. Together with the start time it is.

const POLL_MS = 10;

/**
 * When the process began, in a form that is only good for comparing and has no spaces. `undefined` where there is no
 * such process or only its exit status is left (a zombie nobody collects).
 */
export async function startTimeOf(pid: number): Promise<string | undefined> {
  if (process.platform === 'linux') return startTimeFromProc(pid);
  const text = await ps(pid, ['-o', 'state=', '-o', 'lstart=']);
  return text === undefined || text.startsWith('Z') ? undefined : text.replace(/^\S+\s+/, '').replaceAll(/\s+/g, '_');
}

async function startTimeFromProc(pid: number): Promise<string | undefined> {
  try {
    const text = await readFile(`/proc/${pid}/stat`, 'utf8');
    // proc_pid_stat(5): the name, in brackets, may itself hold spaces and brackets; state is field 3, start time 22.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' || fields[0] === 'X' ? undefined : fields[19];
  } catch {
    return undefined;
  }
}

/** The parent's process id, on Linux. */
export async function parentOf(pid: number): Promise<number | undefined> {
  try {
    const text = await readFile(`/proc/${pid}/stat`, 'utf8');
    return Number(text.slice(text.lastIndexOf(')') + 2).split(' ')[1]);
  } catch {
    return undefined;
  }
}

/** The process's program and arguments, joined by spaces, or the title it gave itself. */
export async function commandLineOf(pid: number): Promise<string | undefined> {
  if (process.platform !== 'linux') return ps(pid, ['-ww', '-o', 'args=']);
  try {
    return (await readFile(`/proc/${pid}/cmdline`, 'utf8')).replaceAll('\0', ' ').trim();
  } catch {
    return undefined;
  }
}

/** Whether the process works in the directory, whatever name the directory has for it. On Linux. */
export async function worksIn(pid: number, directory: string): Promise<boolean> {
  try {
    const [theirs, ours] = await Promise.all([stat(`/proc/${pid}/cwd`), stat(directory)]);
    return theirs.dev === ours.dev && theirs.ino === ours.ino;
  } catch {
    return false;
  }
}

/** Resolves when the process that began at `startTime` is no more. */
export async function untilEnded(pid: number, startTime: string): Promise<void> {
  while ((await startTimeOf(pid)) === startTime) await delay(POLL_MS);
}

/** Whether any process has the id, be it one that is dead and was not collected. */
export function isTaken(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}

/** Sends a signal to a process that may have ended meanwhile. */
export function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It has ended: whoever waits for that will see it.
  }
}

async function ps(pid: number, options: readonly string[]): Promise<string | undefined> {
  const result = await runProgram({ file: 'ps', args: [...options, '-p', String(pid)], ids: {} });
  const text = result.stdout.trim();
  return result.code === 0 && text !== '' ? text : undefined;
}
