import { createHash } from 'node:crypto';
import { type ApiErrorName, apiErrors } from '@otkuda/contract';
import type pg from 'pg';
import type { KeyConfig } from '../../directory/config-types.ts';
import { ok, refuse } from '../../ingest/records.ts';
import { envelope } from '../envelope.ts';
import type { Language } from './language.ts';
import { type LoggedRequest, selectLastRequests } from './select-last-requests.ts';
import { showBody } from './show-body.ts';
import { type ToldRequest, tellRequest, unsentGoalReason } from './tell-request.ts';

/** What the page shows of one call. */
export interface ShownRequest extends ToldRequest {
  readonly id: string;
  readonly received_at: string;
  readonly method: string;
  /** 0 is success, else the error code. */
  readonly status: number;
  readonly body: string;
  readonly body_bytes: number;
  readonly body_cut: boolean;
  /** As the caller got it; null where it carried data, which the log does not keep. */
  readonly answer: string | null;
}

export interface LastEvents {
  readonly project: { readonly title: string; readonly platform: string; readonly mode: string };
  /** Changes whenever anything that is shown does. */
  readonly version: string;
  /** Null: nothing has changed since the version that the page named. */
  readonly requests: readonly ShownRequest[] | null;
}

/** How long one look at the database serves all that ask for the same key: looking uses no limit up, so this bounds its cost. */
const freshMs = 400;
const keysMax = 500;

/** The last requests of keys, told in words; whoever keeps looking costs the database a few queries a second for each key at most. */
export class LastEventsLog {
  readonly #pool: pg.Pool;
  readonly #now: () => number;
  readonly #latest = new Map<string, { readonly untilMs: number; readonly rows: Promise<readonly LoggedRequest[]> }>();

  constructor(pool: pg.Pool, now: () => number) {
    this.#pool = pool;
    this.#now = now;
  }

  async of(key: KeyConfig, language: Language, knownVersion: string | null): Promise<LastEvents> {
    const rows = await this.#rows(key);
    const requests = rows.map((row) => shownRequest(row, key, language));
    const version = createHash('sha256').update(JSON.stringify(requests)).digest('base64url').slice(0, 22);
    const { title, platform } = key.project;
    const project = { title, platform, mode: key.mode };
    return { project, version, requests: version === knownVersion ? null : requests };
  }

  #rows(key: KeyConfig): Promise<readonly LoggedRequest[]> {
    const nowMs = this.#now();
    const known = this.#latest.get(key.keyId);
    if (known !== undefined && known.untilMs > nowMs) return known.rows;
    if (this.#latest.size >= keysMax) this.#latest.clear();
    const { keyId, ownerProjectId, project } = key;
    const rows = selectLastRequests(this.#pool, { keyId, ownerProjectId, projectId: project.projectId });
    this.#latest.set(keyId, { untilMs: nowMs + freshMs, rows });
    rows.catch(() => this.#latest.delete(keyId));
    return rows;
  }
}

function shownRequest(row: LoggedRequest, key: KeyConfig, language: Language): ShownRequest {
  const body = showBody(row.body ?? Buffer.alloc(0), row.body_bytes);
  return {
    id: row.request_id,
    received_at: row.received_at.toISOString(),
    method: row.method,
    status: row.status,
    ...tellRequest(row, body.json, { language, currency: key.project.currency }),
    body: body.text,
    body_bytes: row.body_bytes,
    body_cut: body.isCut,
    answer: answerOf(row, key),
  };
}

/** The answer as it was, made anew from what the log keeps of it. */
function answerOf(row: LoggedRequest, { mode, always200 }: KeyConfig): string | null {
  const { outcome, status, details } = row;
  if (outcome === 'read') return null;
  if (outcome !== 'refused') return envelope(ok(unsentData(row)), mode, always200).body;
  const names = Object.keys(apiErrors) as ApiErrorName[];
  const error = names.find((name) => apiErrors[name].code === status);
  return error === undefined ? null : envelope(refuse(error, details), mode, always200).body;
}

/** Only send_reach_goal says in its answer that a goal goes nowhere. */
function unsentData(row: LoggedRequest): { readonly sent: false; readonly reason: string } | null {
  if (row.event?.kind !== 'goal') return null;
  const skipped = row.conversions.length > 0 && row.conversions.every(({ state }) => state === 'skipped');
  const reason = skipped ? (row.conversions[0]?.reason ?? null) : unsentGoalReason(row);
  return reason === null ? null : { sent: false, reason };
}
