import { describe, expect, it } from 'vitest';
import { uuidv7 } from '../../domain/uuid.ts';
import { type SampleProject, sampleProject } from '../testing/sample-project.ts';
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
    ['has no identifier', ', id_kind = null, identifiers = null'],
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
      `insert into conversions (project_id, conversion_id, destination_id, event_id, user_id, cause, target, happened_at, value, currency,
         id_kind, identifiers, state, reason, attempts, due_at, deadline_at, created_at)
       select project_id, gen_random_uuid(), destination_id, event_id, 'u' || n, cause, target, happened_at, value, currency,
         id_kind, identifiers, state, reason, attempts, due_at, deadline_at, created_at
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
