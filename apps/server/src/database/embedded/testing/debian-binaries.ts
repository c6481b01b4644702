import { existsSync } from 'node:fs';

const BIN = '/usr/lib/postgresql/15/bin';

/** The programs of Debian's PostgreSQL 15, the oldest version we promise to run on; `undefined` where absent. */
export function findDebianBinaries(): string | undefined {
  return existsSync(`${BIN}/postgres`) ? BIN : undefined;
}
