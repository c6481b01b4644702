import { describe, expect, it } from 'vitest';
import { sampleProject } from '../testing/sample-project.ts';
import { useManage } from '../testing/use-manage.ts';

const manage = useManage();

describe('a new link', () => {
  it('needs a name only', async () => {
    const { path } = await sampleProject(manage);
    const { status, body } = await manage.call('POST', `${path}/links`, { name: ' Блогер ' });
    expect(status).toBe(201);
    expect(body).toEqual({
      id: expect.any(String),
      code: expect.stringMatching(/^[0-9a-f]{12}$/),
      url: `https://go.test/${body.code}`,
      name: 'Блогер',
      ad_system: null,
      utm: { source: null, medium: null, campaign: null, content: null, term: null },
      target: null,
      auto_approve: null,
      page: null,
      archived: false,
      counts: { clicks: 0, machine_clicks: 0, starts: 0, joins: 0, leaves: 0 },
      created_at: '2026-03-01T10:00:00.000Z',
    });
    expect(await manage.directory.findLink(body.code)).toMatchObject({ linkId: body.id, name: 'Блогер', target: null });
  });

  it('takes a code that was used before, once over all projects, at once too', async () => {
    const [one, other] = [await sampleProject(manage), await sampleProject(manage)];
    const answers = await Promise.all(
      [one, other, one].map(({ path }) => manage.call('POST', `${path}/links`, { name: 'a', code: 'Old_code-1' })),
    );
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 409, 409]);
    const taken = answers.find(({ status }) => status === 409);
    expect(taken?.body).toMatchObject({ type: 'urn:otkuda:problem:conflict', errors: [{ field: 'code' }] });
    expect(taken?.body.detail).toContain('Old_code-1');
  });

  it.each([
    ['https://t.me/sample_bot', 'https://t.me/sample_bot'],
    ['http://example.org', 'http://example.org'],
    ['tg://resolve?domain=sample_bot', 'tg://resolve?domain=sample_bot'],
    ['https://пример.рф/путь', 'https://xn--e1afmkfd.xn--p1ai/%D0%BF%D1%83%D1%82%D1%8C'],
  ])('may lead to %s', async (target, stored) => {
    const { path } = await sampleProject(manage);
    expect(await manage.done('POST', `${path}/links`, { name: 'a', target })).toMatchObject({ target: stored });
  });

  it.each([
    [{}, 'name'],
    [{ name: '' }, 'name'],
    [{ name: 'x'.repeat(100) }, 'name'],
    [{ name: 'a', code: 'a/b' }, 'code'],
    [{ name: 'a', code: '' }, 'code'],
    [{ name: 'a', code: 'x'.repeat(65) }, 'code'],
    [{ name: 'a', ad_system: 'bing' }, 'ad_system'],
    [{ name: 'a', utm: { sorce: 'x' } }, 'utm.sorce'],
    [{ name: 'a', utm: { source: 5 } }, 'utm.source'],
    [{ name: 'a', target: 'javascript:alert(1)' }, 'target'],
    [{ name: 'a', target: 'data:text/html,x' }, 'target'],
    [{ name: 'a', target: 'https://user:secret@example.org' }, 'target'],
    [{ name: 'a', target: 'https://' }, 'target'],
    [{ name: 'a', target: 't.me/sample_bot' }, 'target'],
    [{ name: 'a', target: 'https://a.b/\r\nset-cookie: x' }, 'target'],
    [{ name: 'a', auto_approve: -1 }, 'auto_approve'],
    [{ name: 'a', archived: true }, 'archived'],
    [{ name: 'a', page: true }, 'page'],
    [{ name: 'a', page: { counter_id: '12x' } }, 'page.counter_id'],
    [{ name: 'a', page: { counter_id: 12 } }, 'page.counter_id'],
    [{ name: 'a', page: { goal: ' ' } }, 'page.goal'],
    [{ name: 'a', page: { wait: 1 } }, 'page.wait'],
  ])('is not made of %j', async (given, field) => {
    const { path } = await sampleProject(manage);
    const { status, body } = await manage.call('POST', `${path}/links`, given);
    expect([status, body.errors.map((error: { field: string }) => error.field)]).toEqual([400, [field]]);
  });
});

describe('a link', () => {
  it('is counted over all sources that it is part of', async () => {
    const project = await sampleProject(manage);
    await project.click();
    await project.start('1');
    await project.start('2');
    await project.send('my_bot_was_stopped', { user_id: '2' });
    const counts = { clicks: 3, machine_clicks: 0, starts: 2, joins: 2, leaves: 1 };
    expect(await manage.done('GET', `${project.path}/links/${project.linkId}`)).toMatchObject({ counts });
    const { items } = await manage.done('GET', `${project.path}/links`);
    expect(items).toMatchObject([{ id: project.linkId, counts }]);
  });

  it('is changed field by field; marks as a whole', async () => {
    const { path, linkId } = await sampleProject(manage);
    const change = {
      name: 'Б',
      ad_system: 'vk',
      utm: { medium: 'cpc' },
      target: 'https://a.b/c',
      auto_approve: 60,
      archived: true,
    };
    const changed = await manage.done('PATCH', `${path}/links/${linkId}`, change);
    const utm = { source: null, medium: 'cpc', campaign: null, content: null, term: null };
    expect(changed).toMatchObject({ ...change, utm });
    expect(await manage.directory.findLink(changed.code)).toMatchObject({
      adSystem: 'vk',
      marks: { utm_medium: 'cpc' },
    });
    const back = { ad_system: null, utm: null, target: null, auto_approve: null, archived: false };
    expect(await manage.done('PATCH', `${path}/links/${linkId}`, back)).toMatchObject({
      ...back,
      name: 'Б',
      utm: { ...utm, medium: null },
    });
    expect((await manage.call('PATCH', `${path}/links/${linkId}`, { code: 'x' })).body.errors).toMatchObject([
      { field: 'code' },
    ]);
  });

  it('may show a page on the way, or no longer', async () => {
    const { path, linkId } = await sampleProject(manage);
    const change = async (page: unknown) => (await manage.done('PATCH', `${path}/links/${linkId}`, { page })).page;
    expect(await change({})).toEqual({ counter_id: null, goal: null });
    const { code } = await manage.done('GET', `${path}/links/${linkId}`);
    expect(await change({ counter_id: '123', goal: 'toTelegram' })).toEqual({ counter_id: '123', goal: 'toTelegram' });
    expect(await manage.directory.findLink(code)).toMatchObject({ page: { counterId: '123', goal: 'toTelegram' } });
    expect(await change(null)).toBeNull();
    expect(await manage.directory.findLink(code)).toMatchObject({ page: null });
  });

  it('that is archived can be asked for, or left out', async () => {
    const { path, linkId } = await sampleProject(manage);
    const other = await manage.done('POST', `${path}/links`, { name: 'b' });
    await manage.done('PATCH', `${path}/links/${linkId}`, { archived: true });
    const ids = async (query: string) =>
      (await manage.done('GET', `${path}/links${query}`)).items.map(({ id }: { id: string }) => id);
    expect(await ids('?archived=true')).toEqual([linkId]);
    expect(await ids('?archived=false')).toEqual([other.id]);
    expect((await ids('')).toSorted()).toEqual([linkId, other.id].toSorted());
  });

  it('has its clicks to look at, machines and repeats by their reason', async () => {
    const project = await sampleProject(manage);
    await project.click();
    await project.click({ machine: 'preview', country: 'RU' });
    await project.click({ machine: 'repeat', via: 'landing' });
    const reasons = async (query: string) =>
      (await manage.done('GET', `${project.path}/clicks?${query}`)).items
        .map(({ machine }: { machine: string | null }) => machine ?? 'counted')
        .toSorted();
    expect(await reasons(`link_id=${project.linkId}`)).toEqual(['counted', 'preview', 'repeat']);
    expect(await reasons('machine=none')).toEqual(['counted']);
    expect(await reasons('machine=any')).toEqual(['preview', 'repeat']);
    expect(await reasons('machine=preview')).toEqual(['preview']);
    expect(await reasons('link_id=019ca8d7-2d00-77dd-8082-c613d9723b50')).toEqual([]);
    expect(await reasons('to=2026-01-01T00:00:00Z')).toEqual([]);
    const first = await manage.done('GET', `${project.path}/clicks?limit=2`);
    const next = await manage.done('GET', `${project.path}/clicks?limit=2&cursor=${first.next_cursor}`);
    expect([first.items.length, next.items.length, next.next_cursor]).toEqual([2, 1, null]);
    expect((await manage.call('GET', `${project.path}/clicks?machine=robot`)).body.errors).toMatchObject([
      { field: 'machine' },
    ]);
  });

  it('that is deleted leads nowhere, and its code stays taken', async () => {
    const { path, linkId } = await sampleProject(manage);
    const { code } = await manage.done('GET', `${path}/links/${linkId}`);
    expect(await manage.directory.findLink(code)).not.toBeNull();
    expect((await manage.call('DELETE', `${path}/links/${linkId}`)).status).toBe(204);
    expect(await manage.directory.findLink(code)).toBeNull();
    expect((await manage.call('GET', `${path}/links/${linkId}`)).status).toBe(404);
    expect((await manage.done('GET', `${path}/links`)).items).toEqual([]);
    expect((await manage.call('POST', `${path}/links`, { name: 'a', code })).status).toBe(409);
  });
});
