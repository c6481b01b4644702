import { setTimeout as pause } from 'node:timers/promises';
import { Logger, type Runner, run } from 'graphile-worker';
import type pg from 'pg';
import { dropOldPartitions, makePartitions, oldestKeptId } from '../database/partitions.ts';

export interface MaintenanceOptions {
  readonly pool: pg.Pool;
  readonly now: () => number;
  readonly retentionDays: { readonly requests: number; readonly clicks: number; readonly attempts: number };
  readonly log: (message: string, details?: object) => void;
  /** What other rooms want to be done on a schedule. */
  readonly tasks: readonly ScheduledTask[];
  /** The pause before it begins again. */
  readonly againMs?: number;
}

export interface ScheduledTask {
  /** Names it in the database: lower case and underscores. */
  readonly name: string;
  /** As in a crontab, in UTC; a run that was missed is not made up for. */
  readonly cron: string;
  run(): Promise<void>;
}

export interface Maintenance {
  /** Lets what is being done end. */
  stop(): Promise<void>;
}

const againMs = 5_000;

/**
 * What has to be done once in a while, whichever process does it: partitions ahead of time, retention, expired identities. The
 * schedule is in the database, so several processes share it, and a night missed is caught up. The library gives up where it cannot write down
 * what became of a task; then it is begun anew.
 */
export async function startMaintenance(options: MaintenanceOptions): Promise<Maintenance> {
  const stopping = new AbortController();
  const { signal } = stopping;
  // Null: it could not be begun.
  let runner: Runner | null = await runTasks(options);
  const keepRunning = async (): Promise<void> => {
    let error: unknown = null;
    const noteError = (reason: unknown): null => {
      error = reason;
      return null;
    };
    while (!signal.aborted) {
      await runner?.promise.catch(noteError);
      if (signal.aborted) break;
      options.log('what is done on a schedule has stopped, and begins again', { error });
      await pause(options.againMs ?? againMs, undefined, { signal }).catch(() => {});
      if (!signal.aborted) runner = await runTasks(options).catch(noteError);
    }
    // Also one that was begun while the stop was asked for. It may have given up in the same moment.
    await runner?.stop().catch(() => {});
  };
  const running = keepRunning();
  return {
    async stop() {
      stopping.abort();
      await runner?.stop().catch(() => {});
      await running;
    },
  };
}

function runTasks(options: MaintenanceOptions): Promise<Runner> {
  return run({
    pgPool: options.pool,
    noHandleSignals: true,
    concurrency: 1,
    pollInterval: 60_000,
    // Without a delay nobody waits for these writes, and one that fails ends the process.
    preset: { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } },
    crontab: [
      '17 * * * * tidy_up ?fill=2d&max=3',
      ...options.tasks.map(({ name, cron }) => `${cron} ${name} ?max=1`),
    ].join('\n'),
    taskList: {
      tidy_up: () => tidyUp(options),
      ...Object.fromEntries(options.tasks.map(({ name, run: work }) => [name, () => work()])),
    },
    logger: new Logger(() => (level, message) => {
      if (level === 'error' || level === 'warning') options.log(message);
    }),
  });
}

const rowsPerDelete = 10_000;
const dayMs = 86_400_000;

/** Deletes in portions, so that no lock is held for long and no vacuum falls behind. */
export async function tidyUp({ pool, now, retentionDays }: Omit<MaintenanceOptions, 'tasks'>): Promise<void> {
  const nowMs = now();
  await makePartitions(pool, nowMs);
  const oldestClick = oldestKeptId(nowMs, retentionDays.clicks);
  await keepTrackingLinks(pool, oldestClick);
  await dropOldPartitions(pool, nowMs, retentionDays);
  // Of clicks that are gone with their partitions, or will be with the month.
  await deleteInPortions(pool, 'click_claims', 'click_id < $1', oldestClick);
  await deleteInPortions(pool, 'click_ids', 'click_id < $1', oldestClick);
  await deleteInPortions(pool, 'click_addresses', 'click_id < $1', oldestClick);
  const at = new Date(nowMs);
  await deleteInPortions(pool, 'click_addresses', 'drop_at <= $1', at);
  await deleteInPortions(pool, 'dedupe_keys', 'expires_at <= $1', at);
  await deleteInPortions(pool, 'first_answers', 'expires_at <= $1', at);
  await deleteInPortions(pool, 'sessions', 'expires_at <= $1', at);
  await deleteInPortions(pool, 'access_tokens', 'expires_at <= $1', at);
  await deleteInPortions(pool, 'invitations', 'expires_at <= $1', at);
  // Invite links that are closed are known for as long as the clicks that they were leased to.
  const oldestLink = new Date(nowMs - retentionDays.clicks * dayMs);
  await deleteInPortions(pool, 'invite_links', 'revoked_at <= $1', oldestLink);
  await deleteInPortions(pool, 'invite_link_orders', 'ordered_at <= $1', oldestLink);
  const oldestRequest = new Date(nowMs - retentionDays.requests * dayMs);
  await deleteInPortions(pool, 'join_requests', 'settled_at <= $1', oldestRequest);
  await deleteInPortions(pool, 'chat_messages', 'settled_at <= $1', oldestRequest);
  await deleteInPortions(pool, 'owner_chat_codes', 'expires_at <= $1', at);
  await deleteInPortions(pool, 'attempts', 'tried_at <= $1', new Date(nowMs - retentionDays.attempts * dayMs));
  await deleteInPortions(pool, 'key_usage', `span = 'hour' and span_number < $1`, Math.floor(nowMs / 3_600_000) - 1);
  await deleteInPortions(pool, 'key_usage', `span = 'day' and span_number < $1`, Math.floor(nowMs / 86_400_000) - 1);
}

/** Who joins by an invite link whose click is gone still came by that click's tracking link. */
async function keepTrackingLinks(pool: pg.Pool, oldestClick: string): Promise<void> {
  await pool.query(
    `update invite_links i set link_id = c.link_id from clicks c
     where i.place is not null and i.link_id is null and i.used_at is null and i.revoked_at is null
       and c.project_id = i.project_id and c.invite_place = i.place and c.click_id < $1`,
    [oldestClick],
  );
}

async function deleteInPortions(pool: pg.Pool, table: string, condition: string, bound: unknown): Promise<void> {
  for (;;) {
    const deleted = await pool.query(
      `delete from ${table} where ctid in (select ctid from ${table} where ${condition} limit ${rowsPerDelete})`,
      [bound],
    );
    if ((deleted.rowCount ?? 0) < rowsPerDelete) return;
  }
}
