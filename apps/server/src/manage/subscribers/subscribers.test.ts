import { describe, expect, it } from 'vitest';
import { type SampleProject, sampleProject } from '../testing/sample-project.ts';
import { useManage } from '../testing/use-manage.ts';

const manage = useManage();
const list = async ({ path }: SampleProject, query = '') =>
  (await manage.done('GET', `${path}/subscribers${query}`)).items;
const ids = async (project: SampleProject, query = ''): Promise<string[]> =>
  (await list(project, query)).map((one: { user_id: string }) => one.user_id).toSorted();

describe('the audience', () => {
  it('shows who they are and where they came from', async () => {
    const project = await sampleProject(manage);
    await project.start('1', { first_name: 'Вася', last_name: 'Пупкин', username: '@vasya' });
    const at = new Date(manage.nowMs).toISOString();
    const touch = expect.objectContaining({ link_id: project.linkId, link_name: 'Яндекс, лето' });
    expect(await list(project)).toEqual([
      {
        user_id: '1',
        first_name: 'Вася',
        last_name: 'Пупкин',
        username: 'vasya',
        language_code: null,
        is_premium: null,
        status: 'member',
        first_join_at: at,
        last_join_at: at,
        left_at: null,
        first_touch: touch,
        last_touch: touch,
        created_at: at,
      },
    ]);
  });

  it('is filtered by what they are now', async () => {
    const project = await sampleProject(manage);
    await project.start('member');
    await project.start('left');
    await project.send('my_bot_was_stopped', { user_id: 'left' });
    await project.send('add_event', { user_id: 'known', event_type: 'x' });
    await project.start('back');
    await manage.database.pool.query(
      `update subscribers set status = 'resumed' where user_id = 'back' and project_id = $1`,
      [project.id],
    );
    expect(await ids(project, '?status=member')).toEqual(['back', 'member']);
    expect(await ids(project, '?status=left')).toEqual(['left']);
    expect(await ids(project, '?status=known')).toEqual(['known']);
    expect((await manage.call('GET', `${project.path}/subscribers?status=gone`)).status).toBe(400);
  });

  it('is filtered by the source that brought them first', async () => {
    const project = await sampleProject(manage);
    await project.start('ad');
    await project.start('organic', {}, '');
    manage.nowMs += 120_000;
    await project.start('organic');
    expect(await ids(project, `?link_id=${project.linkId}`)).toEqual(['ad']);
    expect(await ids(project, '?utm_source=yandex')).toEqual(['ad']);
    expect(await ids(project, `?utm_source=vk&link_id=${project.linkId}`)).toEqual([]);
    const { ad_system: system, country } = (await manage.call('GET', `${project.path}/subscribers/ad`)).body.touches[0];
    expect(await ids(project, `?ad_system=${system}&country=${country ?? '(none)'}&exactness=exact`)).toEqual(['ad']);
    expect(await ids(project, '?exactness=organic')).toEqual(['organic']);
    expect(await ids(project, '?exactness=attributed')).toEqual(['ad']);
    expect(await ids(project, '?link_id=(none)')).toEqual(['organic']);
    expect(await ids(project, '?utm_source=(none)&country=(none)&ad_system=(none)')).toEqual(['organic']);
  });

  it('is filtered by the time of the first join', async () => {
    const project = await sampleProject(manage);
    const from = new Date(manage.nowMs + 500).toISOString();
    await project.start('early');
    manage.nowMs += 1_000;
    await project.start('late');
    expect(await ids(project, `?joined_from=${from}`)).toEqual(['late']);
    expect(await ids(project, `?joined_to=${from}`)).toEqual(['early']);
  });

  it('is searched for exactly the text that is given, in any case', async () => {
    const project = await sampleProject(manage);
    await project.start('100', { first_name: 'Анна', last_name: 'Каренина', username: 'anna_k' });
    await project.start('101', { first_name: '100%', username: 'annaxk' });
    await project.start('102', { first_name: 'back\\slash' });
    const found = (text: string) => ids(project, `?q=${encodeURIComponent(text)}`);
    expect(await found('анна кар')).toEqual(['100']);
    expect(await found('ANNA')).toEqual(['100', '101']);
    expect(await found('@anna_k')).toEqual(['100']);
    expect(await found('_')).toEqual(['100']);
    expect(await found('%')).toEqual(['101']);
    expect(await found('\\')).toEqual(['102']);
    expect(await found('k\\s')).toEqual(['102']);
    expect(await found('10')).toEqual(['100', '101', '102']);
    expect(await found("' or true --")).toEqual([]);
    expect(await ids(await sampleProject(manage), '?q=10')).toEqual([]);
  });
});

describe('a dossier', () => {
  it('tells the whole story', async () => {
    const project = await sampleProject(manage);
    await project.start('1', { first_name: 'A' });
    manage.nowMs += 1_000;
    await project.start('1');
    await project.send('add_event', { user_id: '1', event_type: 'sale', amount: 5 });
    await project.start('2');
    const dossier = await manage.done('GET', `${project.path}/subscribers/1`);
    expect([dossier.subscriber]).toEqual(await list(project, '?q=1'));
    expect(dossier.touches).toHaveLength(2);
    expect(Date.parse(dossier.touches[0].at)).toBeGreaterThan(Date.parse(dossier.touches[1].at));
    expect(dossier.timeline.items).toEqual((await manage.done('GET', `${project.path}/events?user_id=1`)).items);
    expect(dossier.timeline).toMatchObject({ items: { length: 3 }, next_cursor: null });
    expect(dossier.conversions.map(({ target }: { target: string }) => target).toSorted()).toEqual([
      'bot_start',
      'purchase',
    ]);
  });

  it('goes on in the list of events where it is long', async () => {
    const project = await sampleProject(manage);
    for (let n = 0; n < 103; n += 1) await project.send('add_event', { user_id: '1', event_type: `e${n}` });
    const { timeline } = await manage.done('GET', `${project.path}/subscribers/1`);
    expect(timeline.items).toHaveLength(100);
    const rest = await manage.done('GET', `${project.path}/events?user_id=1&cursor=${timeline.next_cursor}`);
    expect([rest.items.length, rest.next_cursor]).toEqual([3, null]);
  });

  it('of somebody never seen is not found', async () => {
    const { path } = await sampleProject(manage);
    expect((await manage.call('GET', `${path}/subscribers/404`)).status).toBe(404);
    expect((await manage.call('DELETE', `${path}/subscribers/404`)).status).toBe(404);
  });
});

describe('the list', () => {
  it('is filtered by marks of the first touch and ordered by the date that is asked for', async () => {
    const project = await sampleProject(manage);
    await project.start('1');
    manage.nowMs += 1_000;
    await project.start('2', {}, '');
    manage.nowMs += 1_000;
    await project.send('my_bot_was_stopped', { user_id: '1' });
    await project.send('add_event', { user_id: '3', event_type: 'sale' });
    const ids = async (query: string): Promise<string[]> => {
      const { items } = await manage.done('GET', `${project.path}/subscribers?${query}`);
      return items.map(({ user_id }: { user_id: string }) => user_id);
    };
    expect(await ids('')).toEqual(['3', '2', '1']);
    expect(await ids('sort=joined')).toEqual(['2', '1']);
    expect(await ids('sort=changed')).toEqual(['1', '2']);
    expect(await ids('utm_campaign=summer')).toEqual(['1']);
    expect(await ids('utm_campaign=summer&utm_term=x')).toEqual([]);
    expect(await ids('utm_campaign=(none)')).toEqual(['2']);
    const first = await manage.done('GET', `${project.path}/subscribers?sort=changed&limit=1`);
    expect(await ids(`sort=changed&limit=1&cursor=${first.next_cursor}`)).toEqual(['2']);
  });

  it('is a table of all that fit, however many', async () => {
    const project = await sampleProject(manage);
    await manage.database.pool.query(
      `insert into subscribers (project_id, user_id, first_name, status, first_join_at, created_at)
       select $1, 'u' || n, case n when 1 then '=1+1' else 'A' end, 'member', now(), now() - n * interval '1 second' from generate_series(1, 4500) as n`,
      [project.id],
    );
    const { text, headers } = await manage.call('GET', `${project.path}/subscribers?format=csv&status=member&limit=10`);
    expect(headers['content-type']).toBe('text/csv; charset=utf-8');
    const rows = text.trimEnd().split('\n');
    expect(rows[0]).toMatch(/^\ufeffuser_id,first_name,/);
    expect(rows[1]).toMatch(/^u1,'=1\+1,/);
    expect(new Set(rows).size).toBe(4_501);
  });
});
