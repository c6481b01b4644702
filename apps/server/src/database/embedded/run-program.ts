import { type SpawnOptions, spawn } from 'node:child_process';
import type { Command } from './account.ts';

/**
 * What every child gets: the server's environment holds secrets, and a language in it would change PostgreSQL's
 * messages and the cluster's locale. `/` as the current directory, because the account may not be allowed into ours. A
 * session of its own, so that Ctrl-C reaches the server alone, which then ends its children in order.
 */
export function childOptions(command: Command): SpawnOptions {
  return {
    ...command.ids,
    cwd: '/',
    detached: true,
    env: {
      PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
      LANG: 'C',
      LC_ALL: 'C',
      TZ: 'UTC',
    },
  };
}

export interface ProgramResult {
  /** `null` where a signal ended it or it could not be started. */
  readonly code: number | null;
  readonly stdout: string;
  /** What it complained about, or why it could not be started. */
  readonly stderr: string;
}

/** Runs a program to its end. Never rejects: that it cannot be started is a result with code `null`. */
export function runProgram(command: Command): Promise<ProgramResult> {
  return new Promise((resolve) => {
    const child = spawn(command.file, command.args, { ...childOptions(command), stdio: ['ignore', 'pipe', 'pipe'] });
    let stdout = '';
    let stderr = '';
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    child.once('error', (error) => resolve({ code: null, stdout, stderr: error.message }));
    child.once('close', (code, signal) => {
      resolve({ code, stdout, stderr: signal === null ? stderr : `${stderr}\nended by ${signal}` });
    });
  });
}
