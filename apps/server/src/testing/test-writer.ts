import { afterAll, beforeAll } from 'vitest';
import type { ProjectConfig } from '../directory/config-types.ts';
import type { Reading, Signal } from '../domain/signal.ts';
import { uuidv7 } from '../domain/uuid.ts';
import { Known } from '../ingest/known.ts';
import { pipeline } from '../ingest/pipeline.ts';
import { type Answer, type ClickRecord, ok, type RequestOutcome, type RequestRecord } from '../ingest/records.ts';
import { Writer } from '../ingest/writer.ts';
import type { TestDatabase } from './test-database.ts';

export interface TestWriter {
  readonly writer: Writer;
  /** Sends signals as one call; gives what became of them. */
  send(project: ProjectConfig, ...signals: Signal[]): Promise<RequestOutcome>;
  read(project: ProjectConfig, reading: Exclude<Reading, { kind: 'refused' }>): Promise<RequestOutcome>;
  click(project: ProjectConfig, click?: Partial<ClickRecord>): Promise<string>;
  close(): Promise<void>;
}

export function openWriter(
  url: string,
  now: () => number = Date.now,
  options: { readonly labelSetsMax?: number } = {},
): TestWriter {
  const known = new Known(options);
  const writer = new Writer({
    url,
    steps: pipeline({ known, flushMs: 0 }),
    now,
    observe: () => {},
    log: () => {},
    onCommitted: (batch) => known.committed(batch),
  });
  const read: TestWriter['read'] = async (project, reading) => {
    let outcome: RequestOutcome | null = null;
    await writer.storeRequest(
      requestOf(project, now(), reading, (became) => {
        outcome = became;
        return ok();
      }),
    );
    if (outcome === null) throw new Error('the call was answered without an outcome');
    return outcome;
  };
  return {
    writer,
    read,
    send: (project, ...signals) => read(project, { kind: 'signals', signals, dedupe: null }),
    async click(project, click = {}) {
      const record = { ...plainClick(project, click.clickedMs ?? now()), ...click };
      await writer.storeClick(record);
      return record.clickId;
    },
    close: () => writer.close(),
  };
}

export function requestOf(
  project: ProjectConfig,
  nowMs: number,
  reading: Exclude<Reading, { kind: 'refused' }>,
  answer: (outcome: RequestOutcome) => Answer = () => ok(),
): RequestRecord {
  return {
    kind: 'request',
    requestId: uuidv7(nowMs),
    project,
    keyId: '00000000-0000-7000-8000-000000000000',
    receivedMs: nowMs,
    method: 'on_telegram_webhook',
    contentType: 'application/json',
    body: Buffer.from('{}'),
    idempotencyKey: null,
    replayOf: null,
    task: { kind: 'store', reading, answer },
  };
}

export function plainClick(project: ProjectConfig, nowMs: number): ClickRecord {
  return {
    kind: 'click',
    via: 'link',
    projectId: project.projectId,
    clickId: uuidv7(nowMs),
    linkId: null,
    clickedMs: nowMs,
    machine: null,
    adSystem: 'yandex',
    marks: {},
    ids: { yclid: '1' },
    country: null,
    address: '/l/x',
    referrer: null,
    userAgent: 'Mozilla/5.0',
    ip: '203.0.113.0',
  };
}

/** A writer on the test file's database. */
export function useWriter(
  database: TestDatabase,
  now?: () => number,
  options?: { readonly labelSetsMax?: number },
): TestWriter {
  let opened: TestWriter | undefined;
  beforeAll(() => {
    opened = openWriter(database.url, now, options);
  });
  afterAll(async () => {
    await opened?.close();
  });
  return new Proxy({} as TestWriter, {
    get(_target, name: keyof TestWriter) {
      if (opened === undefined) throw new Error('the writer exists only inside tests and hooks');
      return opened[name];
    },
  });
}
