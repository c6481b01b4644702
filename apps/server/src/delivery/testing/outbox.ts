import type pg from 'pg';
import { uuidv7 } from '../../domain/uuid.ts';

export interface PendingConversion {
  readonly destinationId: string;
  /** Also the id of the click, so that the platform's rows can be told apart. */
  readonly idValue: string;
  readonly idKind?: string;
  readonly identifiers?: Readonly<Record<string, string>>;
  readonly cause?: string;
  readonly target?: string;
  readonly value?: string | null;
  readonly onceKey?: string | null;
  /** Milliseconds from now. */
  readonly dueInMs?: number;
  readonly happenedInMs?: number;
  readonly deadlineInMs?: number;
}

export interface StoredConversion {
  readonly id_value: string;
  readonly state: string;
  readonly reason: string | null;
  readonly response: string | null;
  readonly attempts: number;
  readonly once_key: string | null;
  readonly batch_id: string | null;
  readonly accepted_at: Date | null;
  readonly confirmed_at: Date | null;
}

export interface StoredBatch {
  readonly state: string;
  readonly ambiguous: boolean;
  readonly size: number;
  readonly id_kind: string;
  readonly act_at: Date;
}

export interface StoredAttempt {
  readonly purpose: string;
  readonly class: string;
  readonly reason: string | null;
  readonly status: number | null;
  readonly request: string;
  readonly answer: string | null;
}

const projectId = '1';
const day = 86_400_000;

/** What ingest would have stored, and what the delivery made of it: plain SQL over the tables. */
export class Outbox {
  readonly #pool: pg.Pool;
  readonly #now: () => number;

  constructor(pool: pg.Pool, now: () => number) {
    this.#pool = pool;
    this.#now = now;
  }

  async empty(): Promise<void> {
    await this.#pool.query(
      'truncate destination_notices, attempts, batch_conversions, batches, conversions, destinations, projects, workspaces restart identity cascade',
    );
    await this.#pool.query(`insert into workspaces (name) values ('w')`);
    await this.#pool.query(
      `insert into projects (workspace_id, platform, kind, title, time_zone, currency)
       values (1, 'telegram', 'bot', 'p', 'Europe/Moscow', 'RUB')`,
    );
  }

  async addDestination(
    settings: object = { counter_id: '2215573', oauth_token: 'y0_TEST' },
    type = 'yandex_metrica',
    project = projectId,
  ): Promise<string> {
    const destinationId = uuidv7(this.#now());
    await this.#pool.query(
      `insert into destinations (project_id, destination_id, type, name, settings_sealed, goals, scope, window_days,
         once_per_subscriber, state) values ($1, $2, $4, 'd', $3, '{}', 'own', 21, '{}', 'active')`,
      [project, destinationId, Buffer.from(JSON.stringify(settings)), type],
    );
    return destinationId;
  }

  async change(destinationId: string, columns: Readonly<Record<string, unknown>>): Promise<void> {
    const names = Object.keys(columns).map((name, index) => `${name} = $${index + 3}`);
    await this.#pool.query(`update destinations set ${names.join()} where project_id = $1 and destination_id = $2`, [
      projectId,
      destinationId,
      ...Object.values(columns),
    ]);
  }

  /** One more tenant. */
  async addProject(): Promise<string> {
    const made = await this.#pool.query<{ project_id: string }>(
      `insert into projects (workspace_id, platform, kind, title, time_zone, currency)
       values (1, 'telegram', 'bot', 'p', 'Europe/Moscow', 'RUB') returning project_id`,
    );
    return made.rows[0]?.project_id ?? '';
  }

  add(...conversions: readonly PendingConversion[]): Promise<void> {
    return this.addTo(projectId, ...conversions);
  }

  async addTo(project: string, ...conversions: readonly PendingConversion[]): Promise<void> {
    const nowMs = this.#now();
    const at = (ms: number): string => new Date(nowMs + ms).toISOString();
    const rows = conversions.map((conversion) => ({
      project_id: project,
      conversion_id: uuidv7(nowMs),
      destination_id: conversion.destinationId,
      event_id: uuidv7(nowMs),
      user_id: `user ${conversion.idValue}`,
      target: conversion.target ?? 'start',
      happened_at: at(conversion.happenedInMs ?? -60_000),
      value: conversion.value ?? null,
      currency: 'RUB',
      id_kind: conversion.idKind ?? 'ClientId',
      identifiers: conversion.identifiers ?? { id: conversion.idValue },
      cause: conversion.cause ?? 'start',
      once_key: conversion.onceKey ?? null,
      state: 'pending',
      attempts: 0,
      due_at: at(conversion.dueInMs ?? 0),
      deadline_at: at(conversion.deadlineInMs ?? 20 * day),
      created_at: at(0),
    }));
    await this.#pool.query('insert into conversions select * from jsonb_populate_recordset(null::conversions, $1)', [
      JSON.stringify(rows),
    ]);
  }

  async conversions(): Promise<StoredConversion[]> {
    const found = await this.#pool.query<StoredConversion>(
      `select identifiers ->> 'id' as id_value, state, reason, response, attempts, once_key, batch_id, accepted_at, confirmed_at from conversions
       order by length(identifiers ->> 'id'), identifiers ->> 'id'`,
    );
    return found.rows;
  }

  /** How many conversions of other destinations than this one were taken. */
  async countAccepted(exceptDestinationId: string): Promise<number> {
    const found = await this.#pool.query<{ count: number }>(
      `select count(*)::integer as count from conversions where state = 'accepted' and destination_id <> $1`,
      [exceptDestinationId],
    );
    return found.rows[0]?.count ?? 0;
  }

  /** How many conversions are in which state. */
  async states(): Promise<Record<string, number>> {
    const found = await this.#pool.query<{ state: string; count: number }>(
      'select state, count(*)::integer from conversions group by state order by state',
    );
    return Object.fromEntries(found.rows.map(({ state, count }) => [state, count]));
  }

  async batches(): Promise<StoredBatch[]> {
    const found = await this.#pool.query<StoredBatch>(
      'select state, ambiguous, size, id_kind, act_at from batches order by created_at, batch_id',
    );
    return found.rows;
  }

  async attempts(): Promise<StoredAttempt[]> {
    // Rows of this table are only added, so they stand as they came; the test's clock gives many the same time.
    const found = await this.#pool.query<StoredAttempt>(
      'select purpose, class, reason, status, request, answer from attempts order by ctid',
    );
    return found.rows;
  }

  async destination(destinationId: string): Promise<{
    readonly state: string;
    readonly state_reason: string | null;
    readonly resume_at: Date | null;
    readonly failures: number;
    readonly trips: number;
  }> {
    const found = await this.#pool.query(
      'select state, state_reason, resume_at, failures, trips from destinations where destination_id = $1',
      [destinationId],
    );
    return found.rows[0];
  }
}

/** Conversions of one destination with the identifiers 1 to n. */
export function numbered(destinationId: string, count: number, from = 1): PendingConversion[] {
  return Array.from({ length: count }, (_, index) => ({ destinationId, idValue: String(from + index) }));
}
