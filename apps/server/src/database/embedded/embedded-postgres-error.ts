export type EmbeddedPostgresErrorCode = 'in_use' | 'damaged' | 'foreign' | 'root' | 'no_binaries' | 'failed';

/**
 * Why the embedded PostgreSQL could not start. The message is written for the person who starts the server: it names
 * the directory and what to do.
 *
 * - `in_use`: a living server owns the directory
 * - `damaged`: it is our directory, but the database in it is not whole or was written by another major version
 * - `foreign`: the directory holds something that is not ours
 * - `root`: started as root, and no way was found to run PostgreSQL as somebody else
 * - `no_binaries`: no PostgreSQL programs that run on this machine
 * - `failed`: anything else, with the reason PostgreSQL gave
 */
export class EmbeddedPostgresError extends Error {
  override readonly name = 'EmbeddedPostgresError';
  readonly code: EmbeddedPostgresErrorCode;

  constructor(code: EmbeddedPostgresErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** The error code of a failed system call (`ENOENT`, `EACCES` …) or of PostgreSQL (`3D000` …), if the value has one. */
export function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

/** What an unknown thrown value says. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
