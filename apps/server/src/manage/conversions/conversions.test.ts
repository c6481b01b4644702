import { describe, expect, it } from 'vitest';
import { uuidv7 } from '../../domain/uuid.ts';
import { oauthToken, type SampleProject, sampleProject } from '../testing/sample-project.ts';
import { useManage } from '../testing/use-manage.ts';

const manage = useManage();
const hourMs = 3_600_000;

interface Listed {
  readonly id: string;
  readonly user_id: string;
  readonly state: string;
}
const list = async ({ path }: SampleProject, query = ''): Promise<Listed[]> =>
  (await manage.done('GET', `${path}/conversions${query}`)).items;
const end = (project: SampleProject, userId: string, state: string, more = ''): Promise<unknown> =>
  manage.database.pool.query(
    `update conversions set state = $3, due_at = null ${more} where project_id = $1 and user_id = $2`,
    [project.id, userId, state],
  );

describe('conversions', () => {
  it('are listed with what became of them, the newest first', async () => {
    const project = await sampleProject(manage);
    await project.start('1');
    await project.send('add_event', { user_id: '1', event_type: 'sale', amount: '1500.50' });
    const items = await list(project);
    expect(items).toHaveLength(2);
    expect(items.find((item) => 'target' in item && item.target === 'purchase')).toEqual({
      id: expect.any(String),
      event_id: expect.any(String),
      destination_id: project.destinationId,
      user_id: '1',
      target: 'purchase',
      happened_at: new Date(manage.nowMs).toISOString(),
      value: '1500.5',
      currency: 'RUB',
      id_kind: 'Yclid',
      state: 'pending',
      reason: null,
      attempts: 0,
      due_at: expect.any(String),
      accepted_at: null,
      confirmed_at: null,
      response: null,
      created_at: expect.any(String),
    });
    expect(await manage.done('GET', `${project.path}/conversions/${items[0]?.id}`)).toEqual(items[0]);
  });

  it('are filtered by state, destination and person', async () => {
    const project = await sampleProject(manage);
    await project.start('1');
    await project.start('2');
    await end(project, '2', 'failed');
    expect(await list(project, '?state=failed')).toMatchObject([{ user_id: '2' }]);
    expect(await list(project, '?user_id=1')).toMatchObject([{ state: 'pending' }]);
    expect(await list(project, `?destination_id=${project.destinationId}`)).toHaveLength(2);
    expect(await list(project, `?destination_id=${uuidv7(0)}`)).toHaveLength(0);
    expect(await list(project, '?state=&destination_id=&user_id=')).toHaveLength(2);
    for (const query of ['?state=lost', '?destination_id=1', '?user=1']) {
      expect((await manage.call('GET', `${project.path}/conversions${query}`)).status).toBe(400);
    }
  });

  it('show the calls that they were part of', async () => {
    const project = await sampleProject(manage);
    await project.start('1');
    const [conversion] = await list(project);
    const batches = [uuidv7(manage.nowMs), uuidv7(manage.nowMs)];
    for (const [index, batchId] of batches.entries()) {
      await manage.database.pool.query('insert into batch_conversions values ($1, $2, $3)', [
        project.id,
        conversion?.id,
        batchId,
      ]);
      await manage.database.pool.query(
        `insert into attempts (project_id, attempt_id, batch_id, destination_id, purpose, tried_at, duration_ms, request, status, answer, class)
         values ($1, $2, $3, $4, 'send', $5, 120, 'POST …', 500, 'oops', 'ambiguous')`,
        [project.id, uuidv7(manage.nowMs + index), batchId, project.destinationId, new Date(manage.nowMs + index)],
      );
    }
    const path = `${project.path}/conversions/${conversion?.id}/attempts`;
    const { items, next_cursor } = await manage.done('GET', `${path}?limit=1`);
    expect(items).toEqual([
      {
        id: expect.any(String),
        purpose: 'send',
        tried_at: new Date(manage.nowMs + 1).toISOString(),
        duration_ms: 120,
        request: 'POST …',
        status: 500,
        answer: 'oops',
        class: 'ambiguous',
        reason: null,
      },
    ]);
    const rest = await manage.done('GET', `${path}?cursor=${next_cursor}`);
    expect([rest.items.length, rest.next_cursor]).toEqual([1, null]);
  });

  it('never show the identifier of the click or the token', async () => {
    const project = await sampleProject(manage);
    await project.start('1');
    const { text } = await manage.call('GET', `${project.path}/conversions`);
    const { rows } = await manage.database.pool.query('select id_value from conversions where project_id = $1', [
      project.id,
    ]);
    expect(text).not.toContain(rows[0].id_value);
    expect(text).not.toContain(oauthToken);
  });
});

describe('a conversion sent again', () => {
  it.each(['failed', 'expired', 'skipped', 'uncertain'])('is pending and due, where it was %s', async (state) => {
    const project = await sampleProject(manage);
    await project.start('1');
    const batch = `, reason = 'x', response = 'y', batch_id = '${uuidv7(0)}', once_key = null, deadline_at = null`;
    await end(project, '1', state, batch);
    const [conversion] = await list(project);
    const woken = manage.woken;
    const { status, body } = await manage.call('POST', `${project.path}/conversions/${conversion?.id}/replay`);
    expect([status, body]).toEqual([202, { replayed: 1, left: 0 }]);
    expect(manage.woken).toBe(woken + 1);
    expect(await list(project)).toMatchObject([
      { state: 'pending', reason: null, response: null, due_at: new Date(manage.nowMs).toISOString() },
    ]);
    const { rows } = await manage.database.pool.query('select * from conversions where project_id = $1', [project.id]);
    expect(rows[0]).toMatchObject({ batch_id: null, once_key: 'start:1' });
    expect(rows[0].deadline_at.getTime()).toBe(rows[0].happened_at.getTime() + 480 * hourMs);
  });

  it.each(['pending', 'accepted', 'confirmed'])('is refused where it is %s', async (state) => {
    const project = await sampleProject(manage);
    await project.start('1');
    await end(project, '1', state);
    const [conversion] = await list(project);
    const { status, body } = await manage.call('POST', `${project.path}/conversions/${conversion?.id}/replay`);
    expect([status, body.type]).toEqual([409, 'urn:otkuda:problem:conflict']);
    expect(body.detail).toContain(state);
  });

  it.each([
    ['has no identifier', ', id_kind = null, id_value = null'],
    ['is past the deadline of the platform', `, happened_at = '2026-01-01'`],
  ])('stays where it %s', async (_why, change) => {
    const project = await sampleProject(manage);
    await project.start('1');
    await end(project, '1', 'skipped', change);
    const [conversion] = await list(project);
    expect(await manage.done('POST', `${project.path}/conversions/${conversion?.id}/replay`)).toEqual({
      replayed: 0,
      left: 1,
    });
    expect(await list(project)).toMatchObject([{ state: 'skipped' }]);
  });

  it('stays where its destination is deleted', async () => {
    const project = await sampleProject(manage);
    await project.start('1');
    await end(project, '1', 'failed');
    await manage.done('DELETE', `${project.path}/destinations/${project.destinationId}`);
    expect(await manage.done('POST', `${project.path}/conversions/replay`, { state: 'failed' })).toEqual({
      replayed: 0,
      left: 1,
    });
  });

  it('stays where it is told once per subscriber and another one holds that', async () => {
    const project = await sampleProject(manage);
    await project.start('1');
    await end(project, '1', 'expired', ', once_key = null');
    await project.start('1');
    expect((await list(project)).map(({ state }) => state).toSorted()).toEqual(['expired', 'pending']);
    expect(await manage.done('POST', `${project.path}/conversions/replay`, { state: 'expired' })).toEqual({
      replayed: 0,
      left: 1,
    });
    await end(project, '1', 'expired', ', once_key = null');
    expect(await manage.done('POST', `${project.path}/conversions/replay`, { state: 'expired' })).toEqual({
      replayed: 1,
      left: 1,
    });
  });

  it('takes its unique key from nobody who takes it at the same moment', async () => {
    const project = await sampleProject(manage);
    await project.start('1');
    await end(project, '1', 'expired', ', once_key = null');
    await Promise.all([
      project.start('1'),
      manage.done('POST', `${project.path}/conversions/replay`, { state: 'expired' }),
      manage.done('POST', `${project.path}/conversions/replay`, { state: 'expired' }),
    ]);
    expect((await list(project)).filter(({ state }) => state === 'pending')).toHaveLength(1);
  });
});

describe('conversions sent again', () => {
  it('are those in a state, of a destination and a time', async () => {
    const project = await sampleProject(manage);
    for (const userId of ['1', '2', '3']) {
      await project.start(userId);
      manage.nowMs += hourMs;
    }
    for (const userId of ['1', '2', '3']) await end(project, userId, 'failed');
    const path = `${project.path}/conversions/replay`;
    const iso = (agoMs: number): string => new Date(manage.nowMs - agoMs).toISOString();
    expect(await manage.done('POST', path, { state: 'expired' })).toEqual({ replayed: 0, left: 0 });
    const second = { state: 'failed', destination_id: project.destinationId, from: iso(2 * hourMs), to: iso(hourMs) };
    expect(await manage.done('POST', path, second)).toEqual({ replayed: 1, left: 0 });
    expect(await list(project, '?state=pending')).toMatchObject([{ user_id: '2' }]);
    expect(await manage.done('POST', path, { state: 'failed' })).toEqual({ replayed: 2, left: 0 });
  });

  it('may be more than a transaction holds', async () => {
    const project = await sampleProject(manage);
    await project.start('1');
    await end(project, '1', 'failed', ', once_key = null');
    await manage.database.pool.query(
      `insert into conversions select project_id, gen_random_uuid(), destination_id, event_id, 'u' || n, target, happened_at, value,
         currency, id_kind, id_value, null, state, reason, attempts, due_at, deadline_at, null, null, null, null, created_at
       from conversions, generate_series(1, 2500) n where project_id = $1`,
      [project.id],
    );
    expect(await manage.done('POST', `${project.path}/conversions/replay`, { state: 'failed' })).toEqual({
      replayed: 2501,
      left: 0,
    });
  });

  it.each([
    [{}, 'state'],
    [{ state: 'accepted' }, 'state'],
    [{ state: 'failed', from: 'yesterday' }, 'from'],
    [{ state: 'failed', user_id: '1' }, 'user_id'],
  ])('are not chosen by %j', async (filter, field) => {
    const project = await sampleProject(manage);
    const { status, body } = await manage.call('POST', `${project.path}/conversions/replay`, filter);
    expect([status, body.errors.map((error: { field: string }) => error.field)]).toEqual([400, [field]]);
  });

  it('are never those of a sandbox', async () => {
    const project = await sampleProject(manage);
    await manage.done('POST', `${project.path}/keys`, { mode: 'sandbox' });
    const { sandbox_id } = await manage.done('GET', project.path);
    const { status } = await manage.call('POST', `/projects/${sandbox_id}/conversions/replay`, { state: 'skipped' });
    expect(status).toBe(404);
  });
});
