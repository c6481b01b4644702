import { describe, expect, it } from 'vitest';
import { uuidv7 } from '../../domain/uuid.ts';
import { oauthToken, type SampleProject, sampleProject } from '../testing/sample-project.ts';
import { useManage } from '../testing/use-manage.ts';

const manage = useManage();
const _hourMs = 3_600_000;

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
      click_id: expect.any(String),
      cause: 'event',
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
    const { rows } = await manage.database.pool.query(
      "select identifiers ->> 'id' as id_value from conversions where project_id = $1",
      [project.id],
    );
    expect(text).not.toContain(rows[0].id_value);
    expect(text).not.toContain(oauthToken);
  });
});
