import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { uuidv7 } from '../domain/uuid.ts';
import { type SampleProject, sampleProject } from './testing/sample-project.ts';
import { useManage } from './testing/use-manage.ts';

const manage = useManage();
const rows = 250;
let project: SampleProject;
let conversionId: string;

/** Some rows share their time: what orders them then is the id. */
const at = `timestamptz '2026-01-01' + (n / 7) * interval '1 second'`;

const fill = (sql: string): Promise<unknown> =>
  manage.database.pool.query(sql.replaceAll('$p', project.id).replaceAll('$at', at));

beforeAll(async () => {
  project = await sampleProject(manage);
  await project.start('1');
  conversionId = (await manage.done('GET', `${project.path}/conversions`)).items[0].id;
  const batchId = uuidv7(manage.nowMs);
  await fill(`insert into projects (workspace_id, platform, kind, title, time_zone, currency)
    select 1, 'telegram', 'bot', 't' || n, 'UTC', 'RUB' from generate_series(2, ${rows}) n`);
  await fill(
    `insert into keys select $p, gen_random_uuid(), 'production', 'x', 'abcd', 1, 1, 1, false, null, null, $at from generate_series(2, ${rows}) n`,
  );
  await fill(
    `insert into links (project_id, link_id, code, name) select $p, gen_random_uuid(), 'c' || n, 'n' from generate_series(2, ${rows}) n`,
  );
  await fill(`insert into destinations select project_id, gen_random_uuid(), type, name, settings_sealed, goals, scope, window_days,
    once_per_subscriber, state from destinations, generate_series(2, ${rows}) n where project_id = $p`);
  await fill(`insert into conversions (project_id, conversion_id, destination_id, event_id, user_id, target, happened_at, currency, cause, state, created_at)
    select $p, gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), 'u', 't', $at, 'RUB', 'goal', 'skipped', $at from generate_series(2, ${rows}) n`);
  await fill(`insert into batch_conversions values ($p, '${conversionId}', '${batchId}')`);
  await fill(`insert into attempts (project_id, attempt_id, batch_id, destination_id, purpose, tried_at, duration_ms, request, class)
    select $p, gen_random_uuid(), '${batchId}', gen_random_uuid(), 'send', $at, 1, '', 'accepted' from generate_series(1, ${rows}) n`);
  await fill(`insert into requests (project_id, request_id, key_id, received_at, method, outcome, status)
    select $p, gen_random_uuid(), gen_random_uuid(), $at, 'add_event', 'read', 0 from generate_series(2, ${rows}) n`);
  await fill(`insert into events (project_id, event_id, user_id, happened_at, kind, request_id)
    select $p, gen_random_uuid(), 'u', $at, 'goal', gen_random_uuid() from generate_series(2, ${rows}) n`);
  await fill(`insert into subscribers (project_id, user_id, created_at)
    select $p, case n % 3 when 0 then 'я' when 1 then 'Z"' else '_' end || n, $at from generate_series(2, ${rows}) n`);
});

const lists = {
  projects: () => '/projects',
  keys: () => `${project.path}/keys`,
  links: () => `${project.path}/links`,
  destinations: () => `${project.path}/destinations`,
  conversions: () => `${project.path}/conversions`,
  attempts: () => `${project.path}/conversions/${conversionId}/attempts`,
  requests: () => `${project.path}/requests`,
  events: () => `${project.path}/events`,
  subscribers: () => `${project.path}/subscribers`,
};
const names = Object.keys(lists) as Array<keyof typeof lists>;

const walk = async (path: string, limit: number): Promise<string[]> => {
  const seen: string[] = [];
  for (let cursor = ''; ; ) {
    const page = await manage.done('GET', `${path}?limit=${limit}&cursor=${cursor}`);
    expect(page.items.length).toBeLessThanOrEqual(limit);
    seen.push(...page.items.map((item: { id?: string; user_id: string }) => item.id ?? item.user_id));
    if (page.next_cursor === null) return seen;
    cursor = page.next_cursor;
  }
};

describe.each(names)('the list of %s', (name) => {
  it('is walked without loss or repeat, whatever the size of its pages', async () => {
    const whole = await walk(lists[name](), 1000);
    expect([whole.length, new Set(whole).size]).toEqual([rows, rows]);
    const sizes = fc.oneof(fc.integer({ min: 20, max: rows + 1 }), fc.constantFrom(7, 125, rows - 1, rows));
    await fc.assert(
      fc.asyncProperty(sizes, async (limit) => {
        expect(await walk(lists[name](), limit)).toEqual(whole);
      }),
      { numRuns: 8 },
    );
  });

  it('has 100 on a page unless told, and at most 1000', async () => {
    const { items, next_cursor } = await manage.done('GET', lists[name]());
    expect([items.length, typeof next_cursor]).toEqual([100, 'string']);
    for (const limit of ['0', '1001', '-1', '1.5', 'all']) {
      const { status, body } = await manage.call('GET', `${lists[name]()}?limit=${limit}`);
      expect([status, body.errors]).toEqual([400, [{ field: 'limit', expected: 'a whole number from 1 to 1000' }]]);
    }
  });

  it('refuses a cursor that it did not make', async () => {
    const path = lists[name]();
    const key = fc.array(
      fc.oneof(fc.string(), fc.integer(), fc.constantFrom('2026-13-45T00:00:00.000Z', '0', '\u0000')),
      { maxLength: 3 },
    );
    const made = key.map((parts) => Buffer.from(JSON.stringify(parts)).toString('base64url'));
    await fc.assert(
      fc.asyncProperty(fc.oneof(made, fc.string({ minLength: 1 })), async (cursor) => {
        const { status, body } = await manage.call('GET', `${path}?cursor=${encodeURIComponent(cursor)}`);
        // Made-up ones may be keys by chance; what they never do is fail.
        if (status !== 200) expect([status, body.errors[0].field]).toEqual([400, 'cursor']);
      }),
      { numRuns: 30 },
    );
    expect((await manage.call('GET', `${path}?cursor=next`)).status).toBe(400);
  });
});
