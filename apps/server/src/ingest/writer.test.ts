import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ProjectConfig } from '../directory/config-types.ts';
import type { Signal } from '../domain/signal.ts';
import { insertProject, loadProject } from '../testing/fixture-project.ts';
import { useDatabase } from '../testing/test-database.ts';
import { openWriter, plainClick, requestOf, type TestWriter, useWriter } from '../testing/test-writer.ts';
import { Known } from './known.ts';
import { pipeline } from './pipeline.ts';
import { type ClickRecord, ok, type RequestRecord, refuse } from './records.ts';
import { RecordFailed, StorageAway } from './storage-errors.ts';
import { Writer } from './writer.ts';

const database = useDatabase();
const writer = useWriter(database);
const t0 = Math.floor(Date.now() / 1000) * 1000;

let project: ProjectConfig;
beforeAll(async () => {
  project = await loadProject(database.pool, await insertProject(database.pool));
});

const started = (userId: string): Signal => ({ kind: 'started', userId, atMs: t0, startValue: '', profile: {} });
const read = (...signals: Signal[]) => ({ kind: 'signals', signals, dedupe: null }) as const;

async function count(table: string, userId: string): Promise<number> {
  const found = await database.pool.query<{ n: string }>(
    `select count(*) as n from ${table} where project_id = $1 and user_id = $2`,
    [project.projectId, userId],
  );
  return Number(found.rows[0]?.n);
}

describe('a record that cannot be stored', () => {
  it('among good ones fails alone', async () => {
    // Deeper than any check at the door reaches: PostgreSQL refuses NUL in text.
    const poison = requestOf(project, Date.now(), read({ ...started('poison'), startValue: 'a\u0000b' } as Signal));
    const good = Array.from({ length: 20 }, (_, index) =>
      requestOf(project, Date.now(), read(started(`good ${index}`))),
    );
    const results = await Promise.allSettled(
      [...good.slice(0, 10), poison, ...good.slice(10)].map((record) => writer.writer.storeRequest(record)),
    );
    const failed = results.flatMap((result, index) => (result.status === 'rejected' ? [index] : []));
    expect(failed).toEqual([10]);
    expect(results[10]).toMatchObject({ reason: expect.any(RecordFailed) });
    for (let index = 0; index < 20; index += 1) expect(await count('events', `good ${index}`)).toBe(1);
    expect(await count('subscribers', 'poison')).toBe(0);
  });
});

describe('a record on which a step chokes', () => {
  it('among good ones fails alone, and at once', async () => {
    const choking = requestOf(project, Date.now(), read(started('choking')), () => {
      throw new TypeError('a defect');
    });
    const good = Array.from({ length: 9 }, (_, n) => requestOf(project, Date.now(), read(started(`beside ${n}`))));
    const results = await Promise.allSettled([choking, ...good].map((record) => writer.writer.storeRequest(record)));
    expect(results.map((result) => result.status)).toEqual(['rejected', ...good.map(() => 'fulfilled')]);
    expect(results[0]).toMatchObject({ reason: expect.any(RecordFailed) });
    expect(await count('events', 'choking')).toBe(0);
  });
});

it('a listener that fails makes no call fail whose transaction is on disk', async () => {
  const said: string[] = [];
  const deaf = new Writer({
    url: database.url,
    steps: pipeline({ known: new Known(), flushMs: 0 }),
    now: Date.now,
    observe: () => {},
    log: (message) => said.push(message),
    onCommitted() {
      throw new TypeError('a defect');
    },
  });
  const calls = ['heard 1', 'heard 2'].map((userId) => requestOf(project, Date.now(), read(started(userId))));
  const answers = await Promise.all(calls.map((call) => deaf.storeRequest(call)));
  await deaf.close();
  expect(answers).toEqual([ok(), ok()]);
  for (const userId of ['heard 1', 'heard 2']) expect(await count('events', userId)).toBe(1);
  expect(said).toEqual(['a commit could not be told of']);
});

it('a caller that chokes on what it is told harms nobody else of its batch', async () => {
  const said: string[] = [];
  const shared = new Writer({
    url: database.url,
    steps: pipeline({ known: new Known(), flushMs: 0 }),
    now: Date.now,
    observe: () => {},
    log: (message) => said.push(message),
    onCommitted: () => {},
  });
  const told: unknown[] = [];
  const click = (): ClickRecord => plainClick(project, Date.now());
  shared.storeClickThen(click(), () => {
    throw new TypeError('a defect');
  });
  shared.storeClickThen(click(), (error) => told.push(error));
  const call = requestOf(project, Date.now(), read(started('beside a defect')));
  expect(await shared.storeRequest(call)).toEqual(ok());
  expect(told).toEqual([null]);
  await shared.close();
  shared.storeClickThen(click(), (error) => told.push(error));
  expect(told[1]).toBeInstanceOf(StorageAway);
  expect(said).toEqual(['a caller could not be told what became of a record']);
});

describe('a delivery that comes again', () => {
  const delivery = (userId: string, key: string): RequestRecord =>
    requestOf(project, Date.now(), {
      kind: 'signals',
      signals: [started(userId)],
      dedupe: { key, hours: 48, repeat: 'ok' },
    });

  it.each(['in the same batch', 'after the answer', 'to another process'])('is one start (%s)', async (when) => {
    const other = openWriter(database.url);
    const first = writer.writer.storeRequest(delivery(when, `tg:${when}`));
    if (when === 'after the answer') await first;
    const second = (when === 'to another process' ? other : writer).writer.storeRequest(delivery(when, `tg:${when}`));
    expect(await Promise.all([first, second])).toEqual([ok(), ok()]);
    expect(await count('events', when)).toBe(1);
    await other.close();
  });

  it('is a new one after its time', async () => {
    let nowMs = t0;
    const clock: TestWriter = openWriter(database.url, () => nowMs);
    await clock.writer.storeRequest(delivery('old', 'tg:old'));
    nowMs += 49 * 3_600_000;
    await clock.writer.storeRequest(delivery('old', 'tg:old'));
    expect(await count('events', 'old')).toBe(2);
    await clock.close();
  });
});

describe('an Idempotency-Key', () => {
  const keyed = (key: string, userId: string, body = '{}'): RequestRecord => ({
    ...requestOf(project, Date.now(), read(started(userId)), (outcome) =>
      ok({
        event: outcome.kind === 'done' && outcome.signals[0]?.kind === 'stored' ? outcome.signals[0].eventId : null,
      }),
    ),
    idempotencyKey: key,
    body: Buffer.from(body),
  });

  it('under concurrent repeats in two processes gives one fact and equal answers', async () => {
    const other = openWriter(database.url);
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, index) => (index % 2 ? other : writer).writer.storeRequest(keyed('k1', 'idem'))),
    );
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(await count('events', 'idem')).toBe(1);
    await other.close();
  });

  it('with another body is refused', async () => {
    await writer.writer.storeRequest(keyed('k2', 'idem 2'));
    expect(await writer.writer.storeRequest(keyed('k2', 'idem 2', '{"other":1}'))).toMatchObject({
      ok: false,
      error: 'unprocessable',
    });
    expect(await count('events', 'idem 2')).toBe(1);
  });

  it('repeats a refusal as well', async () => {
    const refused = (): RequestRecord => ({
      ...requestOf(project, Date.now(), read(), () => refuse('notFound', 'nobody')),
      idempotencyKey: 'k3',
    });
    const first = await writer.writer.storeRequest(refused());
    expect(await writer.writer.storeRequest(refused())).toEqual(first);
  });
});

describe('a lost connection', () => {
  let cut: TestWriter;
  beforeAll(() => {
    cut = openWriter(database.url);
  });
  afterAll(() => cut.close());

  it('between batches or within one loses nothing and doubles nothing', async () => {
    for (let round = 0; round < 5; round += 1) {
      const storing = Array.from({ length: 30 }, (_, index) => cut.send(project, started(`cut ${round} ${index}`)));
      await database.pool.query(`select pg_terminate_backend(pid) from pg_stat_activity
        where application_name = 'otkuda-writer' and datname = current_database()`);
      await Promise.all(storing);
    }
    const found = await database.pool.query<{ people: string; events: string }>(
      `select count(distinct user_id) as people, count(*) as events from events where project_id = $1 and user_id like 'cut %'`,
      [project.projectId],
    );
    expect(found.rows[0]).toEqual({ people: '150', events: '150' });
  });
});
