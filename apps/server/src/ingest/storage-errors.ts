/** How to go on after a transaction failed, by PostgreSQL's SQLSTATE; errors without one come from the connection. */
export type StorageFailure = 'repeat' | 'connection' | 'storage' | 'record';

const connectionClasses = ['08', '57'];
// Out of disk, memory or connections, or a read-only standby: nothing can be stored now, whatever is in the batch.
const storageClasses = ['53', '58'];
const readOnly = '25006';
const repeatable = ['40001', '40P01', '55P03'];

export function classifyFailure(error: unknown): StorageFailure {
  const code = sqlStateOf(error);
  // What is neither the database's word nor the connection's was thrown by a step: the record that it choked on has to be found.
  if (code === null) return isLostConnection(error) ? 'connection' : 'record';
  if (repeatable.includes(code) || isLostRace(error)) return 'repeat';
  if (connectionClasses.includes(code.slice(0, 2))) return 'connection';
  if (storageClasses.includes(code.slice(0, 2)) || code === readOnly) return 'storage';
  return 'record';
}

function sqlStateOf(error: unknown): string | null {
  if (typeof error !== 'object' || error === null || !('code' in error)) return null;
  const { code } = error;
  // Every SQLSTATE of PostgreSQL has a digit; EPIPE, which a cut connection may fail with, has none.
  return typeof code === 'string' && /^(?=.*\d)[0-9A-Z]{5}$/.test(code) ? code : null;
}

/**
 * Another process took the click that this transaction was about to claim, or with an erased person the label set is gone that it was
 * about to count by: the next attempt sees that, and takes another click, or stores the set again.
 */
function isLostRace(error: unknown): boolean {
  if (typeof error !== 'object' || error === null || !('constraint' in error)) return false;
  const { constraint } = error;
  return typeof constraint === 'string' && /^(click_claims_pkey|label_rollups_by_day\w*_fkey)/.test(constraint);
}

/** The driver has no class for it: a code of the system's, or one of its own sentences. */
function isLostConnection(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error ? String(error.code) : '';
  if (/^(ECONN|EPIPE|ENOTFOUND|ETIMEDOUT|EAI_|EHOST|ENET|ERR_STREAM|ERR_SOCKET)/.test(code)) return true;
  return (
    /connection|not queryable|timeout|terminated|socket|stream/i.test(error.message) && error.constructor === Error
  );
}

/** Nothing can be stored for now; the caller answers 503. */
export class StorageAway extends Error {
  constructor(why: string, cause?: unknown) {
    super(`the storage is away: ${why}`, { cause });
    this.name = 'StorageAway';
  }
}

/** Whether an error of any query means that the database cannot be reached or cannot work, not that the query is wrong. */
export function isStorageAway(error: unknown): boolean {
  if (error instanceof StorageAway) return true;
  if (!(error instanceof Error)) return false;
  const failure = classifyFailure(error);
  return failure === 'connection' || failure === 'storage';
}

/** This record, alone, makes its transaction fail. */
export class RecordFailed extends Error {
  constructor(cause: unknown) {
    super('the record cannot be stored', { cause });
    this.name = 'RecordFailed';
  }
}
