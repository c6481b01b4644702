import type { IncomingHttpHeaders } from 'node:http';

/** A request to the platform as a test may compare it. */
export interface RecordedRequest {
  readonly method: string;
  /** With the query, as sent. */
  readonly path: string;
  /** Lower-case names; the token is masked. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Null while unanswered, and for good where a fault withheld the answer. */
  readonly status: number | null;
}

interface OpenEntry extends RecordedRequest {
  body: string;
  status: number | null;
}

const KEPT_DEFAULT = 1000;

/** Every request to the platform's addresses in the order of arrival, the newest ones only. */
export class RequestLog {
  readonly #keptMax: number;
  readonly #entries: OpenEntry[] = [];

  constructor(keptMax = KEPT_DEFAULT) {
    this.#keptMax = keptMax;
  }

  /** Records a request at its arrival; the caller fills in the body and the status. */
  open(method: string, path: string, headers: IncomingHttpHeaders): OpenEntry {
    const entry = { method, path, headers: flattenHeaders(headers), body: '', status: null };
    this.#entries.push(entry);
    if (this.#entries.length > this.#keptMax) this.#entries.shift();
    return entry;
  }

  list(): readonly RecordedRequest[] {
    return this.#entries.map((entry) => ({ ...entry }));
  }
}

function flattenHeaders(headers: IncomingHttpHeaders): Readonly<Record<string, string>> {
  const flat: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) flat[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  if (flat.authorization !== undefined) flat.authorization = maskToken(flat.authorization);
  return flat;
}

/** Keeps the scheme, which a snapshot wants to see. */
function maskToken(authorization: string): string {
  const space = authorization.indexOf(' ');
  return space < 0 ? '***' : `${authorization.slice(0, space)} ***`;
}
