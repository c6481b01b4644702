import { describe, expect, it } from 'vitest';
import { type SampleProject, sampleProject } from '../testing/sample-project.ts';
import { useManage } from '../testing/use-manage.ts';

const manage = useManage();

/** Refusals and reads are stored behind the answer's back. */
const listed = async ({ path }: SampleProject, count: number, query = '') => {
  for (;;) {
    const { items } = await manage.done('GET', `${path}/requests${query}`);
    if (items.length >= count) return items;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
};

describe('the request log', () => {
  it('shows what arrived and what became of it', async () => {
    const project = await sampleProject(manage);
    const code = await project.click();
    const { requestId } = await project.send('user_did_start_bot', { user_id: 7, start_value: code });
    const keys = await manage.done('GET', `${project.path}/keys`);
    const { items } = await manage.done('GET', `${project.path}/requests`);
    const body = `{"user_id":7,"start_value":"${code}"}`;
    expect(items).toEqual([
      {
        id: requestId,
        key_id: keys.items[0].id,
        received_at: new Date(manage.nowMs).toISOString(),
        method: 'user_did_start_bot',
        outcome: 'accepted',
        status: 0,
        details: null,
        explained: null,
        user_id: '7',
        event_id: expect.any(String),
        content_type: 'application/json',
        body,
        body_bytes: body.length,
        body_cut: false,
        calls: 1,
        replay_of: null,
        outline: {
          type: 'start',
          target: null,
          touch: expect.objectContaining({ link_id: project.linkId, ad_system: 'yandex' }),
          conversions: [{ destination: 'Metrica', target: 'bot_start', state: 'pending' }],
        },
      },
    ]);
    const { outline: _, ...request } = items[0];
    expect(await manage.done('GET', `${project.path}/requests/${requestId}`)).toEqual({
      ...request,
      event: expect.objectContaining({ id: items[0].event_id, type: 'start', counted: 'first_join' }),
      conversions: [expect.objectContaining({ event_id: items[0].event_id, target: 'bot_start', state: 'pending' })],
    });
  });

  it('shows refusals with their reason, and no event', async () => {
    const project = await sampleProject(manage);
    const { requestId } = await project.send('add_event', { user_id: '1' });
    const [item] = await listed(project, 1);
    expect(item).toMatchObject({ id: requestId, outcome: 'refused', status: 400, user_id: null, event_id: null });
    expect(item.details).toContain('event_type');
    expect(item.explained).toEqual({
      what: { ru: expect.stringMatching(/^Нет поля event_type/), en: item.details },
      advice: { ru: expect.stringMatching(/^Добавьте/), en: expect.stringMatching(/^Add/) },
    });
    expect(await manage.done('GET', `${project.path}/requests/${requestId}`)).toMatchObject({
      event: null,
      conversions: [],
    });
  });

  it('is filtered by key and outcome', async () => {
    const project = await sampleProject(manage);
    const { id, key } = await manage.done('POST', `${project.path}/keys`, { limits: { per_second: 0 } });
    await project.send('user_did_start_bot', { user_id: '1' });
    await project.send('user_did_start_bot', { user_id: '2' }, { key });
    await project.send('add_event', {}, { key });
    await listed(project, 3);
    const users = async (query: string) =>
      (await manage.done('GET', `${project.path}/requests${query}`)).items.map(
        (item: { user_id: string }) => item.user_id,
      );
    expect(await users(`?key_id=${id}`)).toEqual(expect.arrayContaining(['2', null]));
    expect(await users(`?key_id=${id}&outcome=accepted`)).toEqual(['2']);
    expect(await users('?outcome=refused')).toEqual([null]);
    expect((await manage.call('GET', `${project.path}/requests?outcome=lost`)).status).toBe(400);
  });

  it('cuts long bodies in lists between letters, and shows them whole one by one', async () => {
    const project = await sampleProject(manage);
    const body = `{"user_id":"1","first_name":"${'я'.repeat(4000)}"}`;
    const { requestId } = await project.send('user_did_start_bot', body);
    const [item] = await listed(project, 1);
    expect(item).toMatchObject({ body_cut: true, body_bytes: Buffer.byteLength(body) });
    expect(body.startsWith(item.body)).toBe(true);
    expect(Buffer.byteLength(item.body)).toBeGreaterThan(4090);
    const whole = await manage.done('GET', `${project.path}/requests/${requestId}`);
    expect([whole.body === body, whole.body_cut]).toEqual([true, false]);
  });

  it('shows bytes that are no text as well as they can be', async () => {
    const project = await sampleProject(manage);
    const { requestId } = await project.send('user_did_start_bot', '\u0000\ud800');
    await listed(project, 1);
    expect((await manage.done('GET', `${project.path}/requests/${requestId}`)).body).toBe('\u0000\ufffd');
  });
});

describe('a request replayed', () => {
  const replay = ({ path }: SampleProject, requestId: string) =>
    manage.call('POST', `${path}/requests/${requestId}/replay`);

  it('is a new call with the old body, linked to the old one', async () => {
    const project = await sampleProject(manage);
    const { requestId } = await project.send('add_event', { user_id: '1', event_type: 'sale' });
    manage.nowMs += 60_000;
    const { status, body } = await replay(project, requestId);
    expect(status).toBe(202);
    expect(body).toEqual({ request_id: expect.any(String), status: 200, answer: { status: 'OK', mode: 'production' } });
    const [again] = await listed(project, 2);
    expect(again).toMatchObject({
      id: body.request_id,
      replay_of: requestId,
      method: 'add_event',
      outcome: 'accepted',
    });
    const { items } = await manage.done('GET', `${project.path}/events?type=sale`);
    expect(items.map(({ at }: { at: string }) => Date.parse(at))).toEqual([manage.nowMs, manage.nowMs - 60_000]);
  });

  it('that carries an identity is recognised as the same', async () => {
    const project = await sampleProject(manage);
    const from = { id: 77, is_bot: false, first_name: 'A' };
    const update = {
      update_id: 1001,
      message: {
        message_id: 1,
        date: Math.floor(manage.nowMs / 1000),
        text: '/start',
        from,
        chat: { id: 77, type: 'private' },
      },
    };
    const { requestId } = await project.send('on_telegram_webhook', update);
    manage.nowMs += 1_000;
    expect((await replay(project, requestId)).body.answer.status).toBe('OK');
    expect(await listed(project, 2)).toMatchObject([{ outcome: 'repeated' }, { outcome: 'accepted' }]);
    expect((await manage.done('GET', `${project.path}/events`)).items).toHaveLength(1);
  });

  it('answers as the compatible API would, errors included', async () => {
    const project = await sampleProject(manage);
    const { requestId } = await project.send('send_reach_goal', { user_id: '404', target: 'x' });
    const { status, body } = await replay(project, requestId);
    expect([status, body.status]).toEqual([202, 405]);
    expect(body.answer).toMatchObject({ status: 'error', error_code: 405, mode: 'production' });
  });

  it('stays in the sandbox where it came with a sandbox key', async () => {
    const project = await sampleProject(manage);
    const { key } = await manage.done('POST', `${project.path}/keys`, { mode: 'sandbox' });
    const { requestId } = await project.send('user_did_start_bot', { user_id: '1' }, { key });
    expect((await replay(project, requestId)).status).toBe(404);
    const { sandbox_id } = await manage.done('GET', project.path);
    const { body } = await manage.call('POST', `/projects/${sandbox_id}/requests/${requestId}/replay`);
    expect(body.answer).toEqual({ status: 'OK', mode: 'sandbox' });
    expect((await manage.done('GET', `${project.path}/events`)).items).toEqual([]);
  });

  it('is refused where its body or its method is gone', async () => {
    const project = await sampleProject(manage);
    const { requestId } = await project.send('user_did_start_bot', { user_id: '1' });
    const set = (change: string) =>
      manage.database.pool.query(`update requests set ${change} where request_id = $1`, [requestId]);
    await set(`method = '(several)'`);
    expect((await replay(project, requestId)).status).toBe(409);
    await set(`method = 'add_event', body = null`);
    expect((await replay(project, requestId)).body.detail).toContain('erased');
  });
});
